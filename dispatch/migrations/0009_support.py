from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0008_paper")]
    operations = [
        migrations.AddField(
            model_name="incident",
            name="support_asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="support asked for at"),
        ),
    ]
