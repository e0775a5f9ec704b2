from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("zones", "0002_ground")]

    operations = [
        migrations.AddField(
            model_name="zone",
            name="direct_report",
            field=models.BooleanField(default=False, verbose_name="direct report to leaders"),
        ),
    ]
