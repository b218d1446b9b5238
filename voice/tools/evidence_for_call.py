"""Asks the judge of evidence about one call: its stored turns, its place, its opening hours."""

from datetime import date, datetime, time

from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Provider
from voice.evidence import judge
from voice.evidence.judge import BookingVerdict, Verdict
from voice.tools.context import Context


def offer(context: Context, start: datetime) -> Verdict:
    """Whether the callee's own words offer this instant."""
    provider = context.provider
    return judge.judge_offer(
        context.turns,
        context.local(start),
        provider.zone,
        today=_today(context),
        hours=opening_span(provider),
    )


def booking(context: Context, start: datetime) -> BookingVerdict:
    """Whether the callee agreed to this instant right after we read it back."""
    provider = context.provider
    return judge.judge_booking(
        context.turns,
        context.local(start),
        provider.zone,
        today=_today(context),
        hours=opening_span(provider),
    )


def as_data(context: Context, verdict: Verdict | BookingVerdict) -> JsonObject:
    """For Offer.evidence and Booking.evidence: the turns, their words and their second."""
    rests_on = [turn for turn in context.turns if turn.number in verdict.turns]
    return {
        "turns": list(verdict.turns),
        "quote": verdict.quote,
        "call_id": str(context.call.pk),
        "said": [[turn.speaker, turn.text] for turn in rests_on],
        "at_ms": min((turn.started_ms for turn in rests_on), default=None),
    }


def opening_span(provider: Provider) -> tuple[time, time] | None:
    """From the earliest opening to the latest closing of the week; None when unknown."""
    spans = [span for day in provider.opening_hours.values() for span in day]
    try:
        opens = min(time.fromisoformat(span[0]) for span in spans)
        closes = max(time.fromisoformat(span[1]) for span in spans)
    except (ValueError, IndexError):  # none listed, or "24:00"
        return None
    return (opens, closes) if opens < closes else None


def _today(context: Context) -> date:
    """The date there when the call was answered."""
    return context.local(context.call.answered_at or now()).date()
