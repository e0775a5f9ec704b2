import dispatch.models.attachment
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dispatch', '0006_changes'),
        ('patrol', '0004_live_dispatchable'),
        ('zones', '0002_ground'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('media_type', models.CharField(max_length=32, verbose_name='media type')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('file', models.FileField(blank=True, max_length=200, upload_to=dispatch.models.attachment.path_of, verbose_name='file')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='erased at')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
            },
        ),
        migrations.CreateModel(
            name='SituationReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('situation', models.CharField(choices=[('first_report', 'First report'), ('controlled', 'Under control')], max_length=16, verbose_name='situation')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='erased at')),
            ],
            options={
                'verbose_name': 'situation report',
                'verbose_name_plural': 'situation reports',
            },
        ),
        migrations.CreateModel(
            name='TimeCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(choices=[('received_at', 'Received'), ('first_report_at', 'First report'), ('controlled_at', 'Under control'), ('ended_at', 'Ended'), ('acknowledged_at', 'Acknowledged'), ('en_route_at', 'En route'), ('arrived_at', 'On scene'), ('cleared_at', 'Cleared')], max_length=16, verbose_name='which time')),
                ('original', models.DateTimeField(verbose_name='before')),
                ('corrected', models.DateTimeField(verbose_name='corrected')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='erased at')),
            ],
            options={
                'verbose_name': 'corrected time',
                'verbose_name_plural': 'corrected times',
            },
        ),
        migrations.AddField(
            model_name='incident',
            name='controlled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='under control at'),
        ),
        migrations.AddField(
            model_name='incident',
            name='first_report_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='first report at'),
        ),
        migrations.AddField(
            model_name='incident',
            name='texts_erased_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='texts erased at'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('ended_at__isnull', False), ('texts_erased_at__isnull', True)), fields=['ended_at'], name='incident_with_texts'),
        ),
        migrations.AddField(
            model_name='incidentnote',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='erased at'),
        ),
        migrations.AddIndex(
            model_name='incidentnote',
            index=models.Index(condition=models.Q(('erased_at__isnull', True)), fields=['at'], name='note_not_erased'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('controlled_at__isnull', True), models.Q(('controlled_at__gte', models.F('first_report_at')), ('first_report_at__isnull', False)), _connector='OR'), name='incident_controlled_after_its_report'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='dispatch.incident', verbose_name='incident'),
        ),
        migrations.AddField(
            model_name='situationreport',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='situationreport',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='dispatch.incident', verbose_name='incident'),
        ),
        migrations.AddField(
            model_name='situationreport',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='patrol.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='timecorrection',
            name='assignment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='dispatch.assignment', verbose_name='assignment'),
        ),
        migrations.AddField(
            model_name='timecorrection',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='timecorrection',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='dispatch.incident', verbose_name='incident'),
        ),
        migrations.AddIndex(
            model_name='situationreport',
            index=models.Index(condition=models.Q(('erased_at__isnull', True)), fields=['at'], name='report_not_erased'),
        ),
    ]
