"""The type of a call that a crew's own call for help makes."""

from django.db import migrations
from django.utils.translation import gettext_noop as _


def add(apps, schema_editor):
    kinds = apps.get_model("dispatch", "IncidentType")
    kinds.objects.get_or_create(code="officer_help", defaults={"name": _("Crew calls for help"), "priority": 1})


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0009_support")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
