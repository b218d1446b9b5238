"""Holds of different wishes of one person never overlap: the database is the judge.

PostgreSQL has an exclusion constraint for it, SQLite two triggers. SQLite rebuilds a table
when its columns change and drops the triggers with the old one: a later migration that
alters Hold must create them again (tests/scheduling/test_holds.py notices).
"""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

EXCLUSION = """
ALTER TABLE scheduling_hold ADD CONSTRAINT holds_of_other_wishes_do_not_overlap
EXCLUDE USING gist (
    person_id WITH =,
    wish WITH <>,
    tstzrange(start, "end") WITH &&
) WHERE (released_at IS NULL)
"""
TRIGGER = """
CREATE TRIGGER hold_overlaps_on_{event} BEFORE {event} ON scheduling_hold
WHEN NEW.released_at IS NULL
BEGIN
    SELECT RAISE(ABORT, 'a hold of another wish overlaps')
    WHERE EXISTS (
        SELECT 1 FROM scheduling_hold AS other
        WHERE other.person_id = NEW.person_id
          AND other.id <> NEW.id
          AND other.wish <> NEW.wish
          AND other.released_at IS NULL
          AND other.start < NEW."end"
          AND other."end" > NEW.start
    );
END
"""


def constrain(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXCLUSION)
    elif schema_editor.connection.vendor == "sqlite":
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(TRIGGER.format(event=event))


def free(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE scheduling_hold DROP CONSTRAINT holds_of_other_wishes_do_not_overlap"
        )
    elif schema_editor.connection.vendor == "sqlite":
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER hold_overlaps_on_{event}")


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]
    operations = [
        BtreeGistExtension(),  # does nothing on other databases
        migrations.RunPython(constrain, free),
    ]
