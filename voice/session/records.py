"""What a conversation reads from and writes to rows; synchronous, for the database threads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.conf import settings

from callpilot.json_types import JsonObject
from campaigns.bookings import booking, died_lines
from campaigns.calls import control, outcomes, voicemail
from campaigns.models import Booking, Call, Event, Offer, Suppression
from voice import briefs, vendor_sessions
from voice.agents.base import Brief
from voice.decisions.duties import Duty
from voice.evidence.further_calls import further_calls
from voice.evidence.judge import BookingVerdict
from voice.models import Turn
from voice.session.transcript import Spoken
from voice.tools import evidence_for_call
from voice.tools.context import Context


@dataclass(frozen=True)
class Opening:
    """What is known when a socket opens."""

    turns: list[Spoken]
    metrics: JsonObject
    at_ms: int  # since the call was answered
    resumed: bool  # an earlier socket of this call has carried words already
    answered_by: str
    limit_ms: int
    hold_budget_ms: int
    leaves_message: bool  # on a machine, if one answers


class Played(Protocol):
    """A turn of our agent, with the time in which it was heard; milliseconds of the call."""

    number: int | None  # of the turn; None: it had no words
    began_ms: int | None  # None: nothing of it was heard
    ended_ms: int


def opening(call_id: UUID) -> Opening:
    """Read how far the call is; the first socket finds the announcement as its first turn."""
    call = Call.objects.get(pk=call_id)
    turns = [spoken(turn) for turn in Turn.objects.filter(call=call).order_by("number")]
    talked = any(turn.speaker in (Turn.Speaker.AGENT, Turn.Speaker.CALLEE) for turn in turns)
    reached_ms = max(call.metrics.get("line_ms", 0), turns[-1].ended_ms if turns else 0)
    at_ms = max(int(call.talk_seconds * 1000), reached_ms)
    return Opening(
        turns=turns,
        metrics=call.metrics,
        at_ms=at_ms,
        resumed=talked,
        answered_by=call.answered_by,
        limit_ms=settings.CALL_LIMIT_SECONDS * 1000,
        hold_budget_ms=settings.HOLD_BUDGET_SECONDS * 1000,
        leaves_message=voicemail.may_leave_message(call),
    )


def spoken(turn: Turn) -> Spoken:
    return Spoken(
        turn.number,
        turn.speaker,
        turn.text,
        turn.interrupted,
        turn.started_ms,
        turn.ended_ms,
        turn.latency_ms,
    )


def opened(call: Call, vendor_id: str) -> None:
    """An agent's session has begun, which its vendor knows by this name."""
    vendor_sessions.opened(call, vendor_id)


def note(call_id: UUID, text: str) -> None:
    """Leave a remark in the log."""
    call = Call.objects.select_related("mandate").get(pk=call_id)
    Event.record(call.mandate, Event.Kind.CALL_NOTED, call=call, text=text[:300])


def heed(call_id: UUID, number: int) -> None:
    """The agent has been told the whisper of this event number."""
    control.heeded(call_id, number)


def unread(call_id: UUID) -> list[tuple[int, str]]:
    """The whispers that no agent has been told, each with its event's number."""
    return control.unread(call_id)


def opt_out(call_id: UUID, words: str) -> None:
    """They do not want to be called: suppressed for everybody before the call has ended."""
    outcomes.opt_out(call_id, words)
    outcomes.note_outcome(call_id, Call.Outcome.DECLINED)


def wrong_number(call_id: UUID) -> None:
    outcomes.wrong_number(call_id)
    outcomes.note_outcome(call_id, Call.Outcome.FAILED, "Wrong number.")


def keep(call_id: UUID, duty: Duty, words: str) -> None:
    """Store what the callee's words oblige us to."""
    if duty.store == "opt_out":
        opt_out(call_id, words)
    elif duty.store == "wrong_number":
        wrong_number(call_id)
    if duty.note:
        note(call_id, duty.note)


def finish(
    call_id: UUID, said: Sequence[Played], metrics: JsonObject, outcome: str, reason: str
) -> None:
    """Store what is left when a conversation leaves its line."""
    try:
        lost_after_yes(call_id)
        doubted_after_yes(call_id)
    finally:
        placed(call_id, said)
        close(call_id, metrics, outcome, reason)


def placed(call_id: UUID, said: Sequence[Played]) -> None:
    """When each of our turns was really heard, which nobody knew when its words were written."""
    for turn in said:
        if turn.number is not None and turn.began_ms is not None:
            Turn.objects.filter(call_id=call_id, number=turn.number).update(
                started_ms=turn.began_ms,
                ended_ms=max(turn.began_ms, turn.ended_ms),
            )


