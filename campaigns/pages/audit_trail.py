"""The audit trail in words: who did what in a person's requests, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Booking, Call, Campaign, Event, Offer
from campaigns.pages import tool_words
from scheduling.language.speak import spoken

Kind = Event.Kind
ACTORS = {
    "you": gettext_lazy("You"),
    "assistant": gettext_lazy("Assistant"),
    "desk": gettext_lazy("Desk"),
    "system": gettext_lazy("System"),
}
TYPES: dict[str, tuple[StrPromise, set[str]]] = {
    "requests": (gettext_lazy("Requests"), {Kind.CAMPAIGN_MOVED, Kind.PROVIDERS_FOUND}),
    "calls": (gettext_lazy("Calls"), {Kind.CALL_QUEUED, Kind.CALL_MOVED}),
    "offers": (
        gettext_lazy("Offers"),
        {Kind.OFFER_NOTED, Kind.OFFER_MOVED, Kind.RANKED, Kind.NEXT_BEST},
    ),
    "bookings": (gettext_lazy("Bookings"), {Kind.BOOKING_MOVED, Kind.CALENDAR_MOVED}),
    "questions": (
        gettext_lazy("Questions and hints"),
        {Kind.NEEDS_YOU, Kind.ANSWERED, Kind.WHISPERED, Kind.HEEDED},
    ),
    "talk": (
        gettext_lazy("What was said and looked up"),
        {Kind.TURN, Kind.TOOL_RUN, Kind.CALL_NOTED},
    ),
}
LOUD = {Kind.TURN, Kind.TOOL_RUN, Kind.RANKED}  # only shown when asked for by type
# Kind → the field of its data that tells the actor, value → actor, and the actor otherwise.
WHO: dict[str, tuple[str, dict[object, str], str]] = {
    Kind.CAMPAIGN_MOVED: ("status", {"created": "you"}, "system"),
    Kind.PROVIDERS_FOUND: ("", {}, "system"),
    Kind.CALL_QUEUED: ("", {}, "system"),
    Kind.CALL_MOVED: (
        "status",
        {
            "in_progress": "desk",
            "completed": "desk",
            "dialing": "assistant",
            "ringing": "assistant",
        },
        "system",
    ),
    Kind.CALL_NOTED: ("", {}, "assistant"),
    Kind.TURN: ("speaker", {"callee": "desk", "person": "you"}, "assistant"),
    Kind.TOOL_RUN: ("", {}, "assistant"),
    Kind.OFFER_NOTED: ("", {}, "desk"),
    Kind.OFFER_MOVED: ("status", {"withdrawn": "desk", "released": "assistant"}, "system"),
    Kind.RANKED: ("", {}, "system"),
    Kind.BOOKING_MOVED: (
        "status",
        {"confirming": "you", "booked": "desk", "refused": "desk"},
        "system",
    ),
    Kind.CALENDAR_MOVED: ("", {}, "system"),
    Kind.NEXT_BEST: ("", {}, "system"),
    Kind.NEEDS_YOU: ("", {}, "assistant"),
    Kind.ANSWERED: ("default", {True: "system"}, "you"),
    Kind.WHISPERED: ("", {}, "you"),
    Kind.HEEDED: ("", {}, "assistant"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the trail."""

    event: Event
    actor: str
    text: str

    @property
    def who(self) -> str:
        return str(ACTORS[self.actor])

    @property
    def day(self) -> date:
        return self.event.created_at.astimezone(get_current_timezone()).date()


@dataclass(frozen=True)
class Sought:
    """What of the trail is wanted; blank is everything."""

    actor: str = ""
    type: str = ""
    campaign: str = ""
    first: date | None = None
    last: date | None = None
    words: str = ""

    @property
    def any(self) -> bool:
        return any((self.actor, self.type, self.campaign, self.first, self.last, self.words))


