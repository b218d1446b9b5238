"""How a call moves with the carrier: its deadlines, its end, its cost, and what comes late."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from campaigns.models import Call, Campaign, Event, Suppression
from telephony.carriers.base import News
from telephony.dialling import call_state, costs
from telephony.signals import line_freed
from tests.factories import make_call, make_campaign
from voice.models import Turn

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def news(status: str = "", **more: object) -> News:
    fields: JsonObject = {"carrier_id": "CA1", **more}
    return News(status=status, **fields)


def advance(call: Call, told: News) -> bool:
    with call_state.in_order(call):
        return call_state.advance(call, told)


def live(status: str = "dialing", campaign: Campaign | None = None, **changes: object) -> Call:
    fields = {"carrier_id": "CA1", "claimed_at": now(), "cost_reserved": costs.reservation()}
    return make_call(campaign, status=status, **fields | changes)


# --- deadlines ----------------------------------------------------------------------------------


def test_an_answered_call_may_last_as_long_as_the_limit_and_its_last_words(
    settings: Settings,
) -> None:
    settings.CALL_LIMIT_SECONDS = 600

    due = call_state.deadline(Call.Status.IN_PROGRESS, NOON)

    assert due == NOON + timedelta(seconds=600 + call_state.LAST_WORDS_SECONDS)


def test_a_ringing_call_is_given_its_ringing_and_a_grace(settings: Settings) -> None:
    settings.RING_SECONDS = 25

    assert call_state.deadline(Call.Status.RINGING, NOON) == NOON + timedelta(seconds=25 + 60)


@pytest.mark.parametrize("status", [Call.Status.DIALING, Call.Status.IN_DOUBT])
def test_before_it_rings_the_carrier_has_its_own_seconds_on_top(status: str) -> None:
    ringing = call_state.deadline(Call.Status.RINGING, NOON)

    later = call_state.deadline(status, NOON) - ringing

    assert later == timedelta(seconds=call_state.CARRIER_SECONDS)


def test_a_claim_reserves_money_and_forgets_why_it_waited() -> None:
    written = call_state.claimed(NOON)

    assert written["cost_reserved"] == costs.reservation() > 0
    assert written["reason"] == "" and written["checked_at"] is None
    assert written["deadline_at"] == call_state.deadline(Call.Status.DIALING, NOON)


# --- moving along -------------------------------------------------------------------------------


def test_ringing_is_noted_with_its_moment_and_its_deadline(concluded: list[UUID]) -> None:
    call = live()
    before = now()

    assert advance(call, news("ringing"))

    assert call.ringing_at is not None and call.ringing_at >= before
    assert call.deadline_at == call_state.deadline("ringing", call.ringing_at)


def test_an_answer_is_noted_and_the_campaign_negotiates(concluded: list[UUID]) -> None:
    call = live("ringing", campaign=make_campaign(status="dialing"))

    assert advance(call, news("in_progress"))

    assert call.status == Call.Status.IN_PROGRESS and call.answered_at is not None
    assert Campaign.objects.get().status == Campaign.Status.NEGOTIATING


def test_the_same_news_again_moves_nothing_and_writes_no_event(concluded: list[UUID]) -> None:
    call = live()
    advance(call, news("ringing"))
    rang_at, events = call.ringing_at, Event.objects.count()

    assert not advance(call, news("ringing"))

    call.refresh_from_db()
    assert (call.ringing_at, Event.objects.count()) == (rang_at, events)


def test_a_late_word_of_ringing_does_not_undo_the_answer(concluded: list[UUID]) -> None:
    call = live("in_progress", answered_at=now())

    assert not advance(call, news("ringing"))

    call.refresh_from_db()
    assert call.status == Call.Status.IN_PROGRESS


def test_a_call_put_back_as_never_placed_is_taken_up_when_the_carrier_knows_it(
    concluded: list[UUID],
) -> None:
    call = make_call(status="queued", carrier_id="CA1")

    assert advance(call, news("ringing"))

    assert call.status == Call.Status.RINGING
    assert call.claimed_at is not None and call.cost_reserved == costs.reservation()


@pytest.mark.parametrize("status", Call.ENDED)
@pytest.mark.parametrize(
    "word", ["queued", "ringing", "in_progress", "failed", "cancelled", "completed"]
)
def test_whatever_is_told_after_the_end_the_end_stays(
    concluded: list[UUID], status: str, word: str
) -> None:
    call = make_call(status=status, carrier_id="CA1", ended_at=now(), cost=Decimal("0.1"))

    assert not advance(call, news(word))

    call.refresh_from_db()
    assert call.status == status and concluded == []


# --- the end ------------------------------------------------------------------------------------


def test_an_end_frees_the_token_and_is_concluded_after_the_commit(concluded: list[UUID]) -> None:
    call = live("in_progress", answered_at=now(), stream_token="digest")

    with call_state.in_order(call):
        call_state.advance(call, news("completed", duration_seconds=40))
        assert concluded == []

    call.refresh_from_db()
    assert concluded == [call.pk]
    assert (call.status, call.stream_token) == ("completed", "")
    assert call.ended_at is not None


def test_an_end_that_is_rolled_back_is_not_acted_upon(concluded: list[UUID]) -> None:
    call = live("in_progress", answered_at=now())

    with pytest.raises(RuntimeError), transaction.atomic():
        call_state.finish(call, "completed", outcome="")
        raise RuntimeError

    call.refresh_from_db()
    assert call.status == Call.Status.IN_PROGRESS and concluded == []


def test_an_end_announces_a_free_line_once(concluded: list[UUID]) -> None:
    call, freed = live("ringing"), []
    heard: Callable[..., None] = lambda **_: freed.append(1)  # noqa: E731
    line_freed.connect(heard)
    try:
        assert call_state.finish(call, "failed", outcome="busy")
        assert not call_state.finish(call, "failed", outcome="busy")
    finally:
        line_freed.disconnect(heard)

    assert freed == [1]


def test_of_two_ends_the_first_one_tells_the_reason(concluded: list[UUID]) -> None:
    call = live("ringing")
    twin = Call.objects.get(pk=call.pk)

    assert call_state.finish(call, "failed", outcome="busy", reason="Their line was busy.")
    assert not call_state.finish(twin, "failed", outcome="no_answer", reason="Nobody answered.")

    call.refresh_from_db()
    assert (call.outcome, call.reason) == ("busy", "Their line was busy.")


def test_what_the_agent_noted_before_is_kept_at_the_end(concluded: list[UUID]) -> None:
    call = live("in_progress", answered_at=now(), outcome="no_slots")

    call_state.finish(call, "completed", outcome="failed")

    assert call.outcome == "no_slots"


def test_a_reason_of_any_length_fits(concluded: list[UUID]) -> None:
    call = live("ringing")

    assert call_state.finish(call, "failed", outcome="failed", reason="x" * 1000)

    assert len(call.reason) == 300


def test_an_end_from_another_status_than_allowed_is_none(concluded: list[UUID]) -> None:
    call = live("in_progress", answered_at=now())

    assert not call_state.finish(call, "failed", outcome="failed", only_from={"dialing"})

    assert concluded == []


def test_a_stop_that_was_said_and_not_acted_upon_is_heeded_with_the_end(
    concluded: list[UUID],
) -> None:
    call = live("in_progress", answered_at=now())
    Turn.objects.create(
        call=call, number=1, speaker="callee", text="Take us off your list and don't call again."
    )

    call_state.finish(call, "completed", outcome="")

    assert Suppression.standing_for(call.to_number) is not None


def test_an_end_without_any_news_of_the_answer_counts_back_the_talking(
    concluded: list[UUID],
) -> None:
    call = live("ringing")

    assert advance(call, news("completed", duration_seconds=42))

    call.refresh_from_db()
    assert call.answered_at is not None and call.ended_at is not None
    assert 41 <= (call.ended_at - call.answered_at).total_seconds() <= 43


def test_a_call_nobody_wanted_keeps_the_reason_why(concluded: list[UUID]) -> None:
    call = live("ringing", unwanted_at=now(), reason="You cancelled.")

    assert advance(call, news("cancelled", reason="The carrier cancelled it."))

    assert (call.status, call.reason) == ("cancelled", "You cancelled.")


# --- what it cost -------------------------------------------------------------------------------


def test_the_talk_is_paid_and_no_longer_the_reservation(concluded: list[UUID]) -> None:
    call = live("in_progress", answered_at=now())

    advance(call, news("completed", duration_seconds=61))

    call.refresh_from_db()
    assert call.cost == costs.actual(61, None).quantize(Decimal("0.0001"))


def test_a_price_that_comes_after_the_end_raises_the_cost_and_never_lowers_it(
    concluded: list[UUID],
) -> None:
    call = make_call(status="completed", carrier_id="CA1", ended_at=now(), cost=Decimal("0.10"))

    assert not advance(call, news(duration_seconds=60, cost="9.00"))
    dear = call.cost
    assert not advance(call, news(duration_seconds=60, cost="0.01"))

    call.refresh_from_db()
    assert dear == call.cost == costs.actual(60, "9.00")


def test_a_price_without_a_duration_is_not_believed(concluded: list[UUID]) -> None:
    call = make_call(status="completed", carrier_id="CA1", ended_at=now(), cost=Decimal("0.10"))

    advance(call, news(cost="9.00"))

    call.refresh_from_db()
    assert call.cost == Decimal("0.10")


def test_a_call_we_lost_sight_of_keeps_its_reservation_as_spent(concluded: list[UUID]) -> None:
    call = live("in_doubt")

    call_state.finish(call, "failed", outcome="failed")

    assert call.cost is None
    assert call.campaign_id is not None
    assert costs.committed(call.campaign_id) >= call.cost_reserved > 0
