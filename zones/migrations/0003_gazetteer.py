from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("zones", "0002_map")]

    operations = []
