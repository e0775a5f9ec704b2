"""One copy of the platform on one machine: its private services and its processes. Needs only Python's own library.

Start reading at `__main__.py`.
"""