def close(call_id: UUID, metrics: JsonObject, outcome: str, reason: str) -> None:
    """Store the numbers and, unless a better outcome is known, what code made of the call.

    outcome: blank when the line was lost or is being handed over: the call may go on.
    """
    call = Call.objects.get(pk=call_id)
    if outcome and not call.outcome:
        outcomes.note_outcome(call_id, _fitting(call, outcome), reason)
    call.add_metrics(metrics | {Call.SOCKETS_STORED: call.stream_count})
    if Call.objects.filter(pk=call_id, status__in=Call.ENDED, concluded_at=None).exists():
        outcomes.conclude_call(call_id)  # which had waited for this


def _fitting(call: Call, outcome: str) -> str:
    """What code makes of a conversation that ended without the agent's own word on it."""
    if outcome != Call.Outcome.NO_SLOTS or call.purpose == Call.Purpose.ENQUIRE:
        return outcome  # conclude_call looks at the offers
    if call.purpose in Call.LETTING_GO and call.turns.filter(speaker="callee").exists():
        return Call.Outcome.RELEASED
    return Call.Outcome.FAILED


def lost_after_yes(call_id: UUID) -> bool:
    """The line is gone: did the callee say yes to a booking that has not been stored?

    Then the appointment needs another confirmation. Ask before the call is concluded; if another
    socket goes on with the call it may still be booked.
    """
    call = Call.objects.select_related("offer", "campaign", "provider").get(pk=call_id)
    if call.outcome in (Call.Outcome.BOOKED, Call.Outcome.REFUSED, Call.Outcome.DECLINED):
        return False
    turns = list(Turn.objects.filter(call=call).order_by("number"))
    for offer in _that_may_be_booked(call):
        verdict = evidence_for_call.booking(Context(call, 0, turns), offer.start)
        if verdict.proven:
            told = _told_that_it_is_not_booked(call, turns, verdict)
            died_lines.line_died_after_yes(call_id, offer, told_otherwise=told)
            return True
    return False


def doubted_after_yes(call_id: UUID) -> bool:
    """The line is gone: does the booking made in this call still stand, after all that was said?

    The verdict is formed once more over all turns; it may only be lowered.
    """
    call = Call.objects.select_related("campaign", "provider").get(pk=call_id)
    made = Booking.objects.filter(status=Booking.Status.BOOKED, campaign=call.campaign_id)
    booked = made.filter(evidence__call_id=str(call.pk)).select_related("offer").first()
    if booked is None:
        return False
    turns = list(Turn.objects.filter(call=call).order_by("number"))
    verdict = evidence_for_call.booking(Context(call, 0, turns), booked.offer.start)
    if verdict.proven:
        return False
    return booking.doubted(call_id, verdict.quote) is not None


def _that_may_be_booked(call: Call) -> list[Offer]:
    """What a yes in this call may have been to, the permit's own first."""
    if call.purpose == Call.Purpose.CONFIRM:
        return [call.offer] if call.offer is not None else []
    if not briefs.may_book(call):
        return []
    offers = list(call.offers.exclude(status=Offer.Status.BOOKED))
    permit = Booking.objects.filter(status__in=booking.UNDECIDED, offer__call=call).first()
    return sorted(offers, key=lambda offer: permit is None or offer.pk != permit.offer_id)


def _told_that_it_is_not_booked(call: Call, turns: list[Turn], yes: BookingVerdict) -> bool:
    """Whether the agent, which had learnt that it may not be booked, spoke after that yes."""
    refusals = call.tool_runs.filter(name="book_slot", ok=False, answer__isnull=False)
    learnt_ms = max((run.at_ms for run in refusals), default=None)
    return learnt_ms is not None and any(
        turn.speaker == Turn.Speaker.AGENT
        and turn.number > max(yes.turns)
        and turn.started_ms >= learnt_ms
        for turn in turns
    )


def opted_out(call_id: UUID) -> bool:
    """Did the callee ask not to be called, and nobody has acted on it? Then it is in force now.

    Who left us in doubt, or our question about it without an answer, has asked it too. For the end
    of a call, within its transaction: whoever heard it may have died before it was stored. The
    guard ends the calls that wait for this number.
    """
    call = Call.objects.select_related("campaign").get(pk=call_id)
    standing = further_calls(Turn.objects.filter(call=call).order_by("number"))
    if not standing.forbidden_by_silence:
        return False
    if not call.rehearsed:
        Suppression.objects.get_or_create(
            phone=call.to_number,
            source=Suppression.Source.CALLEE,
            defaults={"reason": standing.quote[:200], "call": call},
        )
    outcomes.note_outcome(call_id, Call.Outcome.DECLINED)
    return True


def brief(call_id: UUID, resumed: bool) -> Brief:
    call = Call.objects.select_related("campaign", "provider", "offer").get(pk=call_id)
    return briefs.brief_for(call, resumed=resumed)
