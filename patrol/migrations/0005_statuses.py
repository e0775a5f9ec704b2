"""More states of a unit, when it is expected back, and the names that a bureau gives them."""

import django.db.models.deletion
from django.db import migrations, models

STATUSES = [
    ("off_duty", "Off duty"),
    ("patrol", "On patrol"),
    ("post", "At a post"),
    ("standby", "On standby"),
    ("returning", "Returning"),
    ("transporting", "Transporting"),
    ("meal", "At a meal"),
    ("refuel", "Refuelling"),
    ("paperwork", "Doing paperwork"),
    ("training", "In training"),
    ("busy", "Busy"),
    ("breakdown", "Broken down"),
    ("out_of_service", "Out of service"),
]
KNOWN = [code for code, _name in STATUSES]

DISPATCHABLE = """
CREATE OR REPLACE FUNCTION patrol_unit_dispatchable(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM patrol_unit unit
        WHERE unit.id = asked AND unit.status IN ({}) AND unit.sworn_on_crew >= 1
            AND NOT EXISTS (
                SELECT FROM patrol_order sent
                WHERE sent.unit_id = unit.id AND sent.commits AND sent.closed_at IS NULL
            )
    );
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("patrol", "0004_live_dispatchable")]

    operations = [
        migrations.AddField(
            "unit",
            "status_until",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="expected back at"),
        ),
        migrations.AlterField(
            "unit",
            "status",
            models.CharField(choices=STATUSES, default="off_duty", max_length=16, verbose_name="status"),
        ),
        migrations.RemoveConstraint("unit", "unit_status_known"),
        migrations.AddConstraint(
            "unit",
            models.CheckConstraint(condition=models.Q(("status__in", KNOWN)), name="unit_status_known"),
        ),
        migrations.CreateModel(
            name="StatusLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_labels",
                        to="patrol.organization",
                        verbose_name="organization",
                    ),
                ),
                ("status", models.CharField(choices=STATUSES, max_length=16, verbose_name="status")),
                ("label", models.CharField(max_length=16, verbose_name="name here")),
            ],
            options={
                "verbose_name": "status name",
                "verbose_name_plural": "status names",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "status"), name="one_label_a_status_and_organization"
                    ),
                    models.CheckConstraint(condition=models.Q(("status__in", KNOWN)), name="labelled_status_known"),
                    models.CheckConstraint(condition=models.Q(("label", ""), _negated=True), name="label_has_text"),
                ],
            },
        ),
        migrations.RunSQL(
            DISPATCHABLE.format("'patrol', 'post', 'standby', 'returning'"),
            DISPATCHABLE.format("'patrol', 'post', 'standby'"),
        ),
    ]
