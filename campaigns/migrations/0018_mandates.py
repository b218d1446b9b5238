"""A campaign's owner, limits and counter move into the mandate that each campaign becomes.

The mandate has its campaign's own id, so that whatever names a campaign names its mandate: the
log and the calls need no new values (0019). Not to be undone: what is charged since then and is
no campaign would have no place.
"""

import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState, StateApps

MOVED = (
    "person_id", "contact_name", "max_parallel", "rehearsal", "engine", "budget", "deadline_at",
    "event_count", "created_at",
)  # fmt: skip


def copy(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each campaign its mandate; nobody may start another one until this is committed."""
    columns = ", ".join(("id", *MOVED))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("LOCK TABLE campaigns_campaign IN ACCESS EXCLUSIVE MODE")
    schema_editor.execute(
        f"INSERT INTO campaigns_mandate ({columns}) SELECT {columns} FROM campaigns_campaign"
    )
    if schema_editor.connection.vendor == "postgresql":
        # Else what is to be checked at the end stands in the way of changing tables.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class BecomeMandates(Operation):
    """The key of a campaign becomes its link to the mandate; the column stays as it is."""

    reversible = False

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        link = models.OneToOneField(
            "campaigns.Mandate",
            on_delete=django.db.models.deletion.CASCADE,
            parent_link=True,
            primary_key=True,
            serialize=False,
            db_column="id",
        )
        state.remove_field(app_label, "campaign", "id")
        state.add_field(app_label, "campaign", "mandate", link, preserve_default=True)
        state.models[app_label, "campaign"].bases = ("campaigns.mandate",)
        state.reload_model(app_label, "campaign")

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        before = from_state.apps.get_model(app_label, "Campaign")
        after = to_state.apps.get_model(app_label, "Campaign")
        key, link = before._meta.get_field("id"), after._meta.get_field("mandate")
        schema_editor.alter_field(before, key, link)

    def describe(self) -> str:
        return "Each campaign becomes a mandate"


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0017_stops_of_all_calling"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("contact_name", models.CharField(max_length=100)),
                ("max_parallel", models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(15)])),
                ("rehearsal", models.BooleanField(default=False)),
                ("engine", models.CharField(blank=True, max_length=20)),
                ("budget", models.DecimalField(decimal_places=2, default=Decimal("10.00"), max_digits=8)),
                ("deadline_at", models.DateTimeField()),
                ("event_count", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="mandates", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [models.Index(fields=["person", "-created_at"], name="mandates_of_a_person")],
                "constraints": [models.CheckConstraint(condition=models.Q(("max_parallel__gte", 1), ("max_parallel__lte", 15)), name="mandate_at_most_15_parallel")],
            },
        ),
        migrations.RunPython(copy),
        migrations.RemoveIndex("campaign", "campaigns_c_person__597e56_idx"),
        migrations.RemoveConstraint("campaign", "campaign_at_most_15_parallel"),
        *(migrations.RemoveField("campaign", name.removesuffix("_id")) for name in MOVED),
        BecomeMandates(),
    ]
