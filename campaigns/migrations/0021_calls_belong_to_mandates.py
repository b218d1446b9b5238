"""Each call is its campaign's mandate's, and PostgreSQL compares the log with the mandates.

Neither keeps anybody waiting who reads, or writes other rows.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BELONG = "UPDATE campaigns_call SET mandate_id = campaign_id WHERE mandate_id IS NULL"


def belong(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(BELONG)


def compare(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE campaigns_event VALIDATE CONSTRAINT events_have_a_mandate"
        )


class Migration(migrations.Migration):

    atomic = False
    dependencies = [("campaigns", "0020_calls_of_mandates")]

    operations = [migrations.RunPython(belong), migrations.RunPython(compare)]
