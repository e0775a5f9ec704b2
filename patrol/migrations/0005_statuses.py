from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("patrol", "0004_live_dispatchable")]
    operations = []
