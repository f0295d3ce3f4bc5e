from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("stakeholders", "0004_protect_archive")]

    operations = [
        # Nullable and without a default: SQLite adds the column without rebuilding the table,
        # so that the triggers of 0003 stay.
        migrations.AddField(
            model_name="reportedition",
            name="place",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
