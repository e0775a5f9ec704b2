"""Map tiles: drawn by the database from the map in use, once each."""

from dataclasses import dataclass

from django.db import connection

from zones.basemap.kinds import MAX_ZOOM, TILE_PIXELS, WORLD_M
from zones.models import MapImport, MapTile

TILE_FORMAT = 1  # add one when tiles of the same map are to look different: kept ones are then drawn again
EXTENT = 4096
BUFFER = 96  # of EXTENT: 12 pixels, so that wide roads have no seams
COARSENESS_PIXELS = 0.4
UNSIMPLIFIED_ZOOM = 15

# The version and the features come from one statement, so from one moment: a tile is never kept as another map's.
# Streets are joined where they go on under the same name: fewer things to draw, and room for the name.
DRAW = """
WITH near AS MATERIALIZED (
    SELECT layer, kind, form, name, name_en, rank, geometry, ST_Dimension(geometry) AS dimension
    FROM zones_mapfeature
    WHERE geometry && ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s, margin => %(margin)s) AND min_zoom <= %(zoom)s
), joined AS (
    SELECT layer, kind, form, name, name_en, rank, geometry, dimension FROM near WHERE dimension <> 1
    UNION ALL
    SELECT layer, kind, form, name, name_en, rank, ST_LineMerge(ST_Collect(geometry)), 1
    FROM near WHERE dimension = 1 GROUP BY layer, kind, form, name, name_en, rank
), shown AS (
    SELECT layer, kind, nullif(form, '') AS form, nullif(name, '') AS name, nullif(name_en, '') AS name_en, rank,
        ST_AsMVTGeom(
            CASE WHEN %(coarse)s > 0 AND dimension > 0 THEN ST_Simplify(geometry, %(coarse)s, true) ELSE geometry END,
            ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s), %(extent)s, CASE WHEN dimension = 0 THEN 0 ELSE %(buffer)s END
        ) AS geometry
    FROM joined
), layers AS (
    SELECT ST_AsMVT(shown, layer, %(extent)s, 'geometry') AS body FROM shown WHERE geometry IS NOT NULL GROUP BY layer
)
SELECT (SELECT version FROM zones_mapimport ORDER BY id DESC LIMIT 1), (SELECT string_agg(body, ''::bytea) FROM layers)
"""


@dataclass(frozen=True, slots=True)
class Tile:
    """A vector tile, empty where nothing is; `version` is that of the map and of how tiles are drawn."""

    version: str
    body: bytes


def current_version() -> str | None:
    """The version of the tiles now; None without a map."""
    live = MapImport.objects.live()
    return tile_version(live.version) if live else None


def tile_version(map_version: str) -> str:
    return f"{map_version}.{TILE_FORMAT}"


def exists(zoom: int, x: int, y: int) -> bool:
    """Whether there is such a tile in the world at a zoom that is drawn."""
    return zoom <= MAX_ZOOM and x < 2**zoom and y < 2**zoom


def tile(version: str, zoom: int, x: int, y: int) -> Tile:
    """A tile of the map in use, as it is kept, or drawn now and kept."""
    kept = MapTile.objects.filter(version=version, zoom=zoom, x=x, y=y).values_list("body", flat=True).first()
    if kept is not None:
        return Tile(version, bytes(kept))
    drawn = draw(zoom, x, y)
    if drawn.body:
        row = MapTile(version=drawn.version, zoom=zoom, x=x, y=y, body=drawn.body)
        MapTile.objects.bulk_create([row], ignore_conflicts=True)
    return drawn


def draw(zoom: int, x: int, y: int) -> Tile:
    """Draw a tile of the map in use."""
    pixel = WORLD_M / 2**zoom / TILE_PIXELS
    values = {
        "zoom": zoom,
        "x": x,
        "y": y,
        "extent": EXTENT,
        "buffer": BUFFER,
        "margin": BUFFER / EXTENT,
        "coarse": 0 if zoom >= UNSIMPLIFIED_ZOOM else pixel * COARSENESS_PIXELS,
    }
    with connection.cursor() as cursor:
        cursor.execute(DRAW, values)
        map_version, body = cursor.fetchone()
    return Tile(tile_version(map_version or ""), bytes(body or b""))
