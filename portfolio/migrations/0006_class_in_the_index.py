from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0005_import_rows_encoder")]

    operations = [
        migrations.RemoveIndex(model_name="projectfigures", name="portfolio_figures_as_of"),
        migrations.AddIndex(
            model_name="projectfigures",
            index=models.Index(
                fields=["superseded_on", "report_on"],
                include=(
                    "project",
                    "id",
                    "state",
                    "project_class",
                    "rag_overall",
                    "phase",
                    "percent_complete",
                    "finish_baseline",
                    "finish_forecast",
                    "finish_actual",
                    "budget_baseline",
                    "budget_forecast",
                    "spent",
                ),
                name="portfolio_figures_as_of",
            ),
        ),
    ]
