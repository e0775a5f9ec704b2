"""What a thing of OpenStreetMap is on our map: its layer, its kind, and the tile zoom from which it shows.

Plain tables, read from top to bottom: the first line that fits decides. Tiles are 512 pixels wide, so a tile zoom of 13
is a map zoom of 14.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, log2

MAX_ZOOM = 16
WORLD_M = 40_075_016.68
TILE_PIXELS = 512

type Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """How a thing shows. `pixels`: it shows when it is that wide, and not before `zoom`. `rank`: small labels first."""

    layer: str
    kind: str
    zoom: int
    rank: int = 9
    pixels: float = 0.0
    form: str = ""


def zoom_for_size(metres: float, pixels: float) -> int:
    """The first tile zoom at which a thing that wide (Web Mercator metres) takes that many pixels; at most MAX_ZOOM."""
    if metres <= 0:
        return MAX_ZOOM
    return min(MAX_ZOOM, max(0, ceil(log2(pixels * WORLD_M / TILE_PIXELS / metres))))


# Polygons -----------------------------------------------------------------------------------------
def _areas(layer: str, kind: str, zoom: int, pixels: float, *wanted: str) -> dict[tuple[str, str], Look]:
    look = Look(layer, kind, zoom, pixels=pixels)
    return {(key, value): look for key, _equals, value in (text.partition("=") for text in wanted)}


AREAS: dict[tuple[str, str], Look] = (
    _areas("buildings", "building", 13, 7, "building=*")
    | _areas("water", "river", 6, 3, "waterway=riverbank", "water=river", "water=canal")
    | _areas("water", "lake", 6, 4, "natural=water", "landuse=reservoir", "landuse=basin", "waterway=dock")
    | _areas("water", "pool", 15, 2, "leisure=swimming_pool", "amenity=fountain")
    | _areas("green", "wetland", 9, 8, "natural=wetland")
    | _areas("green", "sand", 9, 4, "natural=beach", "natural=sand")
    | _areas("green", "cemetery", 11, 6, "landuse=cemetery", "amenity=grave_yard")
    | _areas("green", "pitch", 13, 5, "leisure=pitch", "leisure=track", "leisure=playground")
    | _areas("green", "wood", 7, 6, "landuse=forest", "natural=wood", "natural=scrub", "natural=heath")
    | _areas("green", "farm", 9, 10, "landuse=farmland", "landuse=orchard", "landuse=vineyard")
    | _areas("green", "park", 8, 5, "leisure=park", "leisure=garden", "leisure=nature_reserve", "tourism=zoo")
    | _areas("green", "park", 8, 5, "leisure=golf_course", "tourism=theme_park", "landuse=allotments")
    | _areas("green", "grass", 12, 5, "landuse=grass", "landuse=meadow", "natural=grassland")
    | _areas("green", "grass", 12, 5, "landuse=recreation_ground", "landuse=village_green", "leisure=common")
    | _areas("landuse", "pier", 12, 2, "man_made=pier", "man_made=breakwater")
    | _areas("landuse", "plaza", 13, 4, "place=square", "highway=pedestrian", "highway=footway", "highway=service")
    | _areas("landuse", "medical", 11, 6, "amenity=hospital", "amenity=clinic", "landuse=healthcare")
    | _areas("landuse", "school", 11, 6, "amenity=university", "amenity=college", "amenity=school")
    | _areas("landuse", "school", 13, 6, "amenity=kindergarten", "landuse=education")
    | _areas("landuse", "civic", 11, 6, "office=government", "amenity=townhall", "amenity=police")
    | _areas("landuse", "civic", 11, 6, "landuse=institutional", "landuse=government", "landuse=military")
    | _areas("landuse", "sport", 12, 6, "leisure=stadium", "leisure=sports_centre", "leisure=marina")
    | _areas("landuse", "parking", 14, 6, "amenity=parking")
    | _areas("landuse", "airport", 8, 4, "aeroway=aerodrome", "aeroway=apron")
    | _areas("landuse", "railway", 11, 6, "landuse=railway")
    | _areas("landuse", "commercial", 10, 8, "landuse=commercial", "landuse=retail", "amenity=marketplace")
    | _areas("landuse", "industrial", 10, 8, "landuse=industrial", "landuse=port", "landuse=construction")
    | _areas("landuse", "residential", 9, 8, "landuse=residential")
)
AREA_KEYS = tuple(dict.fromkeys(key for key, _value in AREAS))
AREAS_THAT_ARE_WAYS = {"highway"}  # a closed street is a street, unless it says area=yes
NO = {"no", ""}


def area_look(tags: Tags) -> Look | None:
    """How a polygon shows; None if it does not."""
    for key in AREA_KEYS:
        value = tags.get(key, "")
        if value in NO or (key in AREAS_THAT_ARE_WAYS and tags.get("area") != "yes"):
            continue
        look = AREAS.get((key, value)) or AREAS.get((key, "*"))
        if look and key == "natural" and tags.get("water") in {"river", "canal"}:
            return AREAS["water", "river"]
        if look:
            return look
    return None


# Lines --------------------------------------------------------------------------------------------
ROADS = {
    "motorway": ("motorway", 5),
    "trunk": ("trunk", 6),
    "primary": ("primary", 8),
    "secondary": ("secondary", 9),
    "tertiary": ("tertiary", 11),
    "unclassified": ("minor", 12),
    "residential": ("minor", 12),
    "living_street": ("minor", 12),
    "road": ("minor", 12),
    "pedestrian": ("pedestrian", 13),
    "service": ("service", 13),
    "track": ("path", 14),
    "footway": ("path", 14),
    "path": ("path", 14),
    "cycleway": ("path", 14),
    "bridleway": ("path", 14),
    "steps": ("path", 14),
}
LINK_ZOOM = 11
ALLEYS = {"parking_aisle", "driveway", "drive-through", "alley"}
RAILS = {"rail": 8, "subway": 11, "light_rail": 11, "monorail": 12, "tram": 12, "narrow_gauge": 12, "funicular": 13}
WATERWAYS = {"river": ("river", 8), "canal": ("canal", 11), "stream": ("stream", 13), "drain": ("stream", 15)}
RUNWAYS = {"runway": 10, "taxiway": 12}
BOUNDARY_ZOOMS = {2: 2, 3: 4, 4: 4, 5: 6, 6: 8, 7: 10, 8: 10}


def line_look(tags: Tags) -> Look | None:
    """How a line shows; None if it does not."""
    for show in (_road, _rail, _waterway, _runway, _pier):
        look = show(tags)
        if look:
            return look
    return None


def boundary_look(level: int) -> Look | None:
    """How the border of an administrative area of a level shows; None if it does not."""
    zoom = BOUNDARY_ZOOMS.get(level)
    return Look("boundaries", f"level{level}", zoom) if zoom is not None else None


def _form(tags: Tags) -> str:
    if tags.get("tunnel", "no") != "no" or tags.get("covered") == "yes":
        return "tunnel"
    return "bridge" if tags.get("bridge", "no") != "no" else ""


def _road(tags: Tags) -> Look | None:
    value = tags.get("highway", "")
    is_link = value.endswith("_link")
    kind, zoom = ROADS.get(value.removesuffix("_link"), ("", 0))
    if not kind or tags.get("area") == "yes":
        return None
    if tags.get("footway") in {"sidewalk", "crossing"} or tags.get("indoor") == "yes":
        zoom = MAX_ZOOM
    if kind == "service" and tags.get("service") in ALLEYS:
        zoom = 15
    return Look("roads", kind, max(zoom, LINK_ZOOM) if is_link else zoom, form="link" if is_link else _form(tags))


def _rail(tags: Tags) -> Look | None:
    kind = tags.get("railway", "")
    if kind not in RAILS:
        return None
    zoom = 14 if tags.get("service") else RAILS[kind]
    return Look("railways", "rail" if kind == "narrow_gauge" else kind, zoom, form=_form(tags))


def _waterway(tags: Tags) -> Look | None:
    kind, zoom = WATERWAYS.get(tags.get("waterway", ""), ("", 0))
    return Look("water", kind, zoom) if kind and _form(tags) != "tunnel" else None


def _runway(tags: Tags) -> Look | None:
    kind = tags.get("aeroway", "")
    return Look("roads", kind, RUNWAYS[kind]) if kind in RUNWAYS else None


def _pier(tags: Tags) -> Look | None:
    return Look("landuse", "pier", 13) if tags.get("man_made") in {"pier", "breakwater", "groyne"} else None


# Labels -------------------------------------------------------------------------------------------
PLACES = {
    "city": (4, 1),
    "town": (8, 2),
    "borough": (9, 3),
    "district": (9, 3),
    "suburb": (10, 3),
    "quarter": (11, 4),
    "village": (11, 4),
    "island": (11, 4),
    "neighbourhood": (12, 5),
    "hamlet": (13, 6),
    "locality": (14, 7),
    "square": (14, 7),
}


def _pois(kind: str, zoom: int, rank: int, *wanted: str) -> dict[tuple[str, str], Look]:
    look = Look("pois", kind, zoom, rank)
    return {(key, value): look for key, _equals, value in (text.partition("=") for text in wanted)}


POIS: dict[tuple[str, str], Look] = (
    _pois("station", 11, 1, "railway=station")
    | _pois("station", 13, 2, "railway=halt", "station=subway", "amenity=bus_station", "amenity=ferry_terminal")
    | _pois("airport", 9, 1, "aeroway=aerodrome")
    | _pois("police", 13, 1, "amenity=police")
    | _pois("hospital", 12, 1, "amenity=hospital")
    | _pois("fire", 13, 2, "amenity=fire_station")
    | _pois("government", 13, 2, "amenity=townhall", "amenity=courthouse", "office=government")
    | _pois("school", 12, 2, "amenity=university", "amenity=college")
    | _pois("school", 14, 4, "amenity=school")
    | _pois("school", 15, 5, "amenity=kindergarten", "amenity=library")
    | _pois("sport", 13, 3, "leisure=stadium")
    | _pois("sport", 15, 5, "leisure=sports_centre", "leisure=marina", "leisure=water_park")
    | _pois("mall", 13, 3, "shop=mall", "shop=department_store")
    | _pois("sight", 14, 3, "tourism=attraction", "tourism=museum", "tourism=theme_park", "tourism=zoo")
    | _pois("sight", 15, 5, "historic=castle", "historic=monument", "historic=memorial", "tourism=viewpoint")
    | _pois("sight", 14, 4, "amenity=theatre", "amenity=casino", "amenity=cinema", "tourism=gallery")
    | _pois("shop", 14, 4, "amenity=marketplace", "shop=supermarket")
    | _pois("hospital", 15, 5, "amenity=clinic")
    | _pois("hotel", 15, 6, "tourism=hotel", "tourism=hostel", "tourism=guest_house")
    | _pois("worship", 15, 6, "amenity=place_of_worship")
    | _pois("government", 15, 6, "amenity=embassy", "amenity=prison", "amenity=community_centre", "office=diplomatic")
    | _pois("entrance", 15, 4, "railway=subway_entrance")
    | _pois("station", 15, 5, "railway=tram_stop", "aeroway=helipad")
    | _pois("peak", 13, 5, "natural=peak")
    | _pois("shop", 16, 8, "amenity=bank", "amenity=fuel", "amenity=post_office", "amenity=pharmacy", "shop=*")
    | _pois("food", 16, 8, "amenity=restaurant", "amenity=cafe", "amenity=bar", "amenity=pub", "amenity=fast_food")
    | _pois("food", 16, 8, "amenity=nightclub")
)
POI_KEYS = tuple(dict.fromkeys(key for key, _value in POIS))
# Named polygons carry their name where there is room for it: kind, rank, pixels.
NAMED_AREAS: dict[str, tuple[str, int, float]] = {
    "lake": ("water", 3, 40),
    "park": ("park", 3, 36),
    "wood": ("park", 5, 80),
    "cemetery": ("park", 5, 40),
    "sand": ("park", 6, 40),
    "residential": ("estate", 5, 60),
    "commercial": ("estate", 5, 60),
    "industrial": ("estate", 6, 60),
    "civic": ("estate", 5, 50),
    "plaza": ("estate", 4, 36),
    "sport": ("sport", 4, 36),
    "pier": ("estate", 6, 40),
    "building": ("building", 7, 44),
}
HOUSE_NUMBER = Look("pois", "number", MAX_ZOOM, rank=9)
SEA = Look("water", "sea", 0)


def place_look(tags: Tags) -> Look | None:
    """How a named settlement shows; None if it does not."""
    kind = tags.get("place", "")
    if kind not in PLACES or not tags.get("name"):
        return None
    zoom, rank = PLACES[kind]
    return Look("places", kind, zoom, rank)


def poi_look(tags: Tags) -> Look | None:
    """How a named point of interest shows; None if it does not."""
    if not tags.get("name"):
        return None
    found = (POIS.get((key, tags[key])) or POIS.get((key, "*")) for key in POI_KEYS if tags.get(key, "no") != "no")
    return next((look for look in found if look), None)


def area_label_look(tags: Tags, area: Look | None) -> Look | None:
    """How the name of a polygon shows, given how the polygon does; None if it does not."""
    if not tags.get("name"):
        return None
    if area and area.kind in NAMED_AREAS and not poi_look(tags):
        kind, rank, pixels = NAMED_AREAS[area.kind]
        return Look("pois", kind, 9 if area.layer != "buildings" else 15, rank, pixels=pixels)
    return place_look(tags) or poi_look(tags)


def point_looks(tags: Tags) -> list[Look]:
    """How a node shows: as a settlement or a point of interest, and by its house number."""
    look: Callable[[Tags], Look | None] = place_look if "place" in tags else poi_look
    number = [HOUSE_NUMBER] if tags.get("addr:housenumber") else []
    return [found] if (found := look(tags)) else number
