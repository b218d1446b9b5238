"""Claim a due call, ask the guard, dial once."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from django.utils.timezone import now
from kombu.exceptions import OperationalError
from kombu.messaging import Producer
from pytest_django.fixtures import Settings

from callpilot.embedded.engine import free_port
from campaigns.models import Call, Campaign
from campaigns.signals import keys_wanted
from telephony.carriers.base import Dial
from telephony.carriers.twilio.client import TwilioCarrier
from telephony.dialling import dispatch
from telephony.models import Pace
from tests.factories import make_call, make_campaign, make_provider
from tests.telephony.conftest import Webhooks, told_during
from tests.telephony.fake_carrier import FakeCarrier
from tests.telephony.moments import just_before
from voice.session.db_threads import in_thread

pytestmark = pytest.mark.django_db(transaction=True)
Register = Callable[[str, object], None]
CLAIM = 'UPDATE "campaigns_call"'
LAST_LOOK = '"campaigns_call"."unwanted_at" IS NOT NULL'  # between claim and dial


@pytest.fixture(autouse=True)
def nothing_is_concluded(concluded: list[UUID]) -> None:
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


def test_a_refused_call_fails_without_a_dial(carrier: FakeCarrier, concluded: list[UUID]) -> None:
    call = make_call(to_number="+19005550142")

    assert not dispatch.place(call.pk)

    call = fresh(call)
    assert (call.status, call.outcome, call.cost) == ("failed", "failed", Decimal(0))
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
    carrier: FakeCarrier,
) -> None:
    provider = make_provider()
    call = make_call(provider=provider)

    with just_before(CLAIM, lambda: make_call(provider=provider, attempt=2, status="ringing")):
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


def test_with_nobody_behind_our_media_socket_no_desk_is_rung(
    carrier: FakeCarrier, settings: Settings
) -> None:
    settings.STREAM_PROBE_URL = f"ws://127.0.0.1:{free_port()}"
    calls = [make_call() for _ in range(3)]

    dispatch.dispatch_due()

    assert carrier.dials == []
    for call in calls:
        assert fresh(call).status == "queued" and call.due_at > now()
        assert "the media process does not answer" in call.reason


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
    assert (call.cost_reserved, call.deadline_at, call.claimed_at) == (Decimal(0), None, None)

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
    carrier: FakeCarrier, concluded: list[UUID], fault: str
) -> None:
    call = make_call()
    carrier.faults = [fault]

    dispatch.place(call.pk)

    call = fresh(call)
    assert (call.status, call.outcome, call.cost) == ("failed", "failed", Decimal(0))
    assert call.reason.endswith((".", ")."))
    assert concluded == [call.pk]


# --- crashes and races at each step -----------------------------------------------------------


class Crash(BaseException):
    """The worker is killed here."""


def killed() -> None:
    raise Crash


class Interrupted(TwilioCarrier):
    """Something happens when a dial is on its way back: accepted or not, nobody knows yet."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__(timeout_seconds=60.0)
        self.happens = happens

    def place(self, dial: Dial) -> str:
        try:
            return super().place(dial)
        finally:
            self.happens()


def test_a_worker_killed_after_the_claim_leaves_a_call_that_is_never_redialled(
    carrier: FakeCarrier,
) -> None:
    call = make_call()

    with pytest.raises(Crash), just_before(LAST_LOOK, killed):
        dispatch.place(call.pk)

    assert fresh(call).status == "dialing"
    assert call.deadline_at
    assert dispatch.dispatch_due() == 0
    assert carrier.dials == []


def test_a_worker_killed_after_the_dial_leaves_a_call_that_webhooks_adopt(
    carrier: FakeCarrier, register: Register, webhooks: Webhooks
) -> None:
    call = make_call()

    register("CARRIER", Interrupted(killed))
    with pytest.raises(Crash):
        dispatch.place(call.pk)
    assert fresh(call).carrier_id is None
    (sid,) = carrier.calls

    webhooks.status(call, "ringing", 1, CallSid=sid)

    assert (fresh(call).status, call.carrier_id) == ("ringing", sid)
    assert len(carrier.dials) == 1


def test_a_webhook_may_overtake_the_answer_to_the_dial(
    carrier: FakeCarrier, register: Register, webhooks: Webhooks
) -> None:
    call = make_call()

    def rings() -> None:
        webhooks.status(call, "ringing", 1, CallSid=next(iter(carrier.calls)))

    register("CARRIER", Interrupted(rings))
    dispatch.place(call.pk)

    assert (fresh(call).status, call.carrier_id) == ("ringing", *carrier.calls)


def test_a_webhook_may_overtake_a_lost_answer(
    carrier: FakeCarrier, register: Register, webhooks: Webhooks
) -> None:
    call = make_call()
    carrier.faults = ["500, placed"]

    def rings() -> None:
        webhooks.status(call, "ringing", 1, CallSid=next(iter(carrier.calls)))

    register("CARRIER", Interrupted(rings))
    dispatch.place(call.pk)

    assert (fresh(call).status, call.carrier_id) == ("ringing", *carrier.calls)


def test_a_call_cancelled_between_claim_and_dial_is_not_dialled(
    carrier: FakeCarrier,
) -> None:
    call = make_call()

    with just_before(LAST_LOOK, lambda: Call.objects.get(pk=call.pk).end("You cancelled.")):
        dispatch.place(call.pk)

    assert (fresh(call).status, call.reason) == ("cancelled", "You cancelled.")
    assert carrier.dials == []


def test_a_call_cancelled_during_the_dial_is_hung_up_when_its_id_is_known(
    carrier: FakeCarrier, register: Register, handed_over: list[tuple[str, ...]]
) -> None:
    call = make_call()

    register("CARRIER", Interrupted(lambda: Call.objects.get(pk=call.pk).end("You cancelled.")))
    dispatch.place(call.pk)

    assert handed_over[-1] == ("telephony.tasks.hang_up_call", str(call.pk))
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
    assert request[2]["Url"] == [
        f"{settings.PUBLIC_URL}/twilio/voice/{call.token}/keys#rc=2&rp=ct,5xx&ct=3000"
    ]
    Call.objects.update(keys_wanted="")
    dispatch.press_keys(call.pk)
    assert len(carrier.requests) == 1


async def test_keys_in_band_are_told_to_the_line_and_not_to_the_carrier(
    carrier: FakeCarrier, settings: Settings
) -> None:
    settings.TWILIO_KEYS = "inband"
    call = await in_thread(
        lambda: make_call(status="in_progress", carrier_id="CA1", keys_wanted="1")
    )

    told = await told_during(call, lambda: dispatch.press_keys(call.pk))

    assert told == [{"type": "call.press.keys"}]
    assert carrier.requests == []


# --- listening --------------------------------------------------------------------------------


def test_what_is_announced_is_done_by_a_task(handed_over: list[tuple[str, ...]]) -> None:
    call = make_call(status="ringing")

    make_call().announce()
    make_call(due_at=now() + timedelta(hours=1)).announce()
    call.end("You cancelled.")
    keys_wanted.send(sender=Call, call_id=call.pk)

    assert handed_over == [
        ("telephony.tasks.dispatch_calls",),
        ("telephony.tasks.hang_up_call", str(call.pk)),
        ("telephony.tasks.press_keys", str(call.pk)),
    ]


def test_a_broker_that_is_down_does_not_fail_the_request(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr(Producer, "publish", down)

    make_call().announce()

    assert Campaign.objects.count() == 1
