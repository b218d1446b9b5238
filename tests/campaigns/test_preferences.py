"""Preferences: settled once, made when first asked for, the usual until then."""

import pytest

from campaigns.models import Preferences
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_person_has_one_row_made_when_it_is_first_asked_for() -> None:
    person = make_person()

    assert Preferences.of(person) == Preferences.of(person)
    assert Preferences.of(person).weights == {
        "earliest_weight": 0.50,
        "rating_weight": 0.25,
        "distance_weight": 0.20,
        "preference_weight": 0.05,
    }


def test_what_nobody_has_chosen_is_asked_about() -> None:
    row = Preferences.of(make_person())
    row.share = {"name": "never"}

    assert [row.sharing(kind) for kind in ("name", "phone", "notes", "shoe_size")] == [
        "never", "always", "ask", "ask",
    ]  # fmt: skip


def test_an_event_is_told_in_the_ways_that_were_chosen() -> None:
    row = Preferences.of(make_person())

    assert row.tells("booked", "email") and not row.tells("offer", "email")
    row.notify = {"booked": []}
    assert not row.tells("booked", "email") and row.tells("offer", "browser")
