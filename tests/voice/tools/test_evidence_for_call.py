"""The judge is asked about one call: its own turns, its place, its hours and its day."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Provider
from scheduling.language.speak import spoken
from tests.factories import make_call
from voice.models import Turn
from voice.tools import evidence_for_call
from voice.tools.context import Context

ZONE = ZoneInfo("America/Los_Angeles")


def ten() -> datetime:
    day = now().astimezone(ZONE).date() + timedelta(days=3)
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=ZONE)


def context(*said: tuple[str, str]) -> Context:
    call = make_call(status="in_progress", answered_at=now())
    turns = [
        Turn.objects.create(call=call, number=n, speaker=who, text=text, started_ms=1000 * n)
        for n, (who, text) in enumerate(said, 1)
    ]
    return Context(call, at_ms=0, turns=turns)


@pytest.mark.django_db
def test_a_time_that_the_desk_names_is_proven_by_its_own_words() -> None:
    asked = context(("agent", "What times do you have?"), ("callee", f"We have {spoken(ten())}."))

    verdict = evidence_for_call.offer(asked, ten())

    assert verdict.proven and 2 in verdict.turns


@pytest.mark.django_db
def test_what_only_we_have_said_proves_nothing() -> None:
    asked = context(("agent", f"Do you have {spoken(ten())}?"), ("callee", "Hold on."))

    assert not evidence_for_call.offer(asked, ten()).proven


@pytest.mark.django_db
def test_a_booking_needs_a_yes_to_what_was_read_back() -> None:
    words = f"So that is {spoken(ten())}, for Alex Example. Is that right?"
    agreed = context(("agent", words), ("callee", "Yes, that's right."))
    not_yet = context(("agent", words), ("callee", "Hold on."))

    assert evidence_for_call.booking(agreed, ten()).proven
    assert not evidence_for_call.booking(not_yet, ten()).proven


@pytest.mark.django_db
def test_as_data_it_names_the_turns_their_words_and_their_second() -> None:
    asked = context(("agent", "What times do you have?"), ("callee", f"We have {spoken(ten())}."))
    verdict = evidence_for_call.offer(asked, ten())

    data = evidence_for_call.as_data(asked, verdict)

    assert data["call_id"] == str(asked.call.pk) and data["turns"] == list(verdict.turns)
    assert ["callee", asked.turns[1].text] in data["said"]
    assert data["at_ms"] == min(asked.turns[n - 1].started_ms for n in verdict.turns)


@pytest.mark.django_db
def test_what_rests_on_nothing_has_no_second() -> None:
    asked = context(("callee", "Hello?"))

    data = evidence_for_call.as_data(asked, evidence_for_call.offer(asked, ten()))

    assert data["turns"] == [] and data["at_ms"] is None


@pytest.mark.parametrize(
    "hours,span",
    [
        ({"0": [["09:00", "17:00"]]}, (time(9), time(17))),
        ({"0": [["08:00", "12:00"], ["13:00", "19:30"]], "3": [["10:00", "20:00"]]},
         (time(8), time(20))),
        ({}, None), ({"0": []}, None), ({"0": [["09:00"]]}, None), ({"0": [["a", "b"]]}, None),
        ({"0": [["22:00", "04:00"]]}, None), ({"0": [["09:00", "24:00"]]}, None),
    ],
)  # fmt: skip
def test_the_opening_span_is_from_the_first_to_the_last_or_unknown(
    hours: JsonObject, span: tuple[time, time] | None
) -> None:
    assert evidence_for_call.opening_span(Provider(opening_hours=hours)) == span
