"""The reason of a correction is encrypted; those written before are encrypted as they are moved."""

from django.db import migrations, models

import traedesten.core.field


def encrypt(apps, schema_editor):
    rows = apps.get_model("journal", "Correction").objects.using(schema_editor.connection.alias)
    for key, text in rows.values_list("pk", "plain_reason").iterator():
        rows.filter(pk=key).update(reason=text)


def decrypt(apps, schema_editor):
    rows = apps.get_model("journal", "Correction").objects.using(schema_editor.connection.alias)
    for key, text in rows.values_list("pk", "reason").iterator():
        rows.filter(pk=key).update(plain_reason=text or "")


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_entry_of_session")]

    operations = [
        migrations.RenameField("correction", "reason", "plain_reason"),
        migrations.AlterField("correction", "plain_reason", models.CharField(max_length=300, default="")),
        migrations.AddField("correction", "reason", traedesten.core.field.EncryptedTextField(null=True)),
        migrations.RunPython(encrypt, decrypt),
        migrations.RemoveField("correction", "plain_reason"),
    ]
