"""Where units are: the only door to `LiveFix`."""

from datetime import date

from patrol.models import LiveFix


def forget(unit_id: int) -> None:
    """The unit is off duty: its position is nobody's business any more."""
    LiveFix.objects.filter(unit_id=unit_id).delete()


def prepare_partitions(today: date) -> None:
    """Make the partitions of today and the days to come."""
