"""From degrees to Web Mercator, and from size to zoom: what was read becomes what is stored, a batch at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from zones.basemap.kinds import Look, Tags, zoom_for_size

EARTH_RADIUS_M = 6_378_137.0
FURTHEST_LAT = 85.06
WEB_MERCATOR = 3857
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A thing as it was read: its shape as hexadecimal WKB in WGS-84, how it shows, how its name shows."""

    wkb: str
    look: Look | None
    label: Look | None
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Feature:
    """A thing as it is stored."""

    look: Look
    name: str
    name_en: str
    min_zoom: int
    shape: BaseGeometry

    @property
    def row(self) -> tuple[str, str, str, str, str, int, int, str]:
        """The columns of `MapFeature`, in the order of storing.COLUMNS."""
        look = self.look
        ewkb: str = shapely.to_wkb(self.shape, hex=True, include_srid=True)
        return look.layer, look.kind, look.form, self.name, self.name_en, self.min_zoom, look.rank, ewkb


def names_of(tags: Tags) -> tuple[str, str]:
    """The name as written there, and the English one if it is another."""
    name, english = tags.get("name", ""), tags.get("name:en", "")
    return clean(name), clean(english) if english != name else ""


def clean(name: str) -> str:
    """A name without letters that cannot be shown, and not too long."""
    return "".join(letter for letter in name if letter.isprintable())[:LONGEST_NAME]


def web_mercator(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Longitudes and latitudes (n x 2, WGS-84) in Web Mercator metres."""
    lon, lat = np.radians(degrees[:, 0]), np.radians(np.clip(degrees[:, 1], -FURTHEST_LAT, FURTHEST_LAT))
    return np.column_stack((EARTH_RADIUS_M * lon, EARTH_RADIUS_M * np.log(np.tan(np.pi / 4 + lat / 2))))


def features_of(batch: Sequence[Found]) -> Iterator[Feature]:
    """Everything that a batch puts on the map: shapes, and the names of polygons on a point within them."""
    shapes = shapely.transform(shapely.from_wkb([found.wkb for found in batch]), web_mercator)
    shapely.set_srid(shapes, WEB_MERCATOR)
    sizes = np.sqrt(shapely.area(shapes))
    for found, shape, size in zip(batch, shapely.set_srid(shapes, WEB_MERCATOR), sizes, strict=True):
        if found.look:
            yield _feature(found, found.look, shape, size)
        if found.label:
            yield _feature(found, found.label, shapely.point_on_surface(shape), size)


def _feature(found: Found, look: Look, shape: BaseGeometry, size: float) -> Feature:
    zoom = max(look.zoom, zoom_for_size(size, look.pixels)) if look.pixels and size else look.zoom
    return Feature(look, found.name, found.name_en, zoom, shape)
