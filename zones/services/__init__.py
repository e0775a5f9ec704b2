"""Everything a person can do to the ground: one function each, the only writers."""

from zones.services.beats import create_beat, edit_beat, reshape_beat, retire_beat, split_beat
from zones.services.cautions import note_caution, withdraw_caution
from zones.services.demo import demo_is_there, renew_demo_passwords, seed_demo
from zones.services.fault_words import bad_shape, fault_in_words
from zones.services.home_beats import set_home_beat
from zones.services.import_ground import import_beats, import_points, import_routes, import_zones
from zones.services.imports import Outcome, ShapeFault, ShapeImport
from zones.services.map_import import MapImportRunning, UnreadableMapFile, import_map
from zones.services.planning import drawn
from zones.services.points import create_point, edit_point, move_point, retire_point
from zones.services.routes import create_route, edit_route, redraw_route, retire_route
from zones.services.zones import create_zone, edit_zone, reshape_zone, retire_zone, split_zone

__all__ = [
    "MapImportRunning",
    "Outcome",
    "ShapeFault",
    "ShapeImport",
    "UnreadableMapFile",
    "bad_shape",
    "create_beat",
    "create_point",
    "create_route",
    "create_zone",
    "demo_is_there",
    "drawn",
    "edit_beat",
    "edit_point",
    "edit_route",
    "edit_zone",
    "fault_in_words",
    "import_beats",
    "import_map",
    "import_points",
    "import_routes",
    "import_zones",
    "move_point",
    "note_caution",
    "redraw_route",
    "renew_demo_passwords",
    "reshape_beat",
    "reshape_zone",
    "retire_beat",
    "retire_point",
    "retire_route",
    "retire_zone",
    "seed_demo",
    "set_home_beat",
    "split_beat",
    "split_zone",
    "withdraw_caution",
]
