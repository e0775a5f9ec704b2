"""Load must-patrol and standing points, or routes, from a file in any datum that is named."""

from zones import services
from zones.management.commands._ground_file import ImportCommand


class Command(ImportCommand):
    help = "Load points or routes from a file. All of it or nothing."
    imports = {"points": services.import_points, "routes": services.import_routes}
