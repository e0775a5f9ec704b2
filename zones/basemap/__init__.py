"""The map under everything: read from OpenStreetMap, drawn as vector tiles; or somebody's raster tiles."""

from typing import Any

from django.conf import settings

from zones.basemap.kinds import MAX_ZOOM
from zones.basemap.tiles import tile_version
from zones.models import MapImport

__all__ = ["map_source"]

TILES = "/tiles/{z}/{x}/{y}.mvt"


def map_source() -> dict[str, Any]:
    """What a page needs to draw the map (static/js/map/basemap.js).

    `kind` vector or raster, `urls` templates from the lowest up, `subdomains`, `datum`, `attribution`, `max_zoom`,
    `box` of the imported map (west, south, east, north; WGS-84 degrees) and `version` of its tiles, or null.
    """
    chosen, live = settings.BASEMAP, MapImport.objects.live()
    source: dict[str, Any] = {
        "box": live.box if live else None,
        "version": tile_version(live.version) if live else None,
        "datum": chosen.datum,
    }
    if chosen.urls:
        raster: dict[str, Any] = {
            "urls": list(chosen.urls),
            "subdomains": chosen.subdomains,
            "max_zoom": chosen.max_zoom,
        }
        return source | raster | {"kind": "raster", "attribution": chosen.attribution}
    own: dict[str, Any] = {"urls": [TILES], "subdomains": "", "max_zoom": MAX_ZOOM}
    return source | own | {"kind": "vector", "attribution": live.attribution if live else ""}
