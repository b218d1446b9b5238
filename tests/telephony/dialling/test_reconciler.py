"""Every live call is looked up, adopted, hung up or given up."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.models import Call
from telephony.dialling import call_state, dispatch
from telephony.models import WebhookDelivery
from telephony.signals import call_ended
from tests.factories import make_call, make_campaign
from tests.telephony.conftest import Webhooks
from tests.telephony.fake_carrier import FakeCarrier
from tests.telephony.moments import just_before

pytestmark = pytest.mark.django_db(transaction=True)
MARK_OVERDUE = 'UPDATE "campaigns_call" SET .*"unwanted_at" = '


@pytest.fixture(autouse=True)
def nothing_is_concluded(concluded: list[UUID]) -> None:
    pass


def fresh(call: Call) -> Call:
    call.refresh_from_db()
    return call


def lost(carrier: FakeCarrier, fault: str) -> Call:
    """A call whose dial had no answer."""
    call = make_call()
    carrier.faults = [fault]
    dispatch.place(call.pk)
    assert fresh(call).carrier_id is None
    return call


def passes(seconds: float) -> None:
    """Let all live calls be that much older."""
    for call in Call.objects.live():
        by = timedelta(seconds=seconds)
        Call.objects.filter(pk=call.pk).update(
            **{
                name: getattr(call, name) - by
                for name in ("claimed_at", "checked_at", "deadline_at", "answered_at")
                if getattr(call, name) is not None
            }
        )
    for delivery in WebhookDelivery.objects.filter(kind="poll"):
        WebhookDelivery.objects.filter(pk=delivery.pk).update(
            received_at=delivery.received_at - timedelta(seconds=seconds)
        )


def age(carrier: FakeCarrier, seconds: float) -> None:
    """Let the carrier's calls be as old as ours."""
    for call in carrier.calls.values():
        call["date_created"] = None if seconds else call["date_created"]


# --- in doubt ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["500, placed", "hang, placed", "drop, placed"])
def test_a_placed_call_in_doubt_is_adopted_without_a_second_dial(
    carrier: FakeCarrier, fault: str
) -> None:
    call = lost(carrier, fault)
    age(carrier, 25)
    passes(25)

    dispatch.reap()

    assert (fresh(call).status, call.carrier_id) == ("dialing", *carrier.calls)
    assert len(carrier.dials) == 1


@pytest.mark.parametrize(
    ("word", "status", "outcome"),
    [("ringing", "ringing", ""), ("in-progress", "in_progress", ""), ("busy", "failed", "busy"),
     ("completed", "completed", "")],
)  # fmt: skip
def test_an_adopted_call_goes_on_from_where_it_is(
    carrier: FakeCarrier, word: str, status: str, outcome: str
) -> None:
    call = lost(carrier, "500, placed")
    for placed in carrier.calls.values():
        placed |= {"status": word, "duration": "30" if word == "completed" else None}
    passes(25)
    age(carrier, 25)

    dispatch.reap()

    assert (fresh(call).status, call.outcome) == (status, outcome)


def test_a_call_that_was_not_placed_is_given_up_after_the_ringing_and_two_looks(
    carrier: FakeCarrier, concluded: list[UUID], settings: Settings
) -> None:
    call = lost(carrier, "500")
    for _ in range(3):
        passes(25)
        dispatch.reap()
        assert fresh(call).status == "in_doubt"

    passes(settings.RING_SECONDS + settings.CARRIER_DOUBT_SECONDS)
    dispatch.reap()

    assert (fresh(call).status, call.outcome, call.cost) == ("failed", "failed", Decimal(0))
    assert call.reason == "The call was not placed."
    assert call.metrics[Call.NEVER_PLACED]
    assert concluded == [call.pk]
    assert len(carrier.dials) == 1


