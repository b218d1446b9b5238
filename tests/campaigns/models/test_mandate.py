"""A mandate: whose calls they are, in a database of today and in one that was moved into it."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.utils.timezone import now
from pytest import TempPathFactory
from pytest_django import DjangoDbBlocker

from callpilot.json_types import JsonObject
from campaigns.models import Event, Mandate
from tests.factories import make_campaign, make_mandate, make_person

BEFORE = [("campaigns", "0017_stops_of_all_calling")]


@pytest.mark.django_db
def test_a_campaign_is_a_mandate_under_its_own_id() -> None:
    campaign = make_campaign()

    mandate = Mandate.objects.get()
    assert (mandate.pk, mandate.person) == (campaign.pk, campaign.person)
    assert mandate.campaign == campaign


@pytest.mark.django_db
def test_a_mandate_goes_with_its_campaign_and_its_log_with_both() -> None:
    campaign = make_campaign()
    Event.record(campaign, Event.Kind.CALL_NOTED, text="x")

    campaign.delete()

    assert not Mandate.objects.exists() and not Event.objects.exists()


@pytest.mark.django_db
def test_everything_goes_with_its_person() -> None:
    person = make_person()
    for mandate in (make_campaign(person), make_mandate(person)):
        Event.record(mandate, Event.Kind.CALL_NOTED, text="x")

    person.delete()

    assert not Mandate.objects.exists() and not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("lines", [0, 16])
def test_a_mandate_has_one_to_fifteen_lines(lines: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_mandate(max_parallel=lines)


# --- what there was before -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def older(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: TempPathFactory
) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own, as it was while a call was a person's only by its campaign."""
    name = f"test_mandates_{uuid4().hex[:12]}"
    other = connection.copy(alias="older")
    other.settings_dict["NAME"] = str(tmp_path_factory.mktemp("older") / name)
    other.settings_dict["OPTIONS"].pop("pool", None)  # it would outlive the database
    if connection.vendor == "sqlite":
        make = drop = ""
    else:
        other.settings_dict["NAME"] = name
        make, drop = f"CREATE DATABASE {name}", f"DROP DATABASE {name}"
    connections["older"] = other  # migrations open their transactions by its name
    with django_db_blocker.unblock():
        _outside(other, make)
        try:
            MigrationExecutor(other).migrate(BEFORE)
            yield other
        finally:
            other.close()
            del connections["older"]
            _outside(other, drop)


def _outside(database: BaseDatabaseWrapper, sql: str) -> None:
    """Of another database of the same server."""
    if sql:
        with database._nodb_cursor() as cursor:
            cursor.execute(sql)


class Before:
    """Rows as they were then, written as the models of then would."""

    def __init__(self, database: BaseDatabaseWrapper) -> None:
        self.database = database
        self.ours = ""  # the id of one campaign
        self.apps = MigrationExecutor(database).loader.project_state(BEFORE).apps
        self.person_id = self.add("callpilot.User", username=uuid4().hex).pk

    def add(self, label: str, **values: object) -> Model:
        row: Model = self.apps.get_model(label)(**values)
        cells = {
            field.column: field.get_db_prep_save(field.pre_save(row, True), self.database)
            for field in row._meta.concrete_fields
            if field.column != "id" or row.pk is not None
        }
        columns = ", ".join(f'"{name}"' for name in cells)
        places = ", ".join(["%s"] * len(cells))
        with self.database.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({places})", [*cells.values()]
            )
            if row.pk is None:
                cursor.execute(f"SELECT MAX(id) FROM {row._meta.db_table}")
                row.pk = cursor.fetchone()[0]
        return row

    def campaign(self, **changes: object) -> Model:
        fields: JsonObject = {
            "person_id": self.person_id,
            "service": "dentist",
            "place": "here",
            "latitude": 1.0,
            "longitude": 2.0,
            "timezone": "UTC",
            "date_range_start": date(2026, 12, 1),
            "date_range_end": date(2026, 12, 8),
            "contact_name": "Alex Example",
            "deadline_at": now(),
        }
        return self.add("campaigns.Campaign", **fields | changes)

    def call(self, campaign: Model | None) -> Model:
        number = f"+1415555{uuid4().int % 10_000:04d}"
        return self.add("campaigns.Call", campaign=campaign, to_number=number, **tokens())

    def move(self) -> None:
        """Into today's shape."""
        executor = MigrationExecutor(self.database)
        newest = [key for key in executor.loader.graph.leaf_nodes() if key[0] == "campaigns"]
        executor.migrate(newest)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with self.database.cursor() as cursor:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]


def tokens() -> dict[str, str]:
    """Two secrets of a call; the models of then have no function that makes them."""
    return {"token": uuid4().hex, "tool_token": uuid4().hex}


@pytest.fixture(scope="module")
def before(older: BaseDatabaseWrapper) -> Before:
    """Two campaigns whose logs grew in turns, and a call; moved into today's shape."""
    then = Before(older)
    ours, other = then.campaign(event_count=3, budget="2.50"), then.campaign(event_count=1)
    call = then.call(ours)
    for campaign, number in ((ours, 1), (other, 1), (ours, 2), (ours, 3)):
        then.add(
            "campaigns.Event", campaign=campaign, number=number, kind="turn", call=call, data={}
        )
    then.ours = simple(ours.pk)
    then.call(None)
    with pytest.raises(RuntimeError, match="1 calls have no campaign"):
        then.move()
    with older.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_call WHERE campaign_id IS NULL")
    then.move()
    return then


def test_owner_limits_and_count_are_the_mandates(before: Before) -> None:
    owned = "id, person_id, contact_name, event_count, CAST(budget AS FLOAT)"
    rows = before.rows(f"SELECT {owned} FROM campaigns_mandate ORDER BY event_count")

    assert [row[1:] for row in rows] == [
        (before.person_id, "Alex Example", 1, 10.0),
        (before.person_id, "Alex Example", 3, 2.5),
    ]
    assert simple(rows[1][0]) == before.ours


def test_a_log_keeps_its_numbers(before: Before) -> None:
    log = before.rows("SELECT mandate_id, number FROM campaigns_event ORDER BY id")

    assert [number for mandate, number in log if simple(mandate) == before.ours] == [1, 2, 3]
    assert [number for mandate, number in log if simple(mandate) != before.ours] == [1]


def test_a_call_is_its_campaigns_mandates(before: Before) -> None:
    calls = before.rows("SELECT mandate_id, campaign_id FROM campaigns_call")

    assert [tuple(map(simple, row)) for row in calls] == [(before.ours, before.ours)]


@pytest.mark.parametrize(
    ("mandate", "number", "taken"),
    [("mandate_id", "1", True), (f"'{uuid4().hex}'", "7", True), ("mandate_id", "8", False)],
    ids=["a_number_that_is_taken", "a_mandate_that_is_not_there", "the_next_number"],
)
def test_after_the_move_the_database_guards_the_log(
    before: Before, mandate: str, number: str, taken: bool
) -> None:
    columns = "mandate_id, number, kind, data, created_at"
    row = f"SELECT {mandate}, {number}, kind, data, created_at FROM campaigns_event LIMIT 1"

    with transaction.atomic("older"), before.database.cursor() as cursor:
        with pytest.raises(DatabaseError) if taken else nullcontext():
            cursor.execute(f"INSERT INTO campaigns_event ({columns}) {row}")
            before.database.check_constraints()
        transaction.set_rollback(True, "older")


def simple(key: object) -> str:
    """An id alike from both databases."""
    return str(key).replace("-", "")
