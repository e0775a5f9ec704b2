"""Which map lies under everything: our own vector tiles, or somebody's raster tiles, measured against a known datum.

Streets that are drawn 500 metres beside the units pick the wrong unit for every other call. So each provider's datum is
written here, and whoever names another one is told at the start, not by the map.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

OWN = "vector"
OTHER = "raster"
SAME = {"cgcs2000": "wgs84"}  # centimetres apart


@dataclass(frozen=True, slots=True)
class Provider:
    """Whose raster tiles, in which datum, down to which zoom."""

    datum: str
    attribution: str
    max_zoom: int = 18


PROVIDERS = {
    "osm": Provider("wgs84", "© OpenStreetMap", 19),
    "tianditu": Provider("cgcs2000", "天地图"),
    "amap": Provider("gcj02", "高德地图"),
    "tencent": Provider("gcj02", "腾讯地图"),
}
OTHER_DATUMS = ("wgs84", "cgcs2000", "gcj02")


@dataclass(frozen=True, slots=True)
class Basemap:
    """The map under everything. `urls` lie over one another, the first lowest; none for our own vector tiles."""

    provider: str
    datum: str = "wgs84"
    attribution: str = ""
    max_zoom: int = 18
    urls: tuple[str, ...] = ()
    subdomains: str = ""

    @property
    def hosts(self) -> list[str]:
        """The origins that a page loads tiles from, for its content security policy."""
        origins = []
        for url in self.urls:
            for subdomain in self.subdomains or "-":
                parts = urlsplit(url.replace("{s}", subdomain))
                origins += [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
        return sorted(set(origins))


def basemap(environment: Mapping[str, str]) -> Basemap:
    """The map that BASEMAP and the variables around it name; our own vector tiles if they name none.

    Raises:
        ImproperlyConfigured: they contradict each other, or something is missing; the message says what to change.
    """
    name = environment.get("BASEMAP", "").lower() or OWN
    datum = environment.get("BASEMAP_DATUM", "").lower().replace("-", "")
    if name == OWN:
        _same_datum(name, "wgs84", datum)
        return Basemap(provider=OWN)
    provider = _provider(name, datum)
    return Basemap(
        provider=name,
        datum=provider.datum,
        attribution=environment.get("BASEMAP_ATTRIBUTION") or provider.attribution,
        max_zoom=provider.max_zoom,
        urls=_urls(name, environment),
        subdomains=environment.get("BASEMAP_SUBDOMAINS", ""),
    )


def _provider(name: str, datum: str) -> Provider:
    if name == "baidu":
        raise ImproperlyConfigured(
            "BASEMAP=baidu is not supported: Baidu's tiles lie on a grid of their own. "
            f"Use one of {OWN}, {', '.join(PROVIDERS)}, {OTHER}."
        )
    if name == OTHER:
        if datum not in OTHER_DATUMS:
            raise ImproperlyConfigured(
                f"BASEMAP={OTHER} needs BASEMAP_DATUM, one of {', '.join(OTHER_DATUMS)}: ask whoever runs the tiles. "
                "A guess puts every street some 500 metres beside the units."
            )
        return Provider(datum, "")
    if name not in PROVIDERS:
        raise ImproperlyConfigured(f"BASEMAP={name} is unknown. Use one of {OWN}, {', '.join(PROVIDERS)}, {OTHER}.")
    _same_datum(name, PROVIDERS[name].datum, datum)
    return PROVIDERS[name]


def _same_datum(name: str, own: str, named: str) -> None:
    if named and SAME.get(named, named) != SAME.get(own, own):
        raise ImproperlyConfigured(
            f"BASEMAP={name} is measured against {own}, but BASEMAP_DATUM says {named}: streets would lie some 500 "
            f"metres beside the units. Leave BASEMAP_DATUM out, or set it to {own}."
        )


def _urls(name: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    urls = environment.get("BASEMAP_URL", "").split()
    if not urls:
        raise ImproperlyConfigured(
            f"BASEMAP={name} needs BASEMAP_URL, the address of its tiles with {{z}}, {{x}} and {{y}} or {{-y}}."
        )
    for url in urls:
        if not all(part in url for part in ("{z}", "{x}", "y}")) or not url.startswith(("http://", "https://", "/")):
            raise ImproperlyConfigured(
                f"BASEMAP_URL: {url} is no address of tiles; it needs {{z}}, {{x}} and {{y}} or {{-y}}."
            )
        for part, variable in (("{key}", "BASEMAP_KEY"), ("{s}", "BASEMAP_SUBDOMAINS")):
            if part in url and not environment.get(variable):
                raise ImproperlyConfigured(f"BASEMAP_URL has {part}: set {variable}.")
    return tuple(url.replace("{key}", environment.get("BASEMAP_KEY", "")) for url in urls)