def events(person: User, sought: Sought) -> QuerySet[Event]:
    """The person's own, newest first."""
    rows = Event.objects.filter(mandate__person_id=person.pk)
    if sought.type in TYPES:
        rows = rows.filter(kind__in=TYPES[sought.type][1])
    else:
        rows = rows.exclude(kind__in=LOUD)
    if sought.actor in ACTORS:
        rows = rows.filter(_by(sought.actor))
    if sought.campaign:
        rows = rows.filter(mandate_id=sought.campaign)
    if sought.first:
        rows = rows.filter(created_at__gte=_midnight(sought.first))
    if sought.last:
        rows = rows.filter(created_at__lt=_midnight(sought.last + timedelta(days=1)))
    if sought.words:
        rows = rows.filter(_with(sought.words))
    rows = rows.select_related("mandate__campaign", "call__provider", "offer__provider")
    return rows.order_by("-pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())


def _with(words: str) -> Q:
    found = Q()
    for place in (
        "mandate__campaign__request", "call__provider__name", "offer__provider__name",
        "data__text", "data__reason", "data__question", "data__answer",
    ):  # fmt: skip
        found |= Q(**{f"{place}__icontains": words})
    return found


def _by(actor: str) -> Q:
    found = Q(pk__in=[])
    for kind, (field, named, otherwise) in WHO.items():
        mine = [value for value, who in named.items() if who == actor]
        others = [value for value, who in named.items() if who != actor]
        if otherwise == actor:
            query = Q(kind=kind)
            for value in others:
                told = Q(**{f"data__{field}": value})
                query &= Q(**{f"data__{field}__isnull": True}) | ~told
            found |= query
        else:
            for value in mine:
                found |= Q(kind=kind, **{f"data__{field}": value})
    return found


def actor_of(event: Event) -> str:
    field, named, otherwise = WHO[event.kind]
    return named.get(event.data.get(field), otherwise) if field else otherwise


def entry(event: Event) -> Entry:
    return Entry(event, actor_of(event), sentence(event))


# --- in words ----------------------------------------------------------------------------------


def sentence(event: Event) -> str:
    """What happened, without the actor's name; every kind has its words."""
    data = event.data
    words: str
    match event.kind:
        case Kind.CAMPAIGN_MOVED:
            words = _campaign(data)
        case Kind.PROVIDERS_FOUND:
            words = _found(data)
        case Kind.CALL_QUEUED:
            words = _("lined up a call to %(name)s") % {"name": _whom(event)}
        case Kind.CALL_MOVED:
            words = _call(event)
        case Kind.CALL_NOTED:
            words = _("noted about %(name)s: %(text)s")
            words %= {"name": _whom(event), "text": data.get("text", "")}
        case Kind.TURN:
            words = _("said: “%(text)s”") % {"text": data.get("text", "")}
        case Kind.TOOL_RUN:
            words = _tool(event)
        case Kind.OFFER_NOTED:
            words = _("%(name)s offered %(time)s")
            words %= {"name": _whom(event), "time": _when(event)}
        case Kind.OFFER_MOVED:
            words = _offer(event)
        case Kind.RANKED:
            count = len(data.get("offers", []))
            words = ngettext("ranked %(n)d offer", "ranked %(n)d offers", count) % {"n": count}
        case Kind.BOOKING_MOVED:
            words = _booking(event)
        case Kind.CALENDAR_MOVED:
            words = (
                _("wrote the appointment into the calendar")
                if data.get("status") == "written"
                else _("could not write the appointment into the calendar")
            )
        case Kind.NEXT_BEST:
            words = _("found the next best: %(text)s") % {"text": data.get("text", "")}
        case Kind.NEEDS_YOU:
            words = _("asked you during the call to %(name)s: “%(text)s”")
            words %= {"name": _whom(event), "text": data.get("question", "")}
        case Kind.ANSWERED:
            words = _("answered: “%(text)s”") % {"text": data.get("answer", "")}
            if data.get("default"):
                words = _("answered for you, because no answer came: “%(text)s”")
                words %= {"text": data.get("answer", "")}
        case Kind.WHISPERED:
            words = _("whispered to the assistant: “%(text)s”") % {"text": data.get("text", "")}
        case Kind.HEEDED:
            words = _("read your hint during the call to %(name)s") % {"name": _whom(event)}
        case _:
            raise ValueError(f"There are no words for {event.kind}.")
    return words


def _whom(event: Event) -> str:
    provider = (event.call and event.call.provider) or (event.offer and event.offer.provider)
    return str(provider) if provider else _("a provider")


def _when(event: Event) -> str:
    offer = event.offer
    if offer is not None:
        return spoken(offer.start.astimezone(offer.zone))
    moment = parse_datetime(str(event.data.get("start", "")))
    return spoken(moment) if moment else _("a time")


def _reason(words: str, data: JsonObject) -> str:
    reason = str(data.get("reason") or "").rstrip(".")
    return f"{words} ({reason})" if reason else words


def _campaign(data: JsonObject) -> str:
    told = {
        Campaign.Status.CREATED: _("made the request"),
        Campaign.Status.PROVIDER_LOOKUP: _("looked for providers"),
        Campaign.Status.DIALING: _("began to call"),
        Campaign.Status.NEGOTIATING: _("is talking to desks"),
        Campaign.Status.RANKING: _("has offers to choose from"),
        Campaign.Status.CONFIRMING: _("rings back to book"),
        Campaign.Status.CONFIRMED: _("closed the request: it is booked"),
        Campaign.Status.FAILED: _("closed the request: nothing was found"),
        Campaign.Status.CANCELLED: _("stopped the request"),
    }
    status = str(data.get("status", ""))
    words = next((text for key, text in told.items() if key == status), _("moved the request on"))
    return _reason(words, data)


def _found(data: JsonObject) -> str:
    called, skipped = int(data.get("called") or 0), len(data.get("skipped") or [])
    words = ngettext("found %(n)d provider to call", "found %(n)d providers to call", called)
    words %= {"n": called}
    if not skipped:
        return words
    more = ngettext("%(n)d is not called", "%(n)d are not called", skipped) % {"n": skipped}
    return f"{words}; {more}"


def _call(event: Event) -> str:
    status, outcome = str(event.data.get("status", "")), str(event.data.get("outcome", ""))
    told = {
        Call.Status.QUEUED: _("put the call to %(name)s back in line"),
        Call.Status.DIALING: _("dialled %(name)s"),
        Call.Status.IN_DOUBT: _("looks up what became of the call to %(name)s"),
        Call.Status.RINGING: _("let it ring at %(name)s"),
        Call.Status.IN_PROGRESS: _("%(name)s answered the phone"),
        Call.Status.COMPLETED: _("the call to %(name)s ended"),
        Call.Status.FAILED: _("the call to %(name)s failed"),
        Call.Status.CANCELLED: _("stopped the call to %(name)s"),
    }
    words = next(
        (t for key, t in told.items() if key == status), _("moved the call to %(name)s on")
    )
    words %= {"name": _whom(event)}
    if outcome in Call.Outcome.values and outcome != status:
        words = f"{words}: {Call.Outcome(outcome).label}"
    return _reason(words, event.data)


def _tool(event: Event) -> str:
    words = tool_words.told(str(event.data.get("name")), event.data.get("ok") is not False)
    words = words[:1].lower() + words[1:]
    return _("%(words)s (call to %(name)s)") % {"words": words, "name": _whom(event)}


def _offer(event: Event) -> str:
    told = {
        Offer.Status.STANDING: _("%(name)s offers %(time)s again"),
        Offer.Status.WITHDRAWN: _("%(name)s no longer has %(time)s"),
        Offer.Status.EXPIRED: _("the offer of %(name)s, %(time)s, has lapsed"),
        Offer.Status.BOOKED: _("the offer of %(name)s, %(time)s, is booked"),
        Offer.Status.RELEASED: _("told %(name)s that %(time)s is not needed"),
    }
    status = str(event.data.get("status", ""))
    words = next(
        (t for key, t in told.items() if key == status), _("moved an offer of %(name)s on")
    )
    return words % {"name": _whom(event), "time": _when(event)}


def _booking(event: Event) -> str:
    told = {
        Booking.Status.CONFIRMING: _("chose %(time)s at %(name)s"),
        Booking.Status.NEEDS_CONFIRMATION: _("asks whether %(name)s has really agreed to %(time)s"),
        Booking.Status.BOOKED: _("%(name)s agreed to %(time)s"),
        Booking.Status.REFUSED: _("%(name)s did not book %(time)s"),
        Booking.Status.CANCELLED: _("the booking of %(time)s at %(name)s was cancelled"),
    }
    status = str(event.data.get("status", ""))
    words = next((t for key, t in told.items() if key == status), _("moved a booking on"))
    return _reason(words % {"name": _whom(event), "time": _when(event)}, event.data)
