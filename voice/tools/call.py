"""Tools about everything but times: places, the person, keys, notes and the end."""

import json
import time
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from callpilot.errors import Refused
from callpilot.models import Profile
from campaigns.bookings import booking
from campaigns.calls import control, outcomes
from campaigns.models import Call, Candidate, Event, Suppression
from campaigns.providers import candidates, gazetteer, service_kinds
from campaigns.signals import keys_wanted
from scheduling.distances.base import Point
from voice.briefs import quoted
from voice.evidence.intents import attitude, call_back_at
from voice.tools.context import Answer, Context, no, yes

LOOK_SECONDS = 0.2
NO_ANSWER = control.NO_ANSWER
WAYS = {  # a Distance's mode → as one says it
    "driving": gettext_noop("by car"),
    "walking": gettext_noop("on foot"),
    "transit": gettext_noop("by public transport"),
    "bicycling": gettext_noop("by bicycle"),
}
UNKNOWN_WAY = gettext_noop("on the way")
MAX_OTHERS = 5
MAX_DETAILS = 20
DETAILS = {  # the names that agents are offered; others are kept as well
    "website": "Address of a page that they pointed to",
    "contact": "Whom to ask for",
    "opening_hours": "When they are open, as they said it",
    "directions": "Where to go, park or ring",
    "bring": "What to bring along",
}
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
    say = _("About %(minutes)d minutes %(way)s.") % {
        "minutes": minutes,
        "way": _(WAYS.get(row.travel_mode, UNKNOWN_WAY)),
    }
    return yes(say, minutes=minutes, km=km, mode=row.travel_mode)


def provider_lookup(
    context: Context,
    service: Annotated[str, "Kind of business; leave out for the same kind"] = "",
    location: Annotated[str, "Place; leave out for the same place"] = "",
    exclude_ids: Annotated[list[str], "Ids of businesses that are already known"] = [],  # noqa: B006
) -> Answer:
    """Other businesses of a kind near a place, for your own information only; those that are being
    considered if it is the kind and place of this wish."""
    here = _place_of(context, location)
    kind = _kind_of(context, service)
    campaign = context.campaign
    same = kind == campaign.service and here == Point(campaign.latitude, campaign.longitude)
    known = {context.provider.pk, *_ids(exclude_ids)}
    others = candidates.considered(campaign) if same else candidates.near(campaign, kind, here)
    found = [
        {
            "provider_id": str(each.provider.pk),
            "name": quoted(each.provider.name, 80),
            "service": each.provider.service,
            "km": round(each.km, 1) if each.km is not None else None,
            "rating": each.provider.rating,
        }
        for each in others
        if each.provider.pk not in known
    ][:MAX_OTHERS]
    if not found:
        return no(_("There are no other businesses."), providers=[])
    words = _("There are others being considered.") if same else _("There are others there.")
    return yes(words, providers=found)


def _kind_of(context: Context, service: str) -> str:
    if not service.strip():
        return context.campaign.service
    asked = service_kinds.asked_for(service)
    if asked is None:
        known = ", ".join(service_kinds.SERVICES)
        raise Refused(
            _("I do not know that kind of business; I know %(kinds)s.") % {"kinds": known}
        )
    return asked.key


def _place_of(context: Context, location: str) -> Point:
    campaign = context.campaign
    if not location.strip() or location.strip().casefold() == campaign.place.casefold():
        return Point(campaign.latitude, campaign.longitude)
    profile = Profile.objects.filter(user=campaign.person).first()
    found = gazetteer.find(location, profile)
    if found.place is None:
        choices = "; ".join(place.name for place in found.suggestions)
        if not choices:
            raise Refused(_("I do not know that place."))
        raise Refused(_("That may be several places: %(choices)s.") % {"choices": choices})
    return Point(found.place.latitude, found.place.longitude)


def _ids(given: list[str]) -> set[UUID]:
    """Ids of nobody do no harm."""
    ids = set()
    for text in given:
        with suppress(ValueError):
            ids.add(UUID(text))
    return ids


def ask_person(
    context: Context,
    question: Annotated[str, "One short question for the person you call for"],
    options: Annotated[list[str], "Answers to choose from, if there are few"] = [],  # noqa: B006
) -> Answer:
    """Ask the person you call for, who may be watching. Say that you will ask and need a moment;
    then wait for the answer, which may be what to say instead."""
    choices = [quoted(option, 40) for option in options if option.strip()][:4]
    words = quoted(question)
    # Who was told that it takes longer asks again: nobody is disturbed twice for that.
    asked = control.asked(context.call, words) or control.ask(
        context.call, words, choices, settings.ASK_SECONDS
    )
    while control.answer_to(asked) is None and not control.overdue(asked):
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
    data: Annotated[dict[str, object], "Details by name, if any", DETAILS] = {},  # noqa: B006
) -> Answer:
    """Note something about this call for the person."""
    if len(data) > MAX_DETAILS:
        raise Refused(_("Note at most %(most)d details at once.") % {"most": MAX_DETAILS})
    details = {quoted(name, 40): _detail(value) for name, value in data.items()}
    told = "; ".join(f"{name}: {value}" for name, value in details.items() if name and value)
    text = quoted(f"{quoted(message, 300)} ({told})" if told else message, 300 + len(told))
    Event.record(
        context.campaign, Event.Kind.CALL_NOTED, call=context.call, text=text, details=details
    )
    return yes(_("Noted."))


def _detail(value: object) -> str:
    if isinstance(value, str):
        return quoted(value)
    return quoted(json.dumps(value, ensure_ascii=False, default=str))


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
