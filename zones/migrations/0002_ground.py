import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
import zones.models.point
from django.conf import settings
from django.contrib.postgres.operations import CreateExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('patrol', '0004_live_dispatchable'),
        ('zones', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        CreateExtension('intarray'),
        migrations.CreateModel(
            name='Caution',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='id')),
                ('place', django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name='place')),
                ('text', models.CharField(max_length=200, verbose_name='text')),
                ('kind', models.CharField(choices=[('structure', 'Unsafe building'), ('height', 'Danger of falling'), ('water', 'Water or ice'), ('electricity', 'Electricity'), ('gas', 'Gas or chemicals'), ('fire', 'Fire'), ('traffic', 'Traffic or road works'), ('animal', 'Animals'), ('access', 'No way through'), ('other', 'Other danger')], max_length=16, verbose_name='kind')),
                ('noted_at', models.DateTimeField(verbose_name='noted at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
            ],
            options={
                'verbose_name': 'caution',
                'verbose_name_plural': 'cautions',
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
            },
        ),
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
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='id')),
                ('kind', models.CharField(choices=[('street', 'Street'), ('crossing', 'Crossing'), ('place', 'Part of town'), ('poi', 'Point of interest'), ('address', 'House')], max_length=8, verbose_name='kind')),
                ('category', models.CharField(blank=True, max_length=40, verbose_name='category')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='English name')),
                ('area', models.CharField(blank=True, max_length=200, verbose_name='part of town')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='house number')),
                ('point', django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326, verbose_name='place')),
                ('shape', django.contrib.gis.db.models.fields.GeometryField(geography=True, srid=4326, verbose_name='shape')),
                ('length_m', models.FloatField(blank=True, null=True, verbose_name='length in metres')),
                ('keys', models.TextField(verbose_name='search keys')),
                ('slips', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None, verbose_name='keys with a letter missing')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='id')),
                ('code', models.CharField(max_length=64, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired at')),
                ('kind', models.CharField(choices=[('must_patrol', 'Must-patrol point'), ('standing', 'Standing point')], max_length=16, verbose_name='kind')),
                ('place', django.contrib.gis.db.models.fields.PointField(srid=4326, verbose_name='place')),
                ('radius_m', models.PositiveIntegerField(default=50, verbose_name='radius in metres')),
                ('dwell_s', models.PositiveIntegerField(default=300, verbose_name='stay in seconds')),
                ('max_gap_s', models.PositiveIntegerField(default=14400, verbose_name='longest gap in seconds')),
                ('hours_from', models.TimeField(blank=True, null=True, verbose_name='from')),
                ('hours_to', models.TimeField(blank=True, null=True, verbose_name='to')),
                ('check_methods', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('gps', 'Position'), ('qr', 'QR code'), ('nfc', 'NFC tag'), ('photo', 'Photo')], max_length=8), default=zones.models.point.by_position, size=None, verbose_name='checked by')),
                ('priority', models.PositiveSmallIntegerField(default=5, verbose_name='priority')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'point',
                'verbose_name_plural': 'points',
            },
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='id')),
                ('code', models.CharField(max_length=64, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired at')),
                ('line', django.contrib.gis.db.models.fields.LineStringField(srid=4326, verbose_name='line')),
                ('ring', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Core ring'), (2, 'Key ring'), (3, 'Outer ring')], null=True, verbose_name='ring')),
                ('mode', models.CharField(choices=[('car', 'By car'), ('bicycle', 'By bicycle'), ('foot', 'On foot')], max_length=8, verbose_name='mode')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'route',
                'verbose_name_plural': 'routes',
            },
        ),
        migrations.AddField(
            model_name='beat',
            name='overlapping',
            field=models.BooleanField(default=False, verbose_name='may overlap'),
        ),
        migrations.AddField(
            model_name='zone',
            name='ends_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ends at'),
        ),
        migrations.AddField(
            model_name='zone',
            name='starts_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='starts at'),
        ),
        migrations.AlterField(
            model_name='beat',
            name='id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='id'),
        ),
        migrations.AlterField(
            model_name='beat',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='patrol.organization', verbose_name='organization'),
        ),
        migrations.AlterField(
            model_name='beat',
            name='retired_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='retired at'),
        ),
        migrations.AlterField(
            model_name='beatversion',
            name='beat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='zones.beat', verbose_name='beat'),
        ),
        migrations.AlterField(
            model_name='beatversion',
            name='number',
            field=models.PositiveIntegerField(verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='beatversion',
            name='shape',
            field=django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326, verbose_name='shape'),
        ),
        migrations.AlterField(
            model_name='beatversion',
            name='valid_from',
            field=models.DateTimeField(verbose_name='valid from'),
        ),
        migrations.AlterField(
            model_name='beatversion',
            name='valid_to',
            field=models.DateTimeField(blank=True, null=True, verbose_name='valid to'),
        ),
        migrations.AlterField(
            model_name='homebeat',
            name='beat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='homes', to='zones.beat', verbose_name='beat'),
        ),
        migrations.AlterField(
            model_name='homebeat',
            name='unit',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='patrol.unit', verbose_name='unit'),
        ),
        migrations.AlterField(
            model_name='zone',
            name='id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='id'),
        ),
        migrations.AlterField(
            model_name='zone',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='patrol.organization', verbose_name='organization'),
        ),
        migrations.AlterField(
            model_name='zone',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='zones.zone', verbose_name='lies in'),
        ),
        migrations.AlterField(
            model_name='zone',
            name='retired_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='retired at'),
        ),
        migrations.AlterField(
            model_name='zoneversion',
            name='number',
            field=models.PositiveIntegerField(verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='zoneversion',
            name='shape',
            field=django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326, verbose_name='shape'),
        ),
        migrations.AlterField(
            model_name='zoneversion',
            name='valid_from',
            field=models.DateTimeField(verbose_name='valid from'),
        ),
        migrations.AlterField(
            model_name='zoneversion',
            name='valid_to',
            field=models.DateTimeField(blank=True, null=True, verbose_name='valid to'),
        ),
        migrations.AlterField(
            model_name='zoneversion',
            name='zone',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='zones.zone', verbose_name='zone'),
        ),
        migrations.AddConstraint(
            model_name='zone',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='zone_ends_after_it_starts'),
        ),
        migrations.AddField(
            model_name='caution',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='caution',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cautions', to='patrol.organization', verbose_name='organization'),
        ),
        migrations.AddIndex(
            model_name='mapfeature',
            index=django.contrib.postgres.indexes.GistIndex(fields=['geometry'], name='map_feature_place'),
        ),
        migrations.AddIndex(
            model_name='mapfeature',
            index=django.contrib.postgres.indexes.GistIndex(condition=models.Q(('min_zoom__lte', 11)), fields=['geometry'], name='map_feature_overview'),
        ),
        migrations.AddConstraint(
            model_name='maptile',
            constraint=models.UniqueConstraint(fields=('version', 'zoom', 'x', 'y'), name='map_tile_drawn_once'),
        ),
        migrations.AddField(
            model_name='place',
            name='street',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='houses', to='zones.place', verbose_name='street'),
        ),
        migrations.AddField(
            model_name='point',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='patrol.organization', verbose_name='organization'),
        ),
        migrations.AddField(
            model_name='point',
            name='responsible_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='patrol.unit', verbose_name='responsible unit'),
        ),
        migrations.AddField(
            model_name='point',
            name='zone',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='points', to='zones.zone', verbose_name='zone'),
        ),
        migrations.AddField(
            model_name='route',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='patrol.organization', verbose_name='organization'),
        ),
        migrations.AddField(
            model_name='route',
            name='zone',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='routes', to='zones.zone', verbose_name='zone'),
        ),
        migrations.AddConstraint(
            model_name='caution',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('noted_at'))), name='caution_ends_after_it_was_noted'),
        ),
        migrations.AddConstraint(
            model_name='caution',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['structure', 'height', 'water', 'electricity', 'gas', 'fire', 'traffic', 'animal', 'access', 'other'])), name='caution_kind_known'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('kind__in', ['address', 'crossing']), _negated=True), fields=['keys'], name='place_keys', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='place',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('kind', 'crossing')), fields=['keys'], name='place_crossing_keys', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='place',
            index=django.contrib.postgres.indexes.GinIndex(fields=['slips'], name='place_slips', opclasses=['gin__int_ops']),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['must_patrol', 'standing'])), name='point_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('check_methods__contained_by', ['gps', 'qr', 'nfc', 'photo']), ('check_methods__len__gt', 0)), name='point_check_methods_known'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hours_from__isnull', True), ('hours_to__isnull', True)), models.Q(('hours_from__isnull', False), ('hours_to__isnull', False)), _connector='OR'), name='point_hours_both_or_none'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('max_gap_s__gt', 0), ('priority__range', (1, 9)), ('radius_m__gt', 0)), name='point_figures_make_sense'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['car', 'bicycle', 'foot'])), name='route_mode_known'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.CheckConstraint(condition=models.Q(('ring__isnull', True), ('ring__in', [1, 2, 3]), _connector='OR'), name='route_ring_known'),
        ),
        migrations.RunSQL(
            'ALTER TABLE zones_maptile SET UNLOGGED', reverse_sql='ALTER TABLE zones_maptile SET LOGGED'
        ),
    ]
