"""What is odd about a thing of the ground though not refused, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zones.ground_file import TilingFault, TilingKind
from zones.models import Beat, Zone
from zones.selectors import class_overlaps, tiling_faults

OVER_CLASS = _("It lies over %(name)s, which is of the same class, near %(lon)s %(lat)s.")
OVER_BEAT = _("It lies over %(names)s near %(lon)s %(lat)s, and neither may overlap.")
GAP = _("There is a gap beside it near %(lon)s %(lat)s.")


def warnings_of(thing: Any) -> list[dict[str, str]]:
    """Zones of one class over each other (F01); beats that leave a gap or overlap though not marked (F09)."""
    if isinstance(thing, Zone) and thing.retired_at is None:
        return [
            {
                "code": "class_overlap",
                "message": str(OVER_CLASS % {"name": one.zone.name, "lon": one.lon, "lat": one.lat}),
            }
            for one in class_overlaps(thing)
        ]
    if isinstance(thing, Beat) and thing.retired_at is None:
        faults = tiling_faults([thing.organization.path or "/"])
        return [_tiling_warning(thing, fault) for fault in faults if thing.code in fault.codes]
    return []


def _tiling_warning(beat: Beat, fault: TilingFault) -> dict[str, str]:
    words = OVER_BEAT if fault.kind is TilingKind.OVERLAP else GAP
    names = ", ".join(code for code in fault.codes if code != beat.code)
    said = words % {"names": names, "lon": fault.lon, "lat": fault.lat}
    return {"code": f"beat_{fault.kind.value}", "message": str(said)}
