from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patrol", "0005_statuses")]
    operations = [
        migrations.AddField(
            model_name="organization",
            name="phone",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="phone of its desk"),
            preserve_default=False,
        ),
    ]
