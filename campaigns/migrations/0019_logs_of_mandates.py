"""Events belong to a mandate, not to a campaign; the numbers of the log stay.

A log of millions is not copied: its column is renamed, and PostgreSQL compares its rows with the
mandates in 0021, while others read and write. SQLite writes the table anew, as for any change.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class PointElsewhere(migrations.AlterField):
    """As AlterField, but PostgreSQL takes the rows that are there on trust for now."""

    reversible = False

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = from_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        for name in schema_editor._constraint_names(model, [field.column], foreign_key=True):
            schema_editor.execute(schema_editor._delete_fk_sql(model, name))
        schema_editor.execute(
            f"ALTER TABLE {model._meta.db_table} ADD CONSTRAINT events_have_a_mandate "
            f"FOREIGN KEY ({field.column}) REFERENCES campaigns_mandate (id) "
            "DEFERRABLE INITIALLY DEFERRED NOT VALID"
        )


class Migration(migrations.Migration):

    dependencies = [("campaigns", "0018_mandates")]

    operations = [
        # The index of the numbers follows its column, and needs no building.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveConstraint("event", "events_are_numbered_once")]
        ),
        migrations.RenameField("event", "campaign", "mandate"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint(
                    "event",
                    models.UniqueConstraint(fields=("mandate", "number"), name="events_are_numbered_once"),
                ),
                migrations.AlterModelOptions("event", {"ordering": ["mandate", "number"]}),
            ]
        ),
        PointElsewhere(
            "event",
            "mandate",
            models.ForeignKey("campaigns.Mandate", django.db.models.deletion.CASCADE, related_name="events"),
        ),
    ]
