"""Everything a person can do to the ground: one function each, the only writers."""

from zones.services.shape_file import ShapeFault, read_shapes
from zones.services.shapes import Outcome, ShapeImport, import_beats, import_zones

__all__ = ["Outcome", "ShapeFault", "ShapeImport", "import_beats", "import_zones", "read_shapes"]
