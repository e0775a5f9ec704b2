"""The types of call that a new installation starts with. A bureau changes them in the administration."""

from django.db import migrations
from django.utils.translation import gettext_noop as _

STANDARD = [
    ("weapon", _("Person with a weapon"), 1),
    ("robbery", _("Robbery"), 1),
    ("violence", _("Violence"), 1),
    ("rescue", _("Person in danger"), 1),
    ("burglary", _("Burglary"), 2),
    ("crash", _("Traffic accident with injury"), 2),
    ("disturbance", _("Disturbance of the peace"), 2),
    ("theft", _("Theft"), 3),
    ("dispute", _("Dispute"), 3),
    ("traffic", _("Traffic"), 3),
    ("missing", _("Missing person"), 2),
    ("assistance", _("Call for help"), 4),
    ("other", _("Other"), 3),
]


def add(apps, schema_editor):
    kinds = apps.get_model("dispatch", "IncidentType")
    for code, name, priority in STANDARD:
        kinds.objects.get_or_create(code=code, defaults={"name": name, "priority": priority})


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0002_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
