"""The rows beside the talk."""

import pytest
from pytest_django.fixtures import Settings

from campaigns.intake import drafting, fields, rows
from campaigns.intake.rows import Row
from campaigns.models import Draft
from tests.campaigns.drafts import holding
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Draft:
    return drafting.begin(make_person())


def put(draft: Draft, **values: object) -> dict[str, Row]:
    return {row.key: row for row in rows.of(holding(draft, **values))}


def test_what_is_missing_says_so_and_what_is_known_says_from_where(draft: Draft) -> None:
    shown = put(draft)

    assert shown["service"].state == "missing" and "what kind" in shown["service"].wanting
    assert shown["for"].state == "known" and shown["for"].source == "from your profile"


def test_what_is_guessed_is_unsure(draft: Draft) -> None:
    draft.fields["service"] = fields.entry("vet", "message", sure=False)

    assert put(draft)["service"].state == "unsure"


def test_a_row_is_shown_where_it_is_asked_for(draft: Draft) -> None:
    assert "people" not in put(draft, service="vet")
    assert "people" in put(draft, service="restaurant")
    assert "insurance" not in put(draft, service="car_repair")
    assert "insurance" in put(draft, service="car_repair", insurance="Aetna")


def test_notes_and_length_are_quiet_until_they_say_something(draft: Draft) -> None:
    assert not {"notes", "length"} & set(put(draft))
    assert "notes" in put(draft, notes="hello")
    assert put(draft, service="dentist")["length"].words == "30 minutes"


def test_what_nobody_has_said_is_told_as_usual(draft: Draft) -> None:
    shown = put(draft)

    assert shown["booking"].words == "ask me first" and shown["share"].words == "name, phone"
    assert shown["calls"].words.startswith("up to 10, 5 at once")
    assert put(draft, max_providers=3)["calls"].words.startswith("up to 3, 3 at once")


def test_what_has_just_changed_is_marked(draft: Draft) -> None:
    changed = {row.key for row in rows.of(draft, frozenset({"detail"})) if row.changed}

    assert changed == {"service"}


def test_every_field_of_a_draft_has_one_row_at_most() -> None:
    names = [name for kind in rows.KINDS for name in kind.names]

    assert len(names) == len(set(names)) and set(names) <= set(fields.NAMES)
    assert set(fields.NAMES) - set(names) == {"engine"}


def test_a_rehearsal_calls_one_after_another(draft: Draft, settings: Settings) -> None:
    put(draft, max_parallel=5)
    assert rows.at_once(draft) == 5

    settings.MODE = "rehearsal"

    assert rows.at_once(draft) == 1
