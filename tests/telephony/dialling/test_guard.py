"""The one gate before a dial."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.models import Call, Suppression
from telephony.dialling import guard
from telephony.models import StreamCheck
from tests.factories import make_call, make_campaign, make_mandate, make_offer, make_provider

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def usual(settings: Settings) -> None:
    settings.MODE = "simulated"
    settings.FICTIONAL_NUMBERS = True
    settings.CALLING_HOURS = "any"
    settings.MAX_LIVE_CALLS = 30


def test_an_ordinary_call_is_allowed() -> None:
    assert guard.check(make_call()) == guard.ALLOWED


@pytest.mark.parametrize(
    "number", ["+19005550142", "+18095550142", "+911", "+14152340142", "", "988"]
)
def test_a_number_outside_the_policy_is_never_dialled(number: str) -> None:
    verdict = guard.check(make_call(to_number=number))

    assert not verdict.allowed
    assert verdict.defer_until is None
    assert verdict.reason


def test_a_number_that_is_not_the_providers_is_never_dialled() -> None:
    verdict = guard.check(make_call(provider=make_provider(number_wrong=True)))

    assert (verdict.allowed, verdict.defer_until) == (False, None)


def test_who_asked_not_to_be_called_is_never_dialled() -> None:
    call = make_call()
    Suppression.objects.create(phone=call.to_number, source="callee")

    verdict = guard.check(call)

    assert (verdict.allowed, verdict.defer_until) == (False, None)


def test_who_had_no_time_is_left_in_peace_until_the_cool_down_ends() -> None:
    call = make_call()
    lapses_at = now() + timedelta(hours=20)
    Suppression.objects.create(phone=call.to_number, source="cool_down", lapses_at=lapses_at)

    assert guard.check(call).defer_until == lapses_at

    Suppression.objects.update(lapses_at=now() - timedelta(seconds=1))
    assert guard.check(call).allowed


def test_a_wait_beyond_the_campaigns_end_is_a_refusal() -> None:
    call = make_call(make_campaign(deadline_at=now() + timedelta(hours=2)))
    Suppression.objects.create(
        phone=call.to_number, source="cool_down", lapses_at=now() + timedelta(hours=20)
    )

    assert guard.check(call).defer_until is None


def test_a_choice_made_after_the_campaigns_deadline_may_wait_for_the_morning() -> None:
    campaign = make_campaign(status="confirming", deadline_at=now() - timedelta(hours=2))
    offer = make_offer(make_call(campaign, status="completed"))
    call = make_call(campaign, provider=offer.provider, purpose="confirm", offer=offer)
    morning = now() + timedelta(hours=20)
    rest = Suppression.objects.create(phone=call.to_number, source="cool_down", lapses_at=morning)

    assert guard.check(call).defer_until == morning
    Suppression.objects.filter(pk=rest.pk).update(lapses_at=offer.start)
    assert guard.check(call).defer_until is None


@pytest.mark.parametrize("status", ["confirmed", "failed", "cancelled"])
@pytest.mark.parametrize("purpose", ["enquire", "confirm"])
def test_calls_of_a_finished_campaign_are_stopped(status: str, purpose: str) -> None:
    verdict = guard.check(make_call(make_campaign(status=status), purpose=purpose))

    assert (verdict.allowed, verdict.defer_until) == (False, None)
    assert verdict.outcome == Call.Outcome.CANCELLED


def test_no_other_desk_is_asked_while_one_is_asked_to_book() -> None:
    campaign = make_campaign(status="confirming")

    verdict = guard.check(make_call(campaign))

    assert not verdict.allowed
    assert verdict.defer_until is not None and verdict.defer_until > now()
    assert guard.check(make_call(campaign, purpose="confirm")).allowed
    assert guard.check(make_call(campaign, purpose="release")).allowed


def test_a_machine_is_not_rung_once_more_when_there_is_a_time_to_choose_from() -> None:
    campaign = make_campaign(status="ranking")
    call = make_call(campaign, brief={Call.AFTER_MACHINE: True})
    assert guard.check(call).allowed
    make_offer(make_call(campaign, status="completed"))

    verdict = guard.check(call)

    assert (verdict.allowed, verdict.defer_until) == (False, None)
    assert verdict.outcome == Call.Outcome.CANCELLED
    assert guard.check(make_call(campaign)).allowed  # a busy line, or one the person asked for


@pytest.mark.parametrize("purpose", ["release", "cancel", "reschedule"])
def test_what_follows_from_an_agreement_is_done_after_the_campaign(purpose: str) -> None:
    campaign = make_campaign(status="cancelled", deadline_at=now() - timedelta(days=1))

    assert guard.check(make_call(campaign, purpose=purpose)).allowed


def test_nothing_is_asked_after_the_campaigns_deadline() -> None:
    late = make_campaign(deadline_at=now() - timedelta(seconds=1))

    assert not guard.check(make_call(late)).allowed
    assert guard.check(make_call(late, purpose="confirm")).allowed


def test_an_errand_without_campaign_or_provider_is_allowed() -> None:
    call = Call.objects.create(mandate=make_mandate(), to_number="+14155550177", purpose="errand")

    assert guard.check(call).allowed


# Monday 2026-11-23, 16:59 UTC is 08:59 in Los Angeles and 11:59 in New York.
EARLY = datetime(2026, 11, 23, 16, 59, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("America/Los_Angeles", datetime(2026, 11, 23, 17, 0, tzinfo=UTC)),
        ("America/New_York", None),  # allowed at once
        ("Pacific/Honolulu", datetime(2026, 11, 23, 19, 0, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 11, 24, 3, 30, tzinfo=UTC)),
    ],
)
def test_calling_hours_are_the_callees(
    settings: Settings, zone: str, first: datetime | None
) -> None:
    settings.CALLING_HOURS = "09:00-17:30"
    provider = make_provider(timezone=zone, opening_hours={})
    campaign = make_campaign(deadline_at=EARLY + timedelta(days=3))
    call = make_call(campaign, provider=provider)

    with time_machine.travel(EARLY, tick=False):
        verdict = guard.check(call)

    assert (verdict.allowed, verdict.defer_until) == (first is None, first)


def test_any_hours_ignore_opening_hours_too(settings: Settings) -> None:
    settings.CALLING_HOURS = "any"
    call = make_call(provider=make_provider(opening_hours={"0": []}))

    assert guard.check(call).allowed


def test_a_provider_never_open_in_calling_hours_is_refused(settings: Settings) -> None:
    settings.CALLING_HOURS = "09:00-17:30"
    provider = make_provider(opening_hours={"4": [["18:00", "23:00"]]})

    verdict = guard.check(make_call(provider=provider))

    assert (verdict.allowed, verdict.defer_until) == (False, None)


@pytest.mark.parametrize("live", ["dialing", "in_doubt", "ringing", "in_progress"])
def test_a_number_is_called_by_one_call_at_a_time(live: str) -> None:
    provider = make_provider()
    make_call(provider=provider, status=live)

    verdict = guard.check(make_call(provider=provider))

    assert not verdict.allowed
    assert verdict.defer_until is not None


def test_a_campaign_has_its_number_of_lines() -> None:
    campaign = make_campaign(max_parallel=2)
    for _ in range(2):
        make_call(campaign, status="ringing")

    assert not guard.check(make_call(campaign)).allowed
    assert guard.check(make_call()).allowed  # another campaign's


def test_the_deployment_has_its_number_of_lines(settings: Settings) -> None:
    settings.MAX_LIVE_CALLS = 2
    for _ in range(2):
        make_call(status="ringing")

    assert not guard.check(make_call()).allowed


def test_the_budget_holds_for_what_calls_may_still_cost(settings: Settings) -> None:
    campaign = make_campaign(budget=Decimal("1.00"))
    running = make_call(campaign, status="in_progress", cost_reserved=Decimal("0.60"))
    waiting = make_call(campaign)

    deferred = guard.check(waiting)
    assert not deferred.allowed
    assert deferred.defer_until is not None  # the running call may turn out cheaper

    Call.objects.filter(pk=running.pk).update(status="completed", cost=Decimal("0.60"))
    assert guard.check(waiting).defer_until is None

    Call.objects.filter(pk=running.pk).update(cost=Decimal("0.10"))
    assert guard.check(waiting).allowed


def test_a_limit_that_was_lowered_holds_for_campaigns_under_way(settings: Settings) -> None:
    campaign = make_campaign(budget=Decimal("100.00"))
    make_call(campaign, status="completed", cost=Decimal("4.50"))
    settings.MAX_CAMPAIGN_BUDGET = "6.00"
    assert guard.check(make_call(campaign)).allowed

    settings.MAX_CAMPAIGN_BUDGET = "5.00"

    verdict = guard.check(make_call(campaign))
    assert (verdict.allowed, verdict.reason) == (False, "The budget is spent.")


def test_a_rehearsal_judges_the_phone_that_really_rings(settings: Settings) -> None:
    settings.MODE = "rehearsal"
    settings.FICTIONAL_NUMBERS = False
    settings.TARGET_PHONE_NUMBER = "+14152340142"
    call = make_call(provider=make_provider(number_wrong=True))
    assert guard.dialled_number(call) == "+14152340142"
    assert guard.check(call).allowed

    settings.TARGET_PHONE_NUMBER = "+19005550142"
    assert not guard.check(call).allowed


def test_a_rehearsal_rings_its_one_phone_once_at_a_time(settings: Settings) -> None:
    settings.MODE = "rehearsal"
    settings.FICTIONAL_NUMBERS = False
    settings.TARGET_PHONE_NUMBER = "+14152340142"
    make_call(status="ringing")

    assert not guard.check(make_call()).allowed


def test_every_rule_stands_in_the_table() -> None:
    rules = {
        name
        for name, value in vars(guard).items()
        if getattr(value, "__annotations__", {}).get("return") == guard.Verdict | None
    }

    assert {rule.__name__ for rule in guard.RULES} == rules


# --- when the voice is out of order -----------------------------------------------------------


def answered(minutes_ago: float, **metrics: bool) -> None:
    ended = now() - timedelta(minutes=minutes_ago)
    make_call(status="completed", answered_at=ended, ended_at=ended, metrics=metrics)


def test_two_calls_in_a_row_without_a_voice_let_all_others_rest() -> None:
    for minutes_ago in (1, 2):
        answered(minutes_ago, agent_failed=True)

    verdict = guard.check(make_call())

    assert not verdict.allowed
    assert verdict.defer_until is not None
    assert timedelta(minutes=3) < verdict.defer_until - now() <= timedelta(minutes=4)


def test_how_many_failures_it_takes_is_a_setting_and_none_is_never(settings: Settings) -> None:
    for minutes_ago in (1, 2, 3):
        answered(minutes_ago, agent_failed=True)

    settings.VOICE_FAILURES = 4
    assert guard.check(make_call()) == guard.ALLOWED
    settings.VOICE_FAILURES = 2
    assert not guard.check(make_call()).allowed
    settings.VOICE_FAILURES = 0
    assert guard.check(make_call()) == guard.ALLOWED


def test_a_voice_that_worked_on_one_of_the_last_calls_is_trusted() -> None:
    answered(1, agent_failed=True)
    answered(2)
    answered(3, agent_failed=True)

    assert guard.check(make_call()) == guard.ALLOWED


def test_after_the_rest_one_call_at_a_time_tries_the_voice() -> None:
    for minutes_ago in (6, 7, 8):
        answered(minutes_ago, agent_failed=True)

    assert guard.check(make_call()) == guard.ALLOWED
    make_call(status="in_progress", deadline_at=now() + timedelta(minutes=5))
    assert not guard.check(make_call()).allowed


def test_a_desk_that_waits_for_a_release_is_rung_even_without_a_voice() -> None:
    for minutes_ago in (1, 2, 3):
        answered(minutes_ago, agent_failed=True)

    assert guard.check(make_call(purpose="release")) == guard.ALLOWED


def test_the_rest_is_over_once_a_socket_that_could_not_be_opened_can_be(settings: Settings) -> None:
    settings.STREAM_PROBE_URL = "ws://media:8001"
    for minutes_ago in (1, 2):
        answered(minutes_ago, agent_failed=True)
    check = StreamCheck.of("ws://media:8001")
    check.tell("")
    assert not guard.check(make_call()).allowed  # it had been good all the time
    check.tell(StreamCheck.Fault.SILENT)
    assert not guard.check(make_call()).allowed

    check.tell("")

    assert guard.check(make_call()) == guard.ALLOWED


@pytest.mark.parametrize("purpose", ["enquire", "confirm", "release"])
def test_nobody_is_rung_while_our_voice_cannot_be_reached(settings: Settings, purpose: str) -> None:
    settings.STREAM_PROBE_URL = "ws://media:8001"
    untried = guard.check(make_call(purpose=purpose))
    assert (untried.allowed, untried.reason) == (False, "")
    check = StreamCheck.of("ws://media:8001")
    check.tell(StreamCheck.Fault.NO_SOCKET, "HTTP 404")

    verdict = guard.check(make_call(purpose=purpose))

    assert not verdict.allowed and "no WebSocket gets through to us" in verdict.reason
    assert verdict.defer_until is not None
    assert verdict.defer_until - now() < timedelta(seconds=10)
    check.tell("")
    assert guard.check(make_call(purpose=purpose)) == guard.ALLOWED


def test_a_number_that_was_wrong_in_earnest_may_be_rehearsed(settings: Settings) -> None:
    settings.MODE, settings.FICTIONAL_NUMBERS = "rehearsal", False
    settings.TARGET_PHONE_NUMBER = "+14152340142"
    campaign = make_campaign(rehearsal=True)
    provider = make_provider(number_wrong=True)

    assert guard.check(make_call(campaign, provider=provider)).allowed
