"""What a place is called: the nearest house, crossing or street."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from zones.vocabulary import PlaceKind

# How far each may be, in metres, and which is asked first. Among houses and crossings the one nearer for its kind wins.
NEAR_M = {PlaceKind.ADDRESS: 30.0, PlaceKind.CROSSING: 30.0, PlaceKind.STREET: 300.0}
OTHERWISE_M = {PlaceKind.POI: 500.0, PlaceKind.PLACE: 5000.0}
TURN = {PlaceKind.ADDRESS: 0, PlaceKind.CROSSING: 0, PlaceKind.STREET: 1, PlaceKind.POI: 2, PlaceKind.PLACE: 3}
QUERY = """
    WITH here AS (SELECT ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography AS place),
    rule AS (
        SELECT * FROM unnest(%(kinds)s::text[], %(limits)s::float8[], %(turns)s::int[]) AS rule(kind, within_m, turn)
    )
    SELECT found.kind, found.category, found.name, found.name_en, found.area, found.distance_m
    FROM here CROSS JOIN rule CROSS JOIN LATERAL (
        SELECT place.*, ST_Distance(place.shape, here.place) AS distance_m FROM zones_place AS place
        WHERE place.kind = rule.kind AND ST_DWithin(place.shape, here.place, rule.within_m)
        ORDER BY distance_m, place.id LIMIT 1
    ) AS found
    ORDER BY rule.turn, found.distance_m LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class NearPlace:
    """The named thing at or near a place, and how many metres away it is."""

    kind: PlaceKind
    category: str
    name: str
    name_en: str
    area: str
    distance_m: float


def name_of_place(lon: float, lat: float) -> NearPlace | None:
    """What a place is called (WGS-84 degrees): a house or crossing within 30 m, else a street within 300 m.

    Else a point of interest within 500 m, a part of town within 5 km; None where nothing is near.
    """
    kinds = NEAR_M | OTHERWISE_M
    values: dict[str, Any] = {
        "lon": lon,
        "lat": lat,
        "kinds": [kind.value for kind in kinds],
        "limits": list(kinds.values()),
        "turns": [TURN[kind] for kind in kinds],
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY, values)
        row = cursor.fetchone()
    return NearPlace(PlaceKind(row[0]), *row[1:]) if row else None
