"""For each command of the API a body in order, about our things."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from shapely.geometry import LineString, Point, box, mapping

from tests.world import PNG, TYPE, World


def bodies(world: World) -> dict[str, dict[str, object]]:
    """For each command that needs one, a body in order: so that only a missing right stands in its way."""
    until = (world.incident.received_at + timedelta(hours=1)).isoformat()
    place = {"lon": world.incident.point.x, "lat": world.incident.point.y}
    crew = [person.pk for person in world.crew]
    return {
        "dispatch:incidents": {"type": TYPE, "organization": world.incident.organization.code, **place},
        "dispatch:paper_calls": {
            "type": TYPE,
            "organization": world.incident.organization.code,
            "received_at": world.incident.received_at.isoformat(),
            **place,
        },
        "dispatch:assign": {"units": [world.free.pk]},
        "dispatch:close": {"disposition": "settled"},
        "dispatch:cancel": {"reason": "no call"},
        "dispatch:reopen": {"reason": "it goes on"},
        "dispatch:situation": {"situation": "first_report"},
        "dispatch:times": {"field": "received_at", "corrected": world.incident.received_at.isoformat(), "reason": "x"},
        "dispatch:attachments": {"file": SimpleUploadedFile("mill.png", PNG)},
        "dispatch:notes": {"text": "a note"},
        "dispatch:found": {"unit": world.free.pk, "type": TYPE, **place},
        "dispatch:help": {"unit": world.free.pk, **place},
        "dispatch:callers": {"phone": "555 0100"},
        "dispatch:link": {"to": str(world.incident.pk)},
        "dispatch:level": {"level": "major"},
        "dispatch:seats": {"organization": world.incident.organization.code, "code": "S9", "name": "Seat 9"},
        "dispatch:clear": {"disposition": "settled"},
        "dispatch:withdraw": {"reason": "needed elsewhere"},
        **bodies_of_changed_minds(world, place),
        "patrol:unit_sign_on": {"crew": crew},
        "patrol:unit_crew": {"crew": crew},
        "patrol:unit_vehicle": {"vehicle": "Car 9"},
        "patrol:unit_status": {"status": "post"},
        "patrol:alarm_snooze": {"until": until, "reason": "known"},
        **ground_bodies(world.incident.organization.code, until),
    }


def bodies_of_changed_minds(world: World, place: dict[str, float]) -> dict[str, dict[str, object]]:
    """For each command that changes what was decided, a body in order."""
    pulled = {"unit": world.free.pk, "reason": "needed here"}
    return {
        "dispatch:preempt": pulled,
        "dispatch:divert": pulled,
        "dispatch:reassign": pulled,
        "dispatch:stack": {"unit": world.sent.pk},
        "dispatch:unstack": {"unit": world.sent.pk},
        "dispatch:hold": {"minutes": 5, "reason": "later"},
        "dispatch:place": place,
        "dispatch:settle": {"put_back": False},
        "dispatch:unit_position": place,
    }


def ground_bodies(organization: str, until: str) -> dict[str, dict[str, object]]:
    """For each command on the ground, a body in order."""
    area, place = mapping(box(116.35, 39.85, 116.45, 39.95)), mapping(Point(116.41, 39.91))
    line = mapping(LineString([(116.4, 39.7), (116.4, 40.1)]))
    new = {"code": "NEW", "name": "New", "organization": organization}
    return {
        "zones:zones": new | {"shape": area},
        "zones:zone_reshape": {"shape": area},
        "zones:zone_split": {"line": line, "code": "CUT", "name": "Cut off"},
        "zones:beats": new | {"shape": area},
        "zones:beat_reshape": {"shape": area},
        "zones:beat_split": {"line": line, "code": "CUT", "name": "Cut off"},
        "zones:points": new | {"shape": place, "kind": "standing"},
        "zones:point_move": {"shape": place},
        "zones:routes": new | {"shape": line, "mode": "foot"},
        "zones:route_redraw": {"shape": line},
        "zones:cautions": {
            "shape": place,
            "kind": "fire",
            "text": "x",
            "organization": organization,
            "expires_at": until,
        },
    }
