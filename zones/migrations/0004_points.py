import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
import zones.models.point
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('patrol', '0004_live_dispatchable'),
        ('zones', '0003_gazetteer'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
    ]
