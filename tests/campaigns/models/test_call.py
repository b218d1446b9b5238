"""A call's rules in rows: one live call a number, attempts numbered once, an end that is wanted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils.timezone import now

from campaigns.models import Call, Campaign, Event
from campaigns.models.call import new_token
from campaigns.signals import call_queued, call_unwanted
from tests.factories import make_call, make_campaign, make_offer, make_provider

pytestmark = pytest.mark.django_db


def test_a_number_has_one_live_call_whoever_asked_for_it() -> None:
    provider = make_provider()
    make_call(provider=provider, status="ringing")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_call(provider=provider, status="dialing")


@pytest.mark.parametrize("status", [Call.Status.QUEUED, *Call.ENDED])
def test_a_call_that_is_not_live_keeps_nobody_from_the_number(status: str) -> None:
    provider = make_provider()
    make_call(provider=provider, status=status)

    assert make_call(provider=provider, status="in_progress").pk


def test_an_enquiry_is_attempted_once_under_its_number() -> None:
    campaign, provider = make_campaign(), make_provider()
    make_call(campaign, provider=provider, attempt=1)
    make_call(campaign, provider=provider, attempt=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_call(campaign, provider=provider, attempt=2)


def test_an_offer_is_called_about_once_for_each_purpose_and_attempt() -> None:
    offer = make_offer()
    about = {"offer": offer, "provider": offer.provider}
    make_call(offer.campaign, purpose="confirm", **about)
    make_call(offer.campaign, purpose="release", **about)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_call(offer.campaign, purpose="confirm", **about)


def test_two_calls_never_have_the_same_carrier_id() -> None:
    make_call(carrier_id="CA1")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_call(carrier_id="CA1")


def test_tokens_are_long_and_each_is_another() -> None:
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100 and all(len(token) >= 43 for token in tokens)


def test_the_three_tokens_of_a_call_differ() -> None:
    call = make_call()

    assert call.token != call.tool_token and call.stream_token == ""


# --- moving -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", Call.ENDED)
@pytest.mark.parametrize("wanted", Call.Status.values)
def test_from_an_end_there_is_no_way_on(status: str, wanted: str) -> None:
    call = make_call(status=status)

    assert not call.move(wanted)
    call.refresh_from_db()
    assert call.status == status


def test_a_live_call_can_be_put_back_only_before_it_rings() -> None:
    assert Call.sources(Call.Status.QUEUED) == [Call.Status.DIALING]


def test_a_move_is_in_the_log_with_its_reason() -> None:
    call = make_call(status="dialing")

    call.move("failed", outcome="busy", reason="Their line was busy.")

    event = Event.objects.get(kind="call_moved")
    assert event.call == call
    assert event.data == {"status": "failed", "outcome": "busy", "reason": "Their line was busy."}


def test_a_call_without_a_campaign_moves_all_the_same() -> None:
    call = make_call(status="dialing")
    Call.objects.update(campaign=None)
    call.refresh_from_db()

    assert call.move("ringing") and Event.objects.get().mandate == call.mandate


def test_a_call_of_nobody_does_not_exist() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(to_number="+14155550177", purpose="errand")


def test_a_call_of_a_campaign_belongs_to_no_other_mandate() -> None:
    call, other = make_call(), make_campaign()

    for field in ("mandate", "campaign"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=call.pk).update(**{field: other})


def test_the_first_answer_lets_the_campaign_negotiate() -> None:
    call = make_call(make_campaign(status="dialing"), status="ringing")

    call.move("in_progress", answered_at=now())

    assert Campaign.objects.get().status == "negotiating"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_a_call_at_once_one_gets_it() -> None:
    call = make_call()
    barrier = Barrier(6)

    def claim(_: int) -> bool:
        close_old_connections()
        mine = Call.objects.get(pk=call.pk)
        barrier.wait()
        try:
            return mine.move("dialing")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        claimed = list(pool.map(claim, range(6)))

    assert sum(claimed) == 1
    assert Event.objects.filter(kind="call_moved").count() == 1


# --- wanting its end ----------------------------------------------------------------------------


def unwanted_by(call: Call) -> list[object]:
    heard: list[object] = []

    def listener(call_id: UUID, **_: object) -> None:
        heard.append(call_id)

    call_unwanted.connect(listener)
    try:
        call.end("You cancelled.")
        call.end("Again.")
    finally:
        call_unwanted.disconnect(listener)
    return heard


def test_a_waiting_call_is_ended_at_once_and_hung_up_by_nobody() -> None:
    call = make_call()

    assert unwanted_by(call) == []

    call.refresh_from_db()
    assert (call.status, call.outcome, call.reason) == ("cancelled", "cancelled", "You cancelled.")
    assert call.ended_at is not None


@pytest.mark.parametrize("status", Call.LIVE)
def test_a_live_call_is_marked_and_announced_once(status: str) -> None:
    call = make_call(status=status)

    assert unwanted_by(call) == [call.pk]

    call.refresh_from_db()
    assert (call.status, call.reason) == (status, "You cancelled.")
    assert call.unwanted_at is not None


def test_an_ended_call_is_left_alone() -> None:
    call = make_call(status="completed")

    assert unwanted_by(call) == []

    call.refresh_from_db()
    assert call.unwanted_at is None and call.reason == ""


def test_to_put_off_changes_when_and_says_why() -> None:
    call, later = make_call(), now() + timedelta(hours=3)

    call.defer(later, "They open at nine.")

    call.refresh_from_db()
    assert (call.due_at, call.reason) == (later, "They open at nine.")


def test_whoever_watches_is_told_once_why_a_call_waits() -> None:
    call = make_call()
    assert call.campaign is not None

    for hours in (3, 4):
        call.defer(now() + timedelta(hours=hours), "They open at nine.")
    call.defer(now() + timedelta(hours=5), "")

    told = call.campaign.events.get(kind=Event.Kind.CALL_MOVED)
    assert (told.data["status"], told.data["reason"]) == ("queued", "They open at nine.")


def test_a_call_that_is_already_dialled_cannot_be_put_off() -> None:
    call = make_call(status="dialing")
    before = call.due_at

    call.defer(now() + timedelta(hours=3), "Later.")

    call.refresh_from_db()
    assert (call.due_at, call.reason) == (before, "")


def test_a_call_that_waits_is_announced_with_its_time() -> None:
    call = make_call()
    heard: list[object] = []

    def listener(call_id: UUID, due_at: datetime, **_: object) -> None:
        heard.append((call_id, due_at))

    call_queued.connect(listener)
    try:
        call.announce()
    finally:
        call_queued.disconnect(listener)

    assert heard == [(call.pk, call.due_at)]


# --- which are which ----------------------------------------------------------------------------


def test_due_are_those_that_wait_and_whose_time_has_come_the_longest_first() -> None:
    first = make_call(due_at=now() - timedelta(minutes=9))
    second = make_call(due_at=now() - timedelta(minutes=1))
    make_call(due_at=now() + timedelta(minutes=1))
    make_call(status="dialing", due_at=now() - timedelta(minutes=5))

    assert list(Call.objects.due()) == [first, second]


def test_open_is_waiting_or_live_and_live_is_with_the_carrier() -> None:
    for status in Call.Status.values:
        make_call(status=status)

    assert {call.status for call in Call.objects.live()} == set(Call.LIVE)
    assert {call.status for call in Call.objects.open()} == {*Call.LIVE, "queued"}


def test_nobody_talked_where_nobody_answered() -> None:
    assert Call(ended_at=now()).talk_seconds == 0


def test_talk_is_counted_until_the_end_or_until_now() -> None:
    moment = now()

    ended = Call(answered_at=moment, ended_at=moment + timedelta(seconds=42))
    going_on = Call(answered_at=moment - timedelta(seconds=10))

    assert ended.talk_seconds == 42 and 10 <= going_on.talk_seconds < 20


def test_a_call_is_called_by_whom_it_goes_to() -> None:
    assert str(Call(purpose="confirm", to_number="+14155550101")) == "booking: +14155550101"


def test_keys_are_taken_by_the_one_who_comes_first() -> None:
    call = make_call(status="in_progress", keys_wanted="12")
    twin = Call.objects.get(pk=call.pk)

    assert [call.take_keys(), twin.take_keys(), call.take_keys()] == ["12", "", ""]


def test_a_provider_is_left_one_message_in_a_campaign() -> None:
    campaign, provider = make_campaign(), make_provider()
    make_call(campaign, provider=provider, attempt=1, message_at=now())
    make_call(make_campaign(), provider=provider, message_at=now())  # another wish has its own

    with pytest.raises(IntegrityError), transaction.atomic():
        make_call(campaign, provider=provider, attempt=2, message_at=now())
