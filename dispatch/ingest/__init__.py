"""Positions come in: a bare ASGI door beside Django, because a request of a few dozen bytes a second and unit must
cost no more than its reading. `door` speaks HTTP, `group` commits many requests at once, `flush` does the work."""

from dispatch.ingest.door import PositionDoor

__all__ = ["PositionDoor"]
