"""Places: found by name, named by position."""
