"""The doors of calls: taken, listed, answered by units, ended."""
