import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import CreateExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("zones", "0002_map")]

    operations = [
        TrigramExtension(),
        CreateExtension("intarray"),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="id")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("street", "Street"),
                            ("crossing", "Crossing"),
                            ("place", "Part of town"),
                            ("poi", "Point of interest"),
                            ("address", "House"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=40, verbose_name="category")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                ("area", models.CharField(blank=True, max_length=200, verbose_name="part of town")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="house number")),
                (
                    "street",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="houses",
                        to="zones.place",
                        verbose_name="street",
                    ),
                ),
                (
                    "point",
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=4326, verbose_name="place"
                    ),
                ),
                (
                    "shape",
                    django.contrib.gis.db.models.fields.GeometryField(geography=True, srid=4326, verbose_name="shape"),
                ),
                ("length_m", models.FloatField(blank=True, null=True, verbose_name="length in metres")),
                ("keys", models.TextField(verbose_name="search keys")),
                (
                    "slips",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None, verbose_name="keys with a letter missing"
                    ),
                ),
            ],
            options={"verbose_name": "place", "verbose_name_plural": "places"},
        ),
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["keys"], name="place_keys", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["slips"], name="place_slips", opclasses=["gin__int_ops"]
            ),
        ),
    ]
