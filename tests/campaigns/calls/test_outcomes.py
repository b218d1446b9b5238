"""What follows from the end of a call, and where the campaign then stands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.calls import outcomes
from campaigns.models import Call, Campaign, Suppression
from scheduling.models import Hold
from tests.campaigns.answered_calls import answer, hang_up, offered, running, slot_at, unreached
from tests.factories import make_call, make_campaign, make_mandate, make_provider

pytestmark = pytest.mark.django_db
OFFER, NO_SLOTS, VOICEMAIL = Call.Outcome.OFFER, Call.Outcome.NO_SLOTS, Call.Outcome.VOICEMAIL


def status(campaign: Campaign) -> str:
    campaign.refresh_from_db()
    return campaign.status


def test_the_first_answer_begins_the_negotiating() -> None:
    campaign, [call, _other] = running(2)

    answer(call)

    assert status(campaign) == "negotiating"


def test_an_offer_lets_the_campaign_rest_once_nobody_is_on_the_line() -> None:
    campaign, [first, second] = running(2)
    offered(answer(first), slot_at(campaign))
    hang_up(first, OFFER)
    assert status(campaign) == "negotiating"

    answer(second)
    hang_up(second, NO_SLOTS)

    assert status(campaign) == "ranking"


def test_without_any_time_it_fails_and_says_why(settings: Settings) -> None:
    settings.VOICEMAIL_RETRY_MINUTES = 0
    campaign, calls = running(4)
    for call in calls[:2]:
        hang_up(answer(call), NO_SLOTS)
    hang_up(answer(calls[2]), Call.Outcome.DECLINED)
    hang_up(answer(calls[3]), Call.Outcome.VOICEMAIL)

    assert status(campaign) == "failed"
    assert campaign.reason == (
        "4 desks were asked: 2 had no suitable time, 1 asked not to be called, "
        "1 had a machine answer."
    )
    assert campaign.ended_at is not None


@pytest.mark.parametrize("outcome", ["busy", "no_answer"])
def test_busy_and_no_answer_are_tried_again_after_10_and_30_minutes(outcome: str) -> None:
    campaign, [call] = running()

    for attempt, minutes in ((2, 10), (3, 30)):
        before = now()
        unreached(call, outcome)
        call = campaign.calls.get(attempt=attempt)
        assert call.retry_of is not None and call.status == "queued"
        due = before + timedelta(minutes=minutes)
        assert due <= call.due_at <= due + timedelta(seconds=20)
        assert status(campaign) == "negotiating"
        assert "next try" in campaign.reason
    unreached(call, outcome)

    assert campaign.calls.count() == 3 and status(campaign) == "failed"


def test_where_a_machine_answered_we_ring_once_more_an_hour_later() -> None:
    campaign, [call] = running()
    before = now()

    hang_up(answer(call), VOICEMAIL)

    again = campaign.calls.get(attempt=2)
    due = before + timedelta(minutes=60)
    assert again.retry_of == call and due <= again.due_at <= due + timedelta(seconds=20)
    assert again.reason == "A machine answered; we ring once more."
    assert status(campaign) == "negotiating" and "next try" in campaign.reason
    hang_up(answer(again), VOICEMAIL)
    assert campaign.calls.count() == 2 and status(campaign) == "failed"


def killed(call: Call, **changes: object) -> Call:
    """Its media process died in mid-conversation and stored nothing; that was a while ago."""
    answer(call)
    assert call.move(Call.Status.COMPLETED, ended_at=now() - outcomes.STORING)
    Call.objects.filter(pk=call.pk).update(**{"stream_offers": 1, "stream_count": 1, **changes})
    outcomes.conclude_call(call.pk)
    call.refresh_from_db()
    return call


CUT = [
    {"stream_count": 1, "metrics": {}},  # killed on the first socket
    {"stream_count": 2, "metrics": {Call.SOCKETS_STORED: 1}},  # resumed, and killed again
    {"stream_offers": 2, "stream_count": 0},  # nobody ever came
    {"outcome": "failed", "metrics": {"agent_failed": True, Call.SOCKETS_STORED: 1}},
]


@pytest.mark.parametrize("how", CUT)
def test_a_desk_that_we_have_cut_off_is_rung_once_more_with_an_apology(
    how: dict[str, object],
) -> None:
    campaign, [call] = running(1)

    call = killed(call, **how)

    assert (call.outcome, call.reason) == ("failed", "We were cut off; the fault was ours.")
    again = campaign.calls.get(attempt=2)
    assert timedelta(minutes=1) < again.due_at - now() <= timedelta(minutes=2)
    assert again.brief[Call.CUT_OFF] and again.reason == "We were cut off; we ring once more."
    assert status(campaign) != "failed"

    killed(again, **how)
    assert campaign.calls.count() == 2 and status(campaign) == "failed"


NOT_CUT = [
    {"metrics": {Call.SOCKETS_STORED: 1}},  # they hung up, and we lived to store it
    {"stream_count": 0},  # they hung up on the announcement
    {"outcome": "no_slots"},
    {"outcome": "failed"},  # a wrong number
    {"unwanted_at": now()},
    {"answered_at": None},
]


@pytest.mark.parametrize("how", NOT_CUT)
def test_who_left_us_or_was_told_all_is_not_rung_for_being_cut_off(how: dict[str, object]) -> None:
    campaign, [call] = running(1)

    killed(call, **how)

    assert campaign.calls.count() == 1


def test_an_offer_heard_before_the_kill_stands_and_nobody_is_rung_again() -> None:
    campaign, [call] = running(1)
    answer(call)
    offered(call, slot_at(campaign))
    assert call.move(Call.Status.COMPLETED, ended_at=now() - outcomes.STORING)
    Call.objects.filter(pk=call.pk).update(stream_count=1)

    outcomes.conclude_call(call.pk)

    assert campaign.calls.get().outcome == OFFER and status(campaign) == "ranking"


def test_a_call_is_not_concluded_while_its_conversation_may_still_be_storing() -> None:
    _campaign, [call] = running(1)
    Call.objects.filter(pk=call.pk).update(stream_count=1)
    assert hang_up(answer(call)).concluded_at is None

    Call.objects.filter(pk=call.pk).update(metrics={Call.SOCKETS_STORED: 1})
    outcomes.conclude_call(call.pk)

    call.refresh_from_db()
    assert call.concluded_at is not None


def cancelling() -> tuple[Campaign, Call]:
    """A desk has picked up that is to be told that nobody comes."""
    campaign, [call] = running(1)
    Call.objects.filter(pk=call.pk).update(purpose="cancel")
    call.refresh_from_db()
    return campaign, answer(call)


def test_a_desk_that_was_cut_off_before_it_heard_the_cancellation_is_rung_again() -> None:
    campaign, call = cancelling()

    hang_up(call)

    again = campaign.calls.get(attempt=2)
    assert (again.purpose, again.retry_of) == ("cancel", call) and again.due_at > now()


def test_a_wrong_number_is_not_rung_again_to_cancel() -> None:
    campaign, call = cancelling()
    outcomes.wrong_number(call.pk)

    hang_up(call)

    assert campaign.calls.count() == 1


def test_a_machine_after_a_busy_line_is_rung_once_more_and_then_a_busy_line_ends_it() -> None:
    campaign, [call] = running()

    unreached(call, "busy")
    hang_up(answer(campaign.calls.get(attempt=2)), VOICEMAIL)
    unreached(campaign.calls.get(attempt=3), "busy")

    assert campaign.calls.count() == 3 and status(campaign) == "failed"


def test_a_fax_is_not_rung_again() -> None:
    campaign, [call] = running()
    Call.objects.filter(pk=answer(call).pk).update(answered_by="fax")

    assert hang_up(call).outcome == "voicemail"

    assert campaign.calls.count() == 1


def test_a_machine_is_left_alone_where_there_is_a_time_to_choose_from() -> None:
    campaign, [first, second] = running(2)
    offered(answer(first), slot_at(campaign))
    hang_up(first, OFFER)

    hang_up(answer(second), VOICEMAIL)

    assert campaign.calls.count() == 2 and status(campaign) == "ranking"


@pytest.mark.parametrize("reason", ["The line was busy.", "No answer.", "no-answer"])
def test_the_words_of_a_reason_decide_nothing(reason: str) -> None:
    campaign, [call] = running()
    assert call.move(Call.Status.DIALING)
    assert call.move(Call.Status.FAILED, reason=reason, ended_at=now())

    outcomes.conclude_call(call.pk)

    call.refresh_from_db()
    assert (call.outcome, call.reason) == ("failed", reason)
    assert campaign.calls.count() == 1  # only a noted outcome is tried again


def test_a_call_that_was_never_placed_is_made_again_at_once_but_not_for_ever() -> None:
    campaign, [call] = running()

    for attempt in (2, 3):
        assert call.move(Call.Status.DIALING)
        proven = {Call.NEVER_PLACED: True}
        assert call.move(Call.Status.FAILED, outcome="failed", ended_at=now(), metrics=proven)
        outcomes.conclude_call(call.pk)
        call = campaign.calls.get(attempt=attempt)
        assert call.status == "queued" and call.due_at <= now()
    unreached(call, "failed")

    assert campaign.calls.count() == 3 and status(campaign) == "failed"


def test_with_an_offer_in_hand_a_retry_does_not_keep_anybody_waiting() -> None:
    campaign, [first, second] = running(2)
    offered(answer(first), slot_at(campaign))
    hang_up(first, OFFER)

    unreached(second)

    assert status(campaign) == "ranking"
    retry = campaign.calls.get(attempt=2)
    Call.objects.filter(pk=retry.pk).update(due_at=now())
    outcomes.update_campaign_status(campaign.pk)
    assert status(campaign) == "negotiating"


def test_a_promise_to_ring_back_is_kept_at_the_time_they_said() -> None:
    campaign, [call] = running()
    at = now() + timedelta(hours=3)

    outcomes.promise_callback(answer(call).pk, at)
    hang_up(call)

    retry = campaign.calls.get(attempt=2)
    assert retry.due_at == at
    call.refresh_from_db()
    assert call.outcome == "callback_promised"


def test_nothing_is_retried_for_a_campaign_that_is_over_or_too_late() -> None:
    over, [first] = running()
    first.move("dialing")
    over.move("cancelled")
    first.move("failed", outcome="busy", ended_at=now())
    outcomes.conclude_call(first.pk)
    late, [second] = running(deadline_at=now() + timedelta(minutes=5))
    unreached(second, "busy")
    sooner, [third] = running(deadline_at=now() + timedelta(minutes=55))
    hang_up(answer(third), VOICEMAIL)

    assert over.calls.count() == late.calls.count() == sooner.calls.count() == 1
    assert status(late) == status(sooner) == "failed"


def test_a_call_is_concluded_once() -> None:
    campaign, [call] = running()
    unreached(call)

    outcomes.conclude_call(call.pk)
    outcomes.conclude_call(call.pk)

    assert campaign.calls.count() == 2


def test_the_end_of_a_call_and_the_move_of_its_campaign_are_one() -> None:
    campaign, [call] = running()
    ended = answer(call)
    assert ended.move(Call.Status.COMPLETED, outcome=NO_SLOTS, ended_at=now())

    with connection.execute_wrapper(no_campaign_moves), pytest.raises(DatabaseError):
        outcomes.conclude_call(call.pk)

    call.refresh_from_db()
    assert call.concluded_at is None  # so that it is concluded again, by whoever sweeps
    outcomes.conclude_call(call.pk)
    assert status(campaign) == "failed"


def no_campaign_moves(
    execute: Callable[..., object], sql: str, params: object, many: bool, context: object
) -> object:
    """A database that goes away at the moment in which a campaign moves."""
    if sql.startswith('UPDATE "campaigns_campaign"') and '"status" =' in sql:
        raise DatabaseError("the connection is gone")
    return execute(sql, params, many, context)


def test_a_live_call_is_not_concluded() -> None:
    _campaign, [call] = running()

    outcomes.conclude_call(answer(call).pk)

    call.refresh_from_db()
    assert call.concluded_at is None


@pytest.mark.parametrize("claimed", [OFFER, Call.Outcome.BOOKED])
def test_an_offer_that_no_row_proves_is_none(claimed: str) -> None:
    campaign, [call] = running()

    hang_up(answer(call), claimed)

    assert call.outcome == NO_SLOTS and status(campaign) == "failed"


def test_an_offer_counts_although_the_agent_forgot_it() -> None:
    campaign, [call] = running()
    offered(answer(call), slot_at(campaign))

    hang_up(call, NO_SLOTS)

    assert call.outcome == OFFER and status(campaign) == "ranking"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"answered_by": "machine_start"}, "voicemail"),
        ({"answered_by": "human"}, "failed"),
        ({"unwanted_at": now()}, "cancelled"),
    ],
)
def test_a_call_without_words_gets_its_outcome_from_the_row(
    changes: dict[str, object], outcome: str
) -> None:
    _campaign, [call] = running()
    Call.objects.filter(pk=answer(call).pk).update(**changes)

    assert hang_up(call).outcome == outcome


def test_a_noted_refusal_to_be_called_stays() -> None:
    _campaign, [call] = running()
    outcomes.opt_out(answer(call).pk, "Take us off your list.")

    assert not outcomes.note_outcome(call.pk, OFFER)
    assert hang_up(call).outcome == "declined"


def test_an_unknown_outcome_is_refused() -> None:
    _campaign, [call] = running()

    with pytest.raises(ValueError, match="fine"):
        outcomes.note_outcome(call.pk, "fine")


def test_an_opt_out_holds_at_once_and_for_everybody() -> None:
    campaign, [call] = running()
    elsewhere = make_call(make_campaign(status="dialing"), provider=call.provider)

    outcomes.opt_out(answer(call).pk, "Never again.")

    suppression = Suppression.standing_for(call.to_number)
    assert suppression is not None
    assert suppression.reason == "Never again." and suppression.lapses_at is None
    elsewhere.refresh_from_db()
    assert elsewhere.status == "cancelled"
    assert elsewhere.campaign is not None and status(elsewhere.campaign) == "failed"
    outcomes.opt_out(call.pk, "Really.")
    assert Suppression.objects.get() == suppression


def test_no_time_for_this_is_a_cool_down_that_lapses() -> None:
    _campaign, [call] = running()

    outcomes.cool_down(answer(call).pk)

    suppression = Suppression.objects.get()
    assert suppression.lapses_at is not None
    hours = (suppression.lapses_at - now()) / timedelta(hours=1)
    assert 23.9 < hours <= 24


def test_a_wrong_number_is_never_dialled_for_this_provider_again() -> None:
    _campaign, [call] = running()
    waiting = make_call(make_campaign(status="dialing"), provider=call.provider)

    outcomes.wrong_number(answer(call).pk)

    call.refresh_from_db()
    waiting.refresh_from_db()
    assert call.provider is not None and call.provider.number_wrong
    assert waiting.status == "cancelled"


def test_one_failing_call_touches_no_other() -> None:
    campaign, [first, second] = running(2)
    answer(second)

    unreached(first, "failed")

    second.refresh_from_db()
    assert second.status == "in_progress" and status(campaign) == "negotiating"


def test_giving_up_frees_what_was_held() -> None:
    campaign, [call] = running()
    offer = offered(answer(call), slot_at(campaign))
    hang_up(call, OFFER)
    offer.move("withdrawn")

    outcomes.update_campaign_status(campaign.pk)

    assert status(campaign) == "failed" and not Hold.objects.standing().exists()
    assert "a time that is gone again" in campaign.reason


def test_calls_put_off_before_the_first_word_leave_it_dialling_with_the_reason() -> None:
    campaign, [call] = running()
    call.defer(now() + timedelta(hours=9), "It is outside calling hours there.")

    outcomes.update_campaign_status(campaign.pk)

    assert status(campaign) == "dialing"
    assert campaign.reason.startswith("It is outside calling hours there. First call: ")
    events = campaign.events.count()
    outcomes.update_campaign_status(campaign.pk)
    assert campaign.events.count() == events


def test_an_errand_is_concluded_without_a_campaign() -> None:
    call = Call.objects.create(
        mandate=make_mandate(), purpose="errand", to_number="+14155550199", provider=make_provider()
    )

    assert hang_up(answer(call)).outcome == "failed"


def test_what_is_said_in_a_rehearsal_is_held_against_nobody() -> None:
    provider = make_provider()
    call = make_call(make_campaign(rehearsal=True), provider=provider, status="in_progress")

    outcomes.opt_out(call.pk, "don't call us again")
    outcomes.cool_down(call.pk)
    outcomes.wrong_number(call.pk)

    call.refresh_from_db()
    provider.refresh_from_db()
    assert call.outcome == Call.Outcome.DECLINED
    assert not provider.number_wrong
    assert not Suppression.objects.exists()
