"""The import screen: files on their way in, remembered mappings, undone imports; names of files are encrypted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import traedesten.core.field
import traedesten.core.ids


def encrypt(apps, schema_editor):
    rows = apps.get_model("journal", "ImportBatch").objects.using(schema_editor.connection.alias)
    for key, text in rows.values_list("pk", "plain_name").iterator():
        rows.filter(pk=key).update(file_name=text)


def decrypt(apps, schema_editor):
    rows = apps.get_model("journal", "ImportBatch").objects.using(schema_editor.connection.alias)
    for key, text in rows.values_list("pk", "file_name").iterator():
        rows.filter(pk=key).update(plain_name=text or "")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("journal", "0008_follow_up_by_and_topics"),
        ("programme", "0004_criterion_history"),
    ]

    operations = [
        migrations.RenameField("importbatch", "file_name", "plain_name"),
        migrations.AlterField("importbatch", "plain_name", models.CharField(max_length=200, default="")),
        migrations.AddField("importbatch", "file_name", traedesten.core.field.EncryptedTextField(null=True)),
        migrations.RunPython(encrypt, decrypt),
        migrations.RemoveField("importbatch", "plain_name"),
        migrations.AddField(
            model_name="importbatch",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="undone_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", traedesten.core.field.CompactUUIDField(default=traedesten.core.ids.new_id, unique=True)),
                ("received_at", models.DateTimeField()),
                ("file_name", traedesten.core.field.EncryptedTextField(null=True)),
                ("sheets", traedesten.core.field.EncryptedTextField(null=True)),
                ("plan", traedesten.core.field.EncryptedTextField(null=True)),
                ("told", traedesten.core.field.EncryptedTextField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Mapping"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="mapping",
                        max_length=10,
                    ),
                ),
                ("row_count", models.PositiveIntegerField(default=0)),
                ("done_count", models.PositiveIntegerField(default=0)),
                ("runner", models.CharField(blank=True, max_length=120)),
                ("moved_at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="journal.importbatch",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programme.programme"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at"],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headings_sha", models.CharField(max_length=64)),
                ("plan", traedesten.core.field.EncryptedTextField(null=True)),
                ("used_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programme.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "headings_sha"), name="import_mapping_once")
                ],
            },
        ),
    ]
