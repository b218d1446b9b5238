"""Claim a due call, ask the guard, dial once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.models import Call, Campaign
from telephony import listeners, tasks
from telephony.dialling import dispatch, webhook_inbox
from telephony.models import Pace
from tests.factories import make_call, make_campaign, make_provider
from tests.telephony.conftest import Webhooks
from tests.telephony.fake_carrier import FakeCarrier

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_is_concluded(concluded: list[object]) -> None:
    pass


def fresh(call: Call) -> Call:
    call.refresh_from_db()
    return call


def test_a_due_call_is_dialled_once(carrier: FakeCarrier) -> None:
    call = make_call()

    assert dispatch.place(call.pk)
    assert not dispatch.place(call.pk)

    call = fresh(call)
    assert call.status == "dialing"
    assert call.carrier_id in carrier.calls
    assert call.claimed_at and call.deadline_at and call.cost_reserved > 0
    assert len(carrier.dials) == 1


def test_a_call_that_is_not_due_waits(carrier: FakeCarrier) -> None:
    call = make_call(due_at=now() + timedelta(minutes=1))

    assert dispatch.dispatch_due() == 0
    assert not dispatch.place(call.pk)
    assert carrier.dials == []


def test_a_refused_call_fails_without_a_dial(carrier: FakeCarrier, concluded: list[object]) -> None:
    call = make_call(to_number="+19005550142")

    assert not dispatch.place(call.pk)

    call = fresh(call)
    assert (call.status, call.outcome, call.cost) == ("failed", "failed", 0)
    assert call.reason
    assert carrier.dials == []
    assert concluded == [call.pk]


def test_a_call_for_a_finished_campaign_is_cancelled(carrier: FakeCarrier) -> None:
    call = make_call(make_campaign(status="cancelled"))

    dispatch.place(call.pk)

    assert (fresh(call).status, call.outcome) == ("cancelled", "cancelled")
    assert carrier.dials == []


def test_a_deferred_call_waits_and_says_why(carrier: FakeCarrier) -> None:
    provider = make_provider()
    make_call(provider=provider, status="ringing")
    call = make_call(provider=provider)

    assert not dispatch.place(call.pk)

    call = fresh(call)
    assert call.status == "queued"
    assert call.due_at > now()
    assert call.reason == "This number is being called already."


def test_a_number_claimed_behind_the_guards_back_is_not_dialled_twice(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = make_provider()
    make_call(provider=provider, status="ringing")
    call = make_call(provider=provider)
    monkeypatch.setattr(dispatch.guard, "check", lambda call: dispatch.guard.ALLOWED)

    assert not dispatch.place(call.pk)

    assert fresh(call).status == "queued"
    assert carrier.dials == []


def test_who_waited_longest_goes_first_and_full_campaigns_are_passed_over(
    settings: Settings,
) -> None:
    settings.MAX_LIVE_CALLS = 4
    full, other = make_campaign(max_parallel=1), make_campaign(max_parallel=2)
    make_call(full, status="ringing")
    for minutes in (50, 40):
        make_call(full, due_at=now() - timedelta(minutes=minutes))
    waiting = [
        make_call(other, due_at=now() - timedelta(minutes=minutes)) for minutes in (10, 20, 30)
    ]

    assert dispatch.due_calls() == [waiting[2].pk, waiting[1].pk]


def test_no_more_calls_are_taken_than_there_are_lines(settings: Settings) -> None:
    settings.MAX_LIVE_CALLS = 3
    make_call(status="in_progress")
    for _ in range(5):
        make_call()

    assert len(dispatch.due_calls()) == 2


def test_dials_are_paced(settings: Settings) -> None:
    settings.CALLS_PER_SECOND = 2.0

    with time_machine.travel(now(), tick=False):
        turns = [Pace.turn() for _ in range(6)]

    assert turns == [0, 0.5, 1.0, 1.5, None, None]  # who gets none comes again with the next look


# --- what the carrier answers -----------------------------------------------------------------


@pytest.mark.parametrize("fault", ["500", "500, placed", "hang, placed", "drop", "drop, placed"])
def test_a_lost_answer_leaves_the_call_in_doubt_and_it_is_not_redialled(
    carrier: FakeCarrier, fault: str
) -> None:
    call = make_call()
    carrier.faults = [fault]

    dispatch.place(call.pk)
    dispatch.dispatch_due()

    assert fresh(call).status == "in_doubt"
    assert call.deadline_at
    assert len(carrier.dials) == 1


def test_a_busy_carrier_is_asked_again_later(carrier: FakeCarrier) -> None:
    call = make_call()
    carrier.faults = ["429"]

    dispatch.place(call.pk)

    call = fresh(call)
    assert call.status == "queued"
    assert call.due_at > now()
    assert (call.cost_reserved, call.deadline_at, call.claimed_at) == (0, None, None)

    Call.objects.update(due_at=now())
    assert dispatch.place(call.pk)
    assert fresh(call).status == "dialing"


def test_the_waits_for_a_busy_carrier_grow_and_end(carrier: FakeCarrier) -> None:
    call = make_call()
    waits = []
    for _ in range(dispatch.PUT_BACK_AT_MOST):
        carrier.faults = ["429"]
        dispatch.place(call.pk)
        waits.append((fresh(call).due_at - now()).total_seconds())
        Call.objects.update(due_at=now())
    assert waits[0] < 3 < waits[3] < waits[-1] <= 75

    carrier.faults = ["429"]
    dispatch.place(call.pk)
    assert fresh(call).status == "failed"


@pytest.mark.parametrize("fault", ["401", "21211", "unheard of"])
def test_a_refusal_ends_the_call_in_words(
    carrier: FakeCarrier, concluded: list[object], fault: str
) -> None:
    call = make_call()
    carrier.faults = [fault]

    dispatch.place(call.pk)

    call = fresh(call)
    assert (call.status, call.outcome, call.cost) == ("failed", "failed", 0)
    assert call.reason.endswith((".", ")."))
    assert concluded == [call.pk]


# --- crashes and races at each step -----------------------------------------------------------


class Crash(BaseException):
    """The worker is killed here."""


def test_a_worker_killed_after_the_claim_leaves_a_call_that_is_never_redialled(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = make_call()

    def killed(call: Call) -> bool:
        raise Crash

    monkeypatch.setattr(dispatch, "_still_wanted", killed)
    with pytest.raises(Crash):
        dispatch.place(call.pk)
    monkeypatch.undo()

    assert fresh(call).status == "dialing"
    assert call.deadline_at
    assert dispatch.dispatch_due() == 0
    assert carrier.dials == []


def test_a_worker_killed_after_the_dial_leaves_a_call_that_webhooks_adopt(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch, webhooks: Webhooks
) -> None:
    call = make_call()

    def killed(*args: object) -> bool:
        raise Crash

    with monkeypatch.context() as patch, pytest.raises(Crash):
        patch.setattr(webhook_inbox, "bind", killed)
        dispatch.place(call.pk)
    assert fresh(call).carrier_id is None
    (sid,) = carrier.calls

    webhooks.status(call, "ringing", 1, CallSid=sid)

    assert (fresh(call).status, call.carrier_id) == ("ringing", sid)
    assert len(carrier.dials) == 1


def test_a_webhook_may_overtake_the_answer_to_the_dial(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch, webhooks: Webhooks
) -> None:
    call = make_call()
    bind = webhook_inbox.bind

    def late(call: Call, carrier_id: str) -> bool:
        webhooks.status(call, "ringing", 1, CallSid=carrier_id)
        return bind(call, carrier_id)

    monkeypatch.setattr(webhook_inbox, "bind", late)
    dispatch.place(call.pk)

    assert (fresh(call).status, call.carrier_id) == ("ringing", *carrier.calls)


def test_a_webhook_may_overtake_a_lost_answer(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch, webhooks: Webhooks
) -> None:
    call = make_call()
    carrier.faults = ["500, placed"]
    not_placed = dispatch._not_placed

    def late(call: Call, error: Any) -> None:
        webhooks.status(call, "ringing", 1, CallSid=next(iter(carrier.calls)))
        not_placed(call, error)

    monkeypatch.setattr(dispatch, "_not_placed", late)
    dispatch.place(call.pk)

    assert (fresh(call).status, call.carrier_id) == ("ringing", *carrier.calls)


def test_a_call_cancelled_between_claim_and_dial_is_not_dialled(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = make_call()
    claim = dispatch._claim

    def cancelled(call: Call) -> bool:
        done = claim(call)
        Call.objects.get(pk=call.pk).end("You cancelled.")
        return done

    monkeypatch.setattr(dispatch, "_claim", cancelled)
    dispatch.place(call.pk)

    assert (fresh(call).status, call.reason) == ("cancelled", "You cancelled.")
    assert carrier.dials == []


def test_a_call_cancelled_during_the_dial_is_hung_up_when_its_id_is_known(
    carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = make_call()
    hung_up: list[str] = []
    monkeypatch.setattr(tasks.hang_up_call, "delay", hung_up.append)
    bind = webhook_inbox.bind

    def cancelled(placed: Call, carrier_id: str) -> bool:
        Call.objects.get(pk=call.pk).end("You cancelled.")
        return bind(placed, carrier_id)

    monkeypatch.setattr(webhook_inbox, "bind", cancelled)
    dispatch.place(call.pk)

    assert hung_up[-1] == str(call.pk)
    dispatch.hang_up(call.pk)
    assert [c["status"] for c in carrier.calls.values()] == ["completed"]


# --- hanging up and pressing keys -------------------------------------------------------------


def test_hanging_up_before_the_id_is_known_asks_nobody(carrier: FakeCarrier) -> None:
    dispatch.hang_up(make_call(status="dialing").pk)

    assert carrier.requests == []


def test_keys_are_pressed_on_a_talking_call_alone(carrier: FakeCarrier, settings: Settings) -> None:
    sid = carrier.add(to="+14155550142", status="in-progress")
    call = make_call(status="in_progress", carrier_id=sid, keys_wanted="1")

    dispatch.press_keys(call.pk)

    (request,) = carrier.requests
    assert request[2]["Url"] == [f"{settings.PUBLIC_URL}/twilio/voice/{call.token}/keys"]
    Call.objects.update(keys_wanted="")
    dispatch.press_keys(call.pk)
    assert len(carrier.requests) == 1


# --- listening --------------------------------------------------------------------------------


def test_what_is_announced_is_done_by_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(listeners.tasks.dispatch_calls, "delay", lambda: asked.append("dispatch"))
    monkeypatch.setattr(listeners.tasks.hang_up_call, "delay", asked.append)
    monkeypatch.setattr(listeners.tasks.press_keys, "delay", asked.append)
    call = make_call(status="ringing")

    make_call().announce()
    make_call(due_at=now() + timedelta(hours=1)).announce()
    call.end("You cancelled.")
    listeners.keys_wanted.send(sender=Call, call_id=call.pk)

    assert asked == ["dispatch", str(call.pk), str(call.pk)]


def test_a_broker_that_is_down_does_not_fail_the_request(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down(*args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(listeners.tasks.dispatch_calls, "delay", down)

    make_call().announce()

    assert Campaign.objects.count() == 1
