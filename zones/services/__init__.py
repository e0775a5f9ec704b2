"""Everything a person can do to the ground: one function each, the only writers."""

from zones.services.beats import create_beat, edit_beat, reshape_beat, retire_beat, split_beat
from zones.services.cautions import note_caution, withdraw_caution
from zones.services.map_import import MapImportRunning, UnreadableMapFile, import_map
from zones.services.planning import drawn
from zones.services.points import create_point, edit_point, move_point, retire_point
from zones.services.routes import create_route, edit_route, redraw_route, retire_route
from zones.services.shape_file import ShapeFault, read_shapes
from zones.services.shapes import Outcome, ShapeImport, import_beats, import_zones
from zones.services.zones import create_zone, edit_zone, reshape_zone, retire_zone, split_zone

__all__ = [
    "MapImportRunning",
    "Outcome",
    "ShapeFault",
    "ShapeImport",
    "UnreadableMapFile",
    "create_beat",
    "create_point",
    "create_route",
    "create_zone",
    "drawn",
    "edit_beat",
    "edit_point",
    "edit_route",
    "edit_zone",
    "import_beats",
    "import_map",
    "import_zones",
    "move_point",
    "note_caution",
    "read_shapes",
    "redraw_route",
    "reshape_beat",
    "reshape_zone",
    "retire_beat",
    "retire_point",
    "retire_route",
    "retire_zone",
    "split_beat",
    "split_zone",
    "withdraw_caution",
]
