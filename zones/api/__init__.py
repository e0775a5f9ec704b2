"""The API of the ground, one module a noun."""

from zones.api.ground import ZonesView

__all__ = ["ZonesView"]
