from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0004_shown_recommendation")]
    operations = []
