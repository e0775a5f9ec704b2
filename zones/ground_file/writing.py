"""What goes into a file of the ground."""

from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class OutFeature:
    """A feature to write: its properties by the names of the file (ten letters at most), its geometry in its datum."""

    properties: dict[str, Any]
    geometry: BaseGeometry
