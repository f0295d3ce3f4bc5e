from django.db import migrations

from stakeholders import sealing


def install(apps, schema_editor):
    sealing.install(schema_editor.connection)


def remove(apps, schema_editor):
    sealing.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0002_editions_and_deliveries")]
    operations = [migrations.RunPython(install, remove)]
