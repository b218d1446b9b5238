"""A call is concluded; `settled` said five things."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_kinds_of_steering")]

    operations = [
        migrations.RemoveIndex("call", "calls_unsettled"),
        migrations.RenameField("call", "settled_at", "concluded_at"),
        migrations.AddIndex(
            "call",
            models.Index(
                condition=models.Q(("concluded_at", None), ("ended_at__isnull", False)),
                fields=["ended_at"],
                name="calls_to_conclude",
            ),
        ),
    ]
