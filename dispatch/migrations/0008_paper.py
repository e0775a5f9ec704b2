from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0007_endings")]
    operations = [
        migrations.AddField(
            model_name="incident",
            name="on_paper",
            field=models.BooleanField(default=False, verbose_name="taken on paper"),
        ),
    ]
