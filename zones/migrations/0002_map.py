import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('zones', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MapImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=255, verbose_name='file name')),
                ('imported_at', models.DateTimeField(verbose_name='imported at')),
                ('version', models.CharField(max_length=32, unique=True, verbose_name='version')),
                ('box', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=4, verbose_name='box')),
                ('counts', models.JSONField(verbose_name='features by layer')),
                ('attribution', models.CharField(blank=True, max_length=120, verbose_name='whose data it is')),
            ],
            options={
                'verbose_name': 'imported map',
                'verbose_name_plural': 'imported maps',
            },
        ),
        migrations.CreateModel(
            name='MapFeature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('layer', models.CharField(max_length=12, verbose_name='layer')),
                ('kind', models.CharField(max_length=16, verbose_name='kind')),
                ('form', models.CharField(blank=True, max_length=8, verbose_name='form')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='English name')),
                ('min_zoom', models.PositiveSmallIntegerField(verbose_name='from zoom')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='rank of its label')),
                ('geometry', django.contrib.gis.db.models.fields.GeometryField(spatial_index=False, srid=3857, verbose_name='shape')),
            ],
            options={
                'verbose_name': 'map feature',
                'verbose_name_plural': 'map features',
                'indexes': [django.contrib.postgres.indexes.GistIndex(fields=['geometry'], name='map_feature_place'), django.contrib.postgres.indexes.GistIndex(condition=models.Q(('min_zoom__lte', 11)), fields=['geometry'], name='map_feature_overview')],
            },
        ),
        migrations.CreateModel(
            name='MapTile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=40, verbose_name='version')),
                ('zoom', models.PositiveSmallIntegerField(verbose_name='zoom')),
                ('x', models.PositiveIntegerField(verbose_name='column')),
                ('y', models.PositiveIntegerField(verbose_name='row')),
                ('body', models.BinaryField(verbose_name='content')),
            ],
            options={
                'verbose_name': 'drawn tile',
                'verbose_name_plural': 'drawn tiles',
                'constraints': [models.UniqueConstraint(fields=('version', 'zoom', 'x', 'y'), name='map_tile_drawn_once')],
            },
        ),
        migrations.RunSQL(
            'ALTER TABLE zones_maptile SET UNLOGGED', reverse_sql='ALTER TABLE zones_maptile SET LOGGED'
        ),
    ]
