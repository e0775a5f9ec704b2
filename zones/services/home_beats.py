"""Home beats: the beat that a unit patrols (F09)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from patrol.models import User
from zones.models import Beat, HomeBeat
from zones.services.planning import locked, note, unit_for


@transaction.atomic
def set_home_beat(*, unit_id: int, beat_id: UUID, by: User, at: datetime) -> HomeBeat:
    """Give a unit a beat to call home, instead of the one it had. The same beat: nothing happens.

    Raises:
        NotFound: no such beat, or no such unit in the line of the beat's organization.
        NotAllowed: the beat is out of use.
    """
    beat = locked(Beat, beat_id)
    unit = unit_for(unit_id, beat.organization)
    home = HomeBeat.objects.filter(unit=unit).first()
    if home is not None and home.beat_id == beat.pk:
        return home
    home, _made = HomeBeat.objects.update_or_create(unit=unit, defaults={"beat": beat})
    note(beat, "made_home", by=by, at=at, code=beat.code, unit=unit.pk)
    return home