def test_what_was_never_placed_is_settled_within_two_minutes(
    carrier: FakeCarrier, settings: Settings
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        call = lost(carrier, "500")
        claimed_at = now()
        while fresh(call).status == "in_doubt":
            clock.shift(5)  # beat's round
            dispatch.reap()

        settled = (now() - claimed_at).total_seconds()

    assert call.metrics[Call.NEVER_PLACED]
    ringing = settings.RING_SECONDS + call_state.CARRIER_SECONDS
    assert ringing + 10 < settled < 120  # by then nothing that was placed could still ring
    assert settled > 60  # how long a carrier may not find what it has placed, in live mode


def test_one_look_is_not_enough_however_late(carrier: FakeCarrier) -> None:
    call = lost(carrier, "500")
    passes(500)

    dispatch.reap()
    assert fresh(call).status == "in_doubt"

    passes(25)
    dispatch.reap()
    assert fresh(call).status == "failed"


def test_how_long_a_call_may_be_in_doubt_is_a_setting(
    carrier: FakeCarrier, settings: Settings
) -> None:
    settings.CARRIER_DOUBT_SECONDS = 600
    call = lost(carrier, "500")
    for _ in range(2):
        passes(200)
        dispatch.reap()
    assert fresh(call).status == "in_doubt"

    settings.CARRIER_DOUBT_SECONDS = 90
    passes(25)
    dispatch.reap()

    assert fresh(call).status == "failed"


def test_another_calls_id_is_not_adopted(carrier: FakeCarrier) -> None:
    call = lost(carrier, "500")
    known = carrier.add(to=call.to_number)
    make_call(provider=call.provider, attempt=2, status="failed", carrier_id=known)
    carrier.add(to=call.to_number, age=timedelta(hours=1))  # before the claim
    passes(25)

    dispatch.reap()

    assert (fresh(call).status, call.carrier_id) == ("in_doubt", None)


def test_a_worker_that_died_after_the_claim_is_noticed(carrier: FakeCarrier) -> None:
    call = make_call(status="dialing", **call_state.claimed(now()))
    dispatch.reap()
    assert fresh(call).status == "dialing"

    passes(25)
    dispatch.reap()
    assert fresh(call).status == "in_doubt"


def test_an_unwanted_call_in_doubt_is_hung_up_once_it_is_found(
    carrier: FakeCarrier,
) -> None:
    call = lost(carrier, "500, placed")
    fresh(call).end("You cancelled.")
    passes(25)
    age(carrier, 25)

    for _ in range(2):
        dispatch.reap()
        passes(5)
    dispatch.reap()

    assert (fresh(call).status, call.reason) == ("completed", "You cancelled.")
    assert [placed["status"] for placed in carrier.calls.values()] == ["completed"]


def test_an_unwanted_call_that_was_not_placed_was_stopped(
    carrier: FakeCarrier, settings: Settings
) -> None:
    call = lost(carrier, "500")
    fresh(call).end("You cancelled.")
    Call.objects.update(unwanted_at=now() - timedelta(seconds=600))
    passes(25)
    dispatch.reap()

    passes(settings.RING_SECONDS + 200)
    dispatch.reap()

    assert (fresh(call).status, call.outcome) == ("cancelled", "cancelled")
    assert call.reason == "You cancelled."


# --- silence ----------------------------------------------------------------------------------


def live(carrier: FakeCarrier, status: str, word: str, **changes: object) -> Call:
    call = make_call(status=status, **call_state.claimed(now()) | changes)
    sid = carrier.add(to=call.to_number, status=word)
    Call.objects.filter(pk=call.pk).update(carrier_id=sid)
    return fresh(call)


def test_without_any_webhook_a_call_is_followed_to_its_end(
    carrier: FakeCarrier, concluded: list[UUID]
) -> None:
    call = live(carrier, "dialing", "queued")
    placed = carrier.calls[str(call.carrier_id)]
    for word, status in [
        ("ringing", "ringing"), ("in-progress", "in_progress"), ("completed", "completed"),
    ]:  # fmt: skip
        placed |= {"status": word, "duration": "61" if word == "completed" else None}
        passes(25)
        dispatch.reap()
        assert fresh(call).status == status

    assert str(call.cost) == "0.1968"
    assert concluded == [call.pk]


def test_a_call_with_recent_news_is_left_alone(carrier: FakeCarrier) -> None:
    live(carrier, "ringing", "ringing")

    dispatch.reap()

    assert carrier.requests == []


def test_how_long_a_call_may_be_silent_is_a_setting(
    carrier: FakeCarrier, settings: Settings
) -> None:
    live(carrier, "ringing", "ringing")
    settings.CARRIER_SILENCE_SECONDS = 60
    passes(40)
    dispatch.reap()
    assert carrier.requests == []

    settings.CARRIER_SILENCE_SECONDS = 30
    dispatch.reap()

    assert carrier.requests != []


def test_a_call_that_the_carrier_does_not_know_is_lost_after_its_lag(
    carrier: FakeCarrier, settings: Settings
) -> None:
    settings.CARRIER_LAG_SECONDS = 60
    call = live(carrier, "ringing", "ringing")
    carrier.calls.clear()
    passes(30)
    dispatch.reap()
    assert fresh(call).status == "ringing"

    passes(40)
    dispatch.reap()

    assert (fresh(call).status, call.outcome, call.cost) == ("failed", "failed", None)
    assert call.cost_reserved > 0  # counts as spent


def test_a_call_past_its_deadline_is_hung_up_and_failed(carrier: FakeCarrier) -> None:
    call = live(carrier, "in_progress", "in-progress", answered_at=now())
    passes(500)

    dispatch.reap()

    assert (fresh(call).status, call.outcome) == ("failed", "failed")
    assert call.reason == "It took longer than a call may."
    assert carrier.calls[str(call.carrier_id)]["status"] == "completed"


def test_what_an_overdue_conversation_gave_is_kept(carrier: FakeCarrier) -> None:
    call = live(carrier, "in_progress", "in-progress", answered_at=now(), outcome="offer")
    passes(500)

    dispatch.reap()

    assert (fresh(call).status, call.outcome) == ("failed", "offer")


def test_a_call_that_moved_on_while_we_asked_is_not_hung_up(
    carrier: FakeCarrier, webhooks: Webhooks
) -> None:
    call = live(carrier, "ringing", "ringing")
    passes(500)

    with just_before(MARK_OVERDUE, lambda: webhooks.status(call, "in-progress", 2)):
        dispatch.reap()

    assert fresh(call).status == "in_progress"
    assert carrier.calls[str(call.carrier_id)]["status"] == "ringing"  # not ended


def test_a_live_call_of_a_cancelled_campaign_is_hung_up(carrier: FakeCarrier) -> None:
    call = live(carrier, "ringing", "ringing", campaign=make_campaign(status="cancelled"))
    passes(25)

    dispatch.reap()

    assert fresh(call).unwanted_at
    assert carrier.calls[str(call.carrier_id)]["status"] == "completed"


def test_a_call_that_booked_the_campaign_may_say_goodbye(carrier: FakeCarrier) -> None:
    call = live(carrier, "in_progress", "in-progress", campaign=make_campaign(status="confirmed"))
    passes(25)

    dispatch.reap()

    assert fresh(call).unwanted_at is None


def test_a_carrier_that_cannot_be_asked_does_not_keep_a_call_for_ever(
    carrier: FakeCarrier,
) -> None:
    call = live(carrier, "ringing", "ringing")
    carrier.faults = ["get 500"]
    passes(300)
    dispatch.reap()
    assert fresh(call).status == "ringing"

    passes(700)
    dispatch.reap()

    assert (fresh(call).status, call.cost) == ("failed", None)


def test_every_live_status_has_a_deadline(carrier: FakeCarrier, webhooks: Webhooks) -> None:
    call = make_call()
    dispatch.place(call.pk)
    seen = {fresh(call).status: call.deadline_at}
    for number, word in enumerate(["ringing", "in-progress"]):
        webhooks.status(call, word, number)
        seen[fresh(call).status] = call.deadline_at
    doubtful = lost(carrier, "500")
    seen[doubtful.status] = doubtful.deadline_at

    assert set(seen) == set(Call.LIVE)
    assert all(deadline and deadline > now() for deadline in seen.values())


# --- rows that make us fail -------------------------------------------------------------------


def test_a_poisoned_row_is_pushed_ahead_and_stops_nobody(carrier: FakeCarrier) -> None:
    calls = [live(carrier, "ringing", "in-progress") for _ in range(3)]
    passes(25)
    poison = {"status": "completed", "duration": "30", "price": "a surprise"}
    carrier.calls[str(calls[0].carrier_id)] |= poison

    dispatch.reap()

    assert [fresh(call).status for call in calls] == ["ringing", "in_progress", "in_progress"]
    assert calls[0].checked_at and calls[0].checked_at > now() + timedelta(minutes=50)
    asked = len(carrier.requests)
    dispatch.reap()
    assert len(carrier.requests) == asked


def test_an_ended_call_that_nobody_concluded_is_concluded(concluded: list[UUID]) -> None:
    ended = now() - timedelta(seconds=30)
    forgotten = make_call(status="completed", ended_at=ended)
    make_call(status="completed", ended_at=ended, concluded_at=ended)
    make_call(status="completed", ended_at=now())  # its own worker is at it

    dispatch.reap()

    assert concluded == [forgotten.pk]


def test_a_failing_conclusion_is_tried_again_later_and_stops_nobody() -> None:
    ended = now() - timedelta(seconds=30)
    calls = [make_call(status="completed", ended_at=ended) for _ in range(2)]
    tried: list[UUID] = []

    def fails(call_id: UUID, **kwargs: object) -> None:
        tried.append(call_id)
        raise ZeroDivisionError

    call_ended.connect(fails)
    try:
        dispatch.reap()
        dispatch.reap()
    finally:
        call_ended.disconnect(fails)

    assert sorted(tried) == sorted(call.pk for call in calls)
