"""Load zones or beats from a file in any datum that is named."""

from zones import services
from zones.management.commands._ground_file import ImportCommand


class Command(ImportCommand):
    help = "Load zones or beats from a file. All of it or nothing; a shape that changed gets a new version."
    imports = {"zones": services.import_zones, "beats": services.import_beats}
    mends = True
