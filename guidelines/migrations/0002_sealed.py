"""Published versions and confirmations stay as they are."""

from typing import Any

from django.db import migrations

from guidelines import sealing


def install(_apps: Any, schema_editor: Any) -> None:
    sealing.install(schema_editor.connection)


def remove(_apps: Any, schema_editor: Any) -> None:
    sealing.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
