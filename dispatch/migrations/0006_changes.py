import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0005_intake"),
        ("patrol", "0004_live_dispatchable"),
        ("zones", "0002_ground"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("point", django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name="point")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("until", models.DateTimeField(verbose_name="until")),
            ],
            options={
                "verbose_name": "former place",
                "verbose_name_plural": "former places",
            },
        ),
        migrations.CreateModel(
            name="LateStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[("leave", "En route"), ("arrive", "On scene"), ("clear", "Cleared")],
                        max_length=16,
                        verbose_name="step",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="happened at")),
                ("device_at", models.DateTimeField(blank=True, null=True, verbose_name="time of the device")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                ("put_back", models.BooleanField(blank=True, null=True, verbose_name="put back on the call")),
            ],
            options={
                "verbose_name": "late step",
                "verbose_name_plural": "late steps",
            },
        ),
        migrations.CreateModel(
            name="StackedCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField(verbose_name="place in the stack")),
                ("at", models.DateTimeField(verbose_name="time")),
            ],
            options={
                "verbose_name": "stacked call",
                "verbose_name_plural": "stacked calls",
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="primary",
            field=models.BooleanField(db_default=False, default=False, verbose_name="chosen to lead"),
        ),
        migrations.AddField(
            model_name="incident",
            name="hold_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="why on hold"),
        ),
        migrations.AddField(
            model_name="incident",
            name="hold_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="on hold until"),
        ),
        migrations.AddField(
            model_name="incident",
            name="returned_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="given back at"),
        ),
        migrations.AddField(
            model_name="incident",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="version"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cleared_at__isnull", True), ("primary", True), ("withdrawn_at__isnull", True)),
                fields=("incident",),
                name="one_primary_unit_on_a_call",
            ),
        ),
        migrations.AddField(
            model_name="formerplace",
            name="beat_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="zones.beatversion",
                verbose_name="beat version",
            ),
        ),
        migrations.AddField(
            model_name="formerplace",
            name="corrected_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="corrected by",
            ),
        ),
        migrations.AddField(
            model_name="formerplace",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_places",
                to="dispatch.incident",
                verbose_name="incident",
            ),
        ),
        migrations.AddField(
            model_name="formerplace",
            name="zone_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="zones.zoneversion",
                verbose_name="zone version",
            ),
        ),
        migrations.AddField(
            model_name="latestep",
            name="assignment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="late_steps",
                to="dispatch.assignment",
                verbose_name="assignment",
            ),
        ),
        migrations.AddField(
            model_name="latestep",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="settled by",
            ),
        ),
        migrations.AddField(
            model_name="latestep",
            name="told_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="told by",
            ),
        ),
        migrations.AddField(
            model_name="stackedcall",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="stackedcall",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stacked",
                to="dispatch.incident",
                verbose_name="incident",
            ),
        ),
        migrations.AddField(
            model_name="stackedcall",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="stack", to="patrol.unit", verbose_name="unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="latestep",
            constraint=models.UniqueConstraint(fields=("assignment", "step"), name="late_step_kept_once"),
        ),
        migrations.AddConstraint(
            model_name="latestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("put_back__isnull", True), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(("put_back__isnull", False), ("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="late_step_settled_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="stackedcall",
            constraint=models.UniqueConstraint(fields=("unit", "incident"), name="call_stacked_once_on_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="stackedcall",
            constraint=models.UniqueConstraint(fields=("unit", "position"), name="one_call_at_a_place_of_a_stack"),
        ),
    ]
