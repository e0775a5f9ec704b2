"""The two units that every city has (F12): defaults, which a planner may change or add to."""

from django.db import migrations

TEMPLATES = [
    {"code": "ordinary", "name": "一警双辅警 / Ordinary", "min_sworn": 1, "min_auxiliary": 2, "armed": False},
    {"code": "armed", "name": "双警双协勤 / Armed", "min_sworn": 2, "min_auxiliary": 2, "armed": True},
]


def add_templates(apps, schema_editor):
    model = apps.get_model("patrol", "UnitTemplate")
    model.objects.bulk_create([model(mode="car", **template) for template in TEMPLATES], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("patrol", "0002_database_rules")]

    operations = [migrations.RunPython(add_templates, migrations.RunPython.noop)]
