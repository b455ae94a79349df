import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table is the one that is there; only what Django knows of it changes."""

    dependencies = [
        ("places", "0001_initial"),
        ("programme", "0002_target_scope"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="GrantArea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"
                            ),
                        ),
                        (
                            "rolegrant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programme.rolegrant"
                            ),
                        ),
                    ],
                    options={"db_table": "programme_rolegrant_areas", "unique_together": {("rolegrant", "area")}},
                ),
                migrations.AlterField(
                    model_name="rolegrant",
                    name="areas",
                    field=models.ManyToManyField(
                        blank=True, related_name="+", through="programme.GrantArea", to="places.area"
                    ),
                ),
            ],
            database_operations=[],
        ),
    ]
