"""`make bench`: measures what must be fast against its baseline, in one run on one machine."""
