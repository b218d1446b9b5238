"""No call without a mandate, and none of a campaign under another mandate."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BELONG = "UPDATE campaigns_call SET mandate_id = campaign_id WHERE mandate_id IS NULL"


def belong(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Those that were written since; what then belongs to nobody has to be looked at."""
    schema_editor.execute(BELONG)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM campaigns_call WHERE mandate_id IS NULL")
        [nobodys] = cursor.fetchone()
    if nobodys:
        raise RuntimeError(f"{nobodys} calls have no campaign, and so no owner: delete them first.")
    if schema_editor.connection.vendor == "postgresql":
        # Else what is to be checked at the end stands in the way of changing tables.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [("campaigns", "0021_calls_belong_to_mandates")]

    operations = [
        migrations.RunPython(belong),
        migrations.AlterField(
            "call",
            "mandate",
            models.ForeignKey("campaigns.Mandate", django.db.models.deletion.CASCADE, related_name="calls"),
        ),
        migrations.AddConstraint(
            "call",
            models.CheckConstraint(
                condition=models.Q(("campaign__isnull", True), ("campaign", models.F("mandate")), _connector="OR"),
                name="a_call_is_of_its_mandate",
            ),
        ),
    ]
