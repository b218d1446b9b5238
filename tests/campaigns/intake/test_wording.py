"""A draft as people read it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from callpilot.json_types import JsonObject
from campaigns.intake import fields, wording
from campaigns.models import Draft
from campaigns.providers.geocoders.base import Place
from tests.campaigns.drafts import holding


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, ""),
        ({"day_parts": ("morning", "evening")}, "mornings or evenings"),
        ({"earliest_time": time(9)}, "from 9:00 AM"),
        ({"latest_time": time(17, 30)}, "done by 5:30 PM"),
        ({"earliest_time": time(9), "latest_time": time(12)}, "9:00 AM to 12:00 PM"),
        ({"avoid_weekdays": (3,)}, "not Thu"),
        ({"avoid_weekdays": (0, 1, 2, 3, 4)}, "only Sat or Sun"),
    ],
)
def test_when_is_told_in_words(values: JsonObject, words: str) -> None:
    assert wording.when(holding(**values)) == words


def test_an_exact_range_is_told_with_its_first_and_last_moment() -> None:
    west = "America/Los_Angeles"
    moment = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)

    words = wording.when(
        holding(not_before=moment, not_after=moment, place=Place("Here", 0.0, 0.0, west))
    )

    assert words == "not before Tue, Dec 1, 8:30 AM, over by Tue, Dec 1, 8:30 AM"


def test_a_day_alone_is_no_range() -> None:
    one = wording.days(
        holding(date_range_start=date(2026, 12, 1), date_range_end=date(2026, 12, 1))
    )
    two = wording.days(
        holding(date_range_start=date(2026, 12, 1), date_range_end=date(2026, 12, 5))
    )

    assert "–" not in one and one and two.startswith(one) and " – " in two


@pytest.mark.parametrize(
    ("tell", "values", "words"),
    [
        (wording.service, {"service": "vet", "detail": "nail trim"}, "Vet, nail trim"),
        (wording.service, {"service": "undertaker"}, ""),
        (wording.party, {"party_size": 1}, "1 person"),
        (wording.party, {"party_size": 4}, "4 people"),
        (wording.length, {"duration_minutes": 45}, "45 minutes"),
        (wording.patient, {"new_patient": False}, "known there"),
        (wording.patient, {"new_patient": True}, "new there"),
        (wording.patient, {}, ""),
        (wording.phone, {"contact_phone": "+14155550123"}, "+1 415-555-0123"),
        (wording.phone, {"contact_phone": "soon"}, "soon"),
        (wording.notes, {"notes": "quiet\nplease"}, "quiet; please"),
        (wording.policy, {"booking_policy": "book_when_it_fits"}, "book the first that fits"),
        (wording.policy, {"booking_policy": "ask_me"}, "ask me first"),
        (wording.policy, {}, ""),
    ],
)
def test_a_field_is_told_in_words(
    tell: Callable[[Draft], str], values: JsonObject, words: str
) -> None:
    assert tell(holding(**values)) == words


def test_weights_are_parts_of_a_hundred_whatever_their_unit() -> None:
    assert (
        wording.shares([2, 1, 1, 0])
        == "soon 50 · well rated 25 · close by 25 · in my address book 0"
    )
    assert wording.shares([0, 0, 0, 0]) == ""


def test_what_is_shared_is_named() -> None:
    assert wording.shared(["name", "new_patient"]) == "name, new or known there"


def test_the_button_says_who_is_called_and_how_many() -> None:
    assert wording.call_button("dentist", 1) == "Call 1 dentist"
    assert wording.call_button("hair_salon", 2) == "Call 2 salons"
    assert wording.call_button("general", 3) == "Call 3 places"


def test_a_summary_tells_what_changed_in_its_order_and_nothing_else() -> None:
    told = holding(service="dentist", insurance="Aetna", contact_name="Mia")

    assert wording.summary(told, ["insurance", "service"]) == "Dentist; insurance Aetna"


def said(*messages: tuple[str, list[str]], **values: object) -> Draft:
    """A draft that these messages taught."""
    draft = Draft(
        messages=[{"who": "person", "text": t, "taught": taught} for t, taught in messages]
    )
    for name, value in values.items():
        draft.fields[name] = fields.entry(value, Draft.Source.MESSAGE)
    draft.fields["contact_name"] = fields.entry("Alex Example", Draft.Source.PROFILE)
    return draft


def test_a_request_in_one_message_keeps_the_words_of_the_person() -> None:
    draft = said(("my tooth, asap", ["service"]), ("hm", []), service="dentist")

    assert wording.request(draft) == "my tooth, asap"


def test_a_request_of_several_messages_is_told_as_it_was_understood() -> None:
    first = ("dentist on Monday", ["service", "date_range_start"])
    draft = said(
        first, ("no, a vet", ["service"]), service="vet", date_range_start=date(2026, 11, 30)
    )

    assert wording.request(draft) == "Vet; Mon, Nov 30"


def test_a_message_that_the_form_has_overruled_no_longer_says_what_is_wanted() -> None:
    draft = said(("dentist on Monday", ["service"]), service="dentist")

    assert wording.request(holding(draft, service="vet")) == "Vet"


def test_nobody_is_quoted_who_has_said_nothing() -> None:
    assert wording.request(holding(service="vet")) == ""
