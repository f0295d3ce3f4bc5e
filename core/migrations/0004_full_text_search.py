from django.db import migrations, models
from django.utils import timezone

from core.search import backend

REBUILD = "core.rebuild_search"


def empty(apps, schema_editor):
    """The index is derived: what was in it is made anew by a job."""
    entries = apps.get_model("core", "SearchEntry").objects.all()
    if entries.exists():
        entries.delete()
        jobs = apps.get_model("core", "Job").objects
        waiting = {"kind": REBUILD, "max_attempts": 3, "sent_at": timezone.now()}  # for the tick
        jobs.get_or_create(key=f"{REBUILD}:0004", defaults=waiting)


def install(apps, schema_editor):
    backend.of(schema_editor.connection).install(schema_editor.connection)


def remove(apps, schema_editor):
    backend.of(schema_editor.connection).remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_saved_view_default")]
    operations = [
        migrations.RunPython(empty, empty),
        migrations.RemoveConstraint("searchentry", "core_search_object"),
        migrations.RemoveField("searchentry", "title_folded"),
        migrations.RemoveField("searchentry", "body_folded"),
        migrations.RenameField("searchentry", "excerpt", "body"),
        migrations.AddField("searchentry", "part", models.CharField(blank=True, default="", max_length=200), preserve_default=False),
        migrations.AddField("searchentry", "code", models.CharField(blank=True, default="", max_length=60), preserve_default=False),
        migrations.AddField("searchentry", "part_title", models.CharField(blank=True, default="", max_length=300), preserve_default=False),
        migrations.AddField("searchentry", "keywords", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("searchentry", "language", models.CharField(blank=True, default="", max_length=10), preserve_default=False),
        migrations.AddField("searchentry", "facets", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AlterField("searchentry", "url", models.CharField(max_length=500)),
        migrations.AddConstraint(
            "searchentry",
            models.UniqueConstraint(
                fields=["source", "object_id", "part"], name="core_search_object"
            ),
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True)),
                ("entries", models.IntegerField()),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
