"""Caps: a number, a person and the deployment have so many calls within a day or a week."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.account import data_export
from campaigns.calls import control
from campaigns.models import Call, Provider
from telephony.dialling import call_state, dispatch, guard
from telephony.models import Ring
from tests.factories import make_call, make_campaign, make_person, make_provider
from tests.telephony.fake_carrier import FakeCarrier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_caps(settings: Settings) -> None:
    """Each test sets the one that it is about."""
    settings.MODE, settings.FICTIONAL_NUMBERS = "simulated", True
    settings.CALLING_HOURS = "any"
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = settings.MAX_CALLS_PER_NUMBER_PER_WEEK = 0
    settings.MAX_CALLS_PER_PERSON_PER_DAY = settings.MAX_CALLS_PER_DAY = 0


def rung(provider: Provider | None = None, times: int = 1, **ago: float) -> None:
    """The desk was rung so often, for strangers."""
    for _ in range(times):
        call = make_call(provider=provider or make_provider(), status="completed")
        ring = Ring.of(call, call.to_number)
        Ring.objects.filter(pk=ring.pk).update(rung_at=now() - timedelta(**ago))


# --- one number ---------------------------------------------------------------------------------


def test_a_number_at_its_daily_cap_waits_until_a_day_after_the_call_in_the_way(
    settings: Settings,
) -> None:
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = 3
    desk = make_provider()
    for hours in (20, 5, 1):
        rung(desk, hours=hours)

    with time_machine.travel(now(), tick=False) as clock:
        verdict = guard.check(make_call(provider=desk))

        assert not verdict.allowed
        assert verdict.reason == "This number has been called often enough for a day."
        assert verdict.defer_until is not None
        wait = verdict.defer_until - now()
        assert timedelta(hours=3, minutes=59) < wait <= timedelta(hours=4)
        assert guard.check(make_call()).allowed  # another desk
        clock.move_to(verdict.defer_until)
        assert guard.check(make_call(provider=desk)).allowed


def test_a_number_at_its_weekly_cap_waits_until_a_week_after_the_call_in_the_way(
    settings: Settings,
) -> None:
    settings.MAX_CALLS_PER_NUMBER_PER_WEEK = 2
    desk = make_provider()
    rung(desk, days=6.5)
    rung(desk, days=3)

    verdict = guard.check(make_call(provider=desk))

    assert verdict.reason == "This number has been called often enough for a week."
    assert verdict.defer_until is not None
    assert timedelta(hours=11) < verdict.defer_until - now() <= timedelta(hours=12)


def test_a_wait_for_the_cap_beyond_the_campaigns_end_ends_the_call_and_says_why(
    settings: Settings, carrier: FakeCarrier
) -> None:
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = 1
    desk = make_provider()
    rung(desk, hours=1)
    call = make_call(make_campaign(deadline_at=now() + timedelta(hours=22)), provider=desk)

    dispatch.place(call.pk)

    call.refresh_from_db()
    assert (call.status, call.outcome, call.cost) == ("failed", "failed", Decimal(0))
    assert call.reason == "This number has been called often enough for a day."
    assert carrier.dials == []


def test_a_call_that_waits_for_the_cap_says_why(settings: Settings, carrier: FakeCarrier) -> None:
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = 1
    desk = make_provider()
    rung(desk, hours=1)
    call = make_call(provider=desk)

    dispatch.place(call.pk)

    call.refresh_from_db()
    assert call.status == "queued" and call.due_at > now() + timedelta(hours=22)
    assert call.reason == "This number has been called often enough for a day."
    assert carrier.dials == []


def test_a_quarter_of_a_cap_is_kept_for_what_was_agreed(settings: Settings) -> None:
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = 4
    desk = make_provider()
    rung(desk, times=3, hours=1)

    assert not guard.check(make_call(provider=desk)).allowed
    for purpose in ("confirm", "release", "cancel", "reschedule"):
        assert guard.check(make_call(provider=desk, purpose=purpose, attempt=2)).allowed
    rung(desk, hours=1)
    assert not guard.check(make_call(provider=desk, purpose="release", attempt=3)).allowed


def test_nought_is_no_cap() -> None:
    desk = make_provider()
    rung(desk, times=20, minutes=1)

    assert guard.check(make_call(provider=desk)).allowed


def test_a_phone_of_our_own_rings_as_often_as_one_rehearses(settings: Settings) -> None:
    settings.MODE, settings.FICTIONAL_NUMBERS = "rehearsal", False
    settings.TARGET_PHONE_NUMBER = "+14152340142"
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = 1
    call_state.claim(first := make_call(make_campaign(rehearsal=True)))
    first.move("completed")
    assert Ring.objects.get().number == "+14152340142"

    assert guard.check(make_call(make_campaign(rehearsal=True))).allowed


def test_a_deleted_account_does_not_let_a_desk_be_rung_anew(settings: Settings) -> None:
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = 2
    desk, person = make_provider(), make_person()
    for _ in range(2):
        call = make_call(make_campaign(person), provider=desk)
        assert call_state.claim(call)
        call.move("completed")

    data_export.erase(person)

    assert Call.objects.count() == 0
    assert not guard.check(make_call(provider=desk)).allowed


# --- one person, the deployment -----------------------------------------------------------------


def test_a_person_has_so_many_calls_a_day_over_all_campaigns(settings: Settings) -> None:
    settings.MAX_CALLS_PER_PERSON_PER_DAY = 2
    person = make_person()
    for _ in range(2):
        assert call_state.claim(make_call(make_campaign(person)))

    verdict = guard.check(make_call(make_campaign(person)))

    assert verdict.reason == "You have had as many calls made as one may within a day."
    assert verdict.defer_until is not None
    assert verdict.defer_until - now() > timedelta(hours=23)
    assert guard.check(make_call()).allowed  # somebody else's


def test_the_deployment_has_so_many_calls_a_day(settings: Settings) -> None:
    settings.MAX_CALLS_PER_DAY = 3
    rung(times=2, hours=2)
    assert guard.check(make_call()).allowed
    rung(hours=1)

    verdict = guard.check(make_call())

    assert verdict.reason == "No more calls can be made today; the service has its limit."
    assert verdict.defer_until is not None
    assert verdict.defer_until - now() <= timedelta(hours=22)


def test_who_waits_for_a_place_looks_once_a_minute_at_most(settings: Settings) -> None:
    settings.MAX_CALLS_PER_DAY = 1
    rung(hours=23, minutes=59, seconds=50)

    until = guard.check(make_call()).defer_until

    assert until is not None and until - now() > timedelta(seconds=50)


# --- what counts --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("fault", "counted"),
    [("", 1), ("500", 1), ("drop, placed", 1), ("429", 0), ("401", 0), ("21211", 0)],
)
def test_a_dial_that_was_proven_never_placed_does_not_count(
    carrier: FakeCarrier, fault: str, counted: int
) -> None:
    carrier.faults = [fault] if fault else []

    dispatch.place(make_call().pk)

    assert Ring.objects.count() == counted


def nobody_answers(call: Call) -> None:
    """It rings, if it may."""
    if dispatch._claim(call):
        with call_state.in_order(call):
            call_state.finish(call, "failed", outcome=Call.Outcome.NO_ANSWER)
        Call.objects.filter(pk=call.pk).update(concluded_at=now())


def test_who_presses_call_again_sixty_times_rings_the_desk_as_often_as_the_cap(
    settings: Settings,
) -> None:
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = 3
    campaign = make_campaign(status="negotiating", budget=Decimal("1000"))
    nobody_answers(make_call(campaign))

    for _ in range(60):
        last = campaign.calls.filter(ended_at__isnull=False).order_by("created_at").last()
        assert last is not None
        nobody_answers(control.call_again(last))

    assert Ring.objects.count() == 3
    assert campaign.calls.filter(ended_at__isnull=False).count() == 3
    waiting = campaign.calls.get(status="queued")
    assert waiting.reason == "This number has been called often enough for a day."
