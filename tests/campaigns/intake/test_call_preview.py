"""Who would be called, who would not, and what it may cost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot.errors import DirectoryError
from callpilot.json_types import JsonObject
from campaigns.intake import call_preview, drafting
from campaigns.intake.call_preview import Outlook
from campaigns.models import Draft
from campaigns.providers import address_book
from campaigns.providers.candidates import Choice
from campaigns.providers.directories.base import Listing
from tests.factories import make_call, make_campaign, make_person, make_provider

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.fixture
def draft() -> Draft:
    cache.clear()
    return drafting.say(drafting.begin(make_person()), "dentist in Oakland next week")


def outlook(draft: Draft) -> Outlook:
    seen = call_preview.look(draft)
    assert seen is not None
    return seen


def test_nobody_is_looked_for_before_service_and_place_are_known() -> None:
    assert call_preview.look(Draft(person=make_person())) is None


def test_whom_the_person_leaves_out_may_be_chosen_again(draft: Draft) -> None:
    first = outlook(draft).called[0]

    draft = drafting.leave_out(draft, {first.provider.pk})
    seen = outlook(draft)

    assert first.provider not in [choice.provider for choice in seen.called]
    assert first.provider in [choice.provider for choice in seen.shown]
    assert first.provider not in [choice.provider for choice in seen.barred]


def test_as_many_are_called_as_were_asked_for(draft: Draft) -> None:
    assert outlook(drafting.put(draft, {"max_providers": 3})).count == 3


def test_a_directory_that_is_down_leaves_the_address_book(
    draft: Draft, register: Callable[[str, object], None]
) -> None:
    class Down:
        def find(self, *_: object) -> list[Listing]:
            raise DirectoryError("down")

    cache.clear()
    register("DIRECTORY", Down())
    address_book.add(draft.person, "My Dentist", "+14155550177", "dentist")

    seen = outlook(draft)

    assert seen.unreached and [c.provider.name for c in seen.called] == ["My Dentist"]


def test_a_directory_is_asked_once_however_often_the_page_is_looked_at(
    draft: Draft, register: Callable[[str, object], None]
) -> None:
    asked: list[int] = []

    class Counting:
        def find(self, *_: object) -> list[Listing]:
            asked.append(1)
            return []

    register("DIRECTORY", Counting())
    cache.clear()
    for _ in range(3):
        call_preview.look(draft)

    assert asked == [1]


@pytest.mark.parametrize(
    ("radius", "next_one"), [(None, None), (1.0, 8.0), (8.0, 15.0), (60.0, None)]
)
def test_there_is_a_next_larger_circle_until_there_is_none(
    radius: float | None, next_one: float | None
) -> None:
    assert call_preview.wider(Draft(radius_km=radius)) == next_one


def test_an_estimate_grows_with_the_calls(settings: Settings) -> None:
    cache.clear()
    settings.PRICE_PER_MINUTE, settings.VOICE_PRICE_PER_MINUTE = "0.02", "0.10"

    assert [call_preview.estimate(n) for n in (0, 1, 10)] == [
        Decimal("0.00"), Decimal("0.30"), Decimal("3.00"),
    ]  # fmt: skip


def test_an_estimate_follows_what_calls_have_cost_here() -> None:
    cache.clear()
    campaign = make_campaign()
    for number in range(20):
        cost = Decimal("0.40") if number % 2 else Decimal(0)  # busy lines cost nothing
        make_call(campaign, status="completed", ended_at=now(), cost=cost)

    assert call_preview.estimate(10) == Decimal("2.00")


def test_a_few_calls_say_nothing_about_the_next() -> None:
    cache.clear()
    typical = call_preview.estimate(1)
    cache.clear()
    make_call(status="completed", ended_at=now(), cost=Decimal(5))

    assert call_preview.estimate(1) == typical


@pytest.mark.parametrize(
    ("hours", "allowed", "words"),
    [
        ({}, "any", "Opening hours not known"),
        ({"1": [["08:00", "18:00"]]}, "any", "Open now"),
        ({"2": [["08:00", "18:00"]]}, "any", "Closed now"),
        ({"2": [["08:00", "18:00"]]}, "09:00-17:00", "Closed; we will call on"),
        ({"1": [["02:00", "03:00"]]}, "09:00-17:00", "Never open when we may call"),
    ],
)
def test_a_line_says_whether_they_are_open_and_when_we_call(
    settings: Settings, hours: JsonObject, allowed: str, words: str
) -> None:
    settings.CALLING_HOURS = allowed

    assert call_preview.open_words(make_provider(opening_hours=hours), TUESDAY).startswith(words)


def test_who_may_not_be_rung_now_is_counted_for_later(settings: Settings) -> None:
    settings.CALLING_HOURS = "00:00-23:59"
    always = {str(day): [["00:00", "24:00"]] for day in range(7)}
    other = str((now() + timedelta(days=3)).astimezone(TUESDAY.tzinfo).weekday())
    choices = [
        Choice(make_provider(opening_hours=hours), preferred=False)
        for hours in (always, {other: [["08:00", "18:00"]]})
    ]

    window = call_preview.window(choices)

    assert (window.now, window.later) == (1, 1) and window.first_later


def test_the_last_result_is_the_persons_own_and_of_the_same_number(draft: Draft) -> None:
    provider = make_provider()
    ended = {"provider": provider, "status": "completed", "outcome": "offer", "ended_at": now()}
    make_call(make_campaign(), **ended)  # somebody else's
    assert call_preview.last_calls(draft, [provider]) == {}

    make_call(make_campaign(draft.person), **ended)

    assert list(call_preview.last_calls(draft, [provider])) == [provider.phone]
