"""Tools about everything but times: places, the person, keys, notes and the end."""

import time
from datetime import datetime
from typing import Annotated, Literal

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import Refused
from campaigns.bookings import booking
from campaigns.calls import control, outcomes
from campaigns.models import Call, Candidate, Event, Suppression
from campaigns.signals import keys_wanted
from voice.briefs import quoted
from voice.evidence.intents import attitude, call_back_at
from voice.tools.context import Answer, Context, no, yes

LOOK_SECONDS = 0.2
NO_ANSWER = control.NO_ANSWER
KEYS = set("0123456789*#wW")

Outcome = Literal[
    "offer",
    "no_slots",
    "callback_promised",
    "declined",
    "voicemail",
    "no_answer",
    "busy",
    "failed",
    "booked",
    "refused",
    "released",
]


def get_distance(context: Context) -> Answer:
    """How far this business is from the person: minutes, kilometres and how one gets there."""
    row = Candidate.objects.filter(campaign=context.campaign, provider=context.provider).first()
    if row is None or row.travel_minutes is None or row.distance_km is None:
        return no(_("The distance is not known."))
    minutes, km = round(row.travel_minutes), round(row.distance_km, 1)
    say = _("About %(minutes)d minutes.") % {"minutes": minutes}
    return yes(say, minutes=minutes, km=km, mode="driving")


def provider_lookup(
    context: Context,
    service: Annotated[str, "Kind of business; leave out for the same kind"] = "",
    location: Annotated[str, "Place; leave out for the same place"] = "",
    exclude_ids: Annotated[list[str], "Ids of businesses that are already known"] = [],  # noqa: B006
) -> Answer:
    """Other businesses that are being considered, for your own information only."""
    rows = Candidate.objects.filter(campaign=context.campaign, skipped_because="")
    rows = rows.exclude(provider=context.provider).select_related("provider")
    found = [
        {
            "provider_id": str(row.provider_id),
            "name": quoted(row.provider.name, 80),
            "km": round(row.distance_km, 1) if row.distance_km is not None else None,
            "rating": row.provider.rating,
        }
        for row in rows.order_by("position")
        if str(row.provider_id) not in exclude_ids
    ][:5]
    if not found:
        return no(_("There are no other businesses."), providers=[])
    return yes(_("There are others being considered."), providers=found)


def ask_person(
    context: Context,
    question: Annotated[str, "One short question for the person you call for"],
    options: Annotated[list[str], "Answers to choose from, if there are few"] = [],  # noqa: B006
) -> Answer:
    """Ask the person you call for, who may be watching. Say that you will ask and need a moment;
    then wait for the answer, which may be what to say instead."""
    choices = [quoted(option, 40) for option in options if option.strip()][:4]
    asked = control.ask(context.call, quoted(question), choices, settings.ASK_SECONDS)
    until = time.monotonic() + settings.ASK_SECONDS
    while control.answer_to(asked) is None and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    words = quoted(control.close_question(asked).data["answer"])
    return yes(words, answer=words)


def press_keys(
    context: Context, digits: Annotated[str, "Keys to press in a phone menu: 0-9, * and #"]
) -> Answer:
    """Press keys in a phone menu, after you have listened to it to the end."""
    digits = digits.replace(" ", "")
    if not digits or len(digits) > 16 or not set(digits) <= KEYS:
        raise Refused(_("Keys are digits, star and hash, at most sixteen."))
    with transaction.atomic():
        live = Call.objects.live().filter(pk=context.call.pk)
        if not live.update(keys_wanted=digits):
            raise Refused(_("This call has ended."))
        keys_wanted.send(sender=Call, call_id=context.call.pk)
    return yes(_("Pressing the keys."))


def log_event(
    context: Context,
    message: Annotated[str, "What is worth remembering, in one sentence"],
    data: Annotated[str, "Details, if any"] = "",
) -> Answer:
    """Note something about this call for the person."""
    text = quoted(f"{message} {data}".strip(), 300)
    Event.record(context.campaign, Event.Kind.CALL_NOTED, call=context.call, text=text)
    return yes(_("Noted."))


def end_call(
    context: Context,
    outcome: Annotated[Outcome, "What the call gave"],
    summary: Annotated[str, "One sentence about how it went"] = "",
) -> Answer:
    """End the call, after your goodbye. Say nothing more than that goodbye."""
    call = context.call
    claimed = _believable(context, outcome)
    if claimed == Call.Outcome.CALLBACK_PROMISED:
        outcomes.promise_callback(call.pk, _call_back_at(context))
    elif claimed == Call.Outcome.REFUSED:
        booking.refused(call.pk, quoted(summary) or _("The time is no longer free."))
    elif outcome == "declined" and claimed != Call.Outcome.DECLINED:
        outcomes.cool_down(call.pk)
    outcomes.note_outcome(call.pk, claimed, quoted(summary, 500))
    return yes(_("Goodbye."), outcome=claimed)


def _believable(context: Context, claimed: str) -> str:
    """The agent proposes an outcome; what rows must prove is not taken from it."""
    call = context.call
    if booking.is_booked(call):
        return Call.Outcome.BOOKED  # the callee's proven yes; nothing the agent says undoes it
    if claimed == Call.Outcome.BOOKED:
        return (
            Call.Outcome.FAILED if call.purpose == Call.Purpose.CONFIRM else Call.Outcome.NO_SLOTS
        )
    if claimed == Call.Outcome.REFUSED and call.purpose != Call.Purpose.CONFIRM:
        return Call.Outcome.NO_SLOTS
    if claimed == Call.Outcome.DECLINED and not _suppressed(call):
        return Call.Outcome.NO_SLOTS  # "no time for this" ends a call, not all calls for good
    return claimed


def _suppressed(call: Call) -> bool:
    if call.rehearsed:  # it is kept against nobody, but it was said
        return call.outcome == Call.Outcome.DECLINED
    return Suppression.objects.filter(
        phone=call.to_number, source=Suppression.Source.CALLEE
    ).exists()


def _call_back_at(context: Context) -> datetime | None:
    """When they asked to be called again, if they said so."""
    zone = context.provider.zone
    for turn in reversed(context.turns):
        if turn.speaker == "callee" and attitude(turn.text) == "call_back":
            return call_back_at(turn.text, now().astimezone(zone), zone)
    return None
