"""A choice before and after it is made: what stands in its way, and how far its booking is."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callpilot.errors import Refused, VendorError
from callpilot.json_types import JsonObject
from campaigns.bookings import permits
from campaigns.models import Booking, Call, Campaign, Candidate, Event, Offer
from campaigns.offers import offers
from campaigns.pages import looks
from scheduling import availability
from scheduling.availability import Clash
from scheduling.models import Appointment
from scheduling.signals import calendar_moved


@dataclass
class Review:
    """One offer, looked at once more before the person says yes."""

    campaign: Campaign
    offer: Offer
    problem: str = ""  # why it cannot be booked, in words
    clashes: list[Clash] = field(default_factory=list)
    unchecked: bool = False  # the calendar could not be read
    next_best: Offer | None = None
    candidate: Candidate | None = None
    others_talking: int = 0

    @property
    def bookable(self) -> bool:
        return not (self.problem or self.clashes or self.unchecked)


def review(campaign: Campaign, offer: Offer) -> Review:
    """Look again at the offer, the permit and the calendar; network, so not in a transaction."""
    seen = Review(campaign, offer)
    seen.candidate = campaign.candidates.filter(provider=offer.provider).first()
    seen.others_talking = campaign.calls.live().filter(purpose=Call.Purpose.ENQUIRE).count()
    try:
        known = permits.of_campaign(campaign)
        if known is not None:
            permits.same(known, offer)
        permits.must_be_confirmable(campaign, offer)
    except Refused as refusal:
        seen.problem = str(refusal)
    else:
        _look_into_calendar(seen)
    if not seen.bookable:
        seen.next_best = best_but(offer)
    return seen


def _look_into_calendar(seen: Review) -> None:
    campaign, offer = seen.campaign, seen.offer
    visit = offers.visit(campaign, offer.provider, offer.slot)
    try:
        seen.clashes = availability.clashes(campaign.person, visit)
    except VendorError:
        seen.unchecked = True


def best_but(offer: Offer) -> Offer | None:
    """The best other offer that can be chosen now."""
    if not offer.campaign.wanted or permits.of_campaign(offer.campaign) is not None:
        return None
    rows = Offer.objects.choosable(offer.campaign_id).exclude(pk=offer.pk)
    return rows.select_related("provider", "campaign").first()


# --- how far it is -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One of the four steps of a booking; state: done, current, failed, ahead."""

    name: str
    label: str
    state: str


@dataclass
class Progress:
    """A booking as the page shows it while it comes about, or when it has not."""

    booking: Booking
    campaign: Campaign
    steps: list[Step]
    confirm_call: Call | None = None
    confirm_line: JsonObject | None = None  # speaker, text: what was said last
    phone_words: str = ""
    waits_for: datetime | None = None  # when we ring again
    next_best: Offer | None = None
    can_try_again: bool = False

    @property
    def appointment(self) -> Appointment | None:
        return self.booking.appointment

    @property
    def calendar_failed(self) -> bool:
        row = self.appointment
        return bool(row and row.calendar_failed_at and row.status == Appointment.Status.BOOKED)

    @property
    def under_way(self) -> bool:
        return any(step.state == "current" for step in self.steps)


def latest(campaign: Campaign) -> Booking | None:
    """The booking that holds the permit, else the last one that has failed while it matters."""
    related = campaign.bookings.select_related("offer__provider", "appointment", "campaign")
    held = related.filter(status__in=Booking.HOLDING).first()
    if held is not None or not campaign.wanted:
        return held
    return related.filter(status=Booking.Status.REFUSED).first()


def progress_of(booking: Booking) -> Progress:
    """The steps of a booking, the call it waits for, and what can be done when it failed."""
    call = _call_of(booking)
    shown = Progress(booking, booking.campaign, _steps(booking), confirm_call=call)
    if booking.status in (Booking.Status.CONFIRMING, Booking.Status.NEEDS_CONFIRMATION):
        shown.phone_words = _on_the_phone(call)
        shown.confirm_line = last_line(call)
        if call is not None and call.status == Call.Status.QUEUED and call.due_at > now():
            shown.waits_for = call.due_at
    if booking.status == Booking.Status.REFUSED:
        offer = booking.offer
        shown.next_best = best_but(offer)
        standing = offer.status == Offer.Status.STANDING and offer.start > now()
        shown.can_try_again = standing and offer.verified and booking.campaign.wanted
    return shown


def _call_of(booking: Booking) -> Call | None:
    """The confirm call that speaks last, or the enquiry in which it was booked at once."""
    calls = booking.campaign.calls.filter(
        purpose=Call.Purpose.CONFIRM,
        offer_id=booking.offer_id,
        created_at__gte=booking.created_at,
    )
    if booking.confirm_calls == 0:
        return booking.offer.call
    return calls.select_related("retry_of").order_by("-attempt").first()


LABELS = {
    "hold": gettext_lazy("Time held"),
    "ring": gettext_lazy("Calling back"),
    "book": gettext_lazy("Booked"),
    "calendar": gettext_lazy("In your calendar"),
}


def _steps(booking: Booking) -> list[Step]:
    states = dict.fromkeys(LABELS, "ahead")
    states["hold"] = "done"
    match booking.status:
        case Booking.Status.CONFIRMING:
            states["ring"] = "current"
        case Booking.Status.NEEDS_CONFIRMATION:
            states["ring"], states["book"] = "current", "current"
        case Booking.Status.BOOKED:
            states["ring"] = states["book"] = "done"
            states["calendar"] = _calendar_state(booking.appointment)
        case _:
            states["ring"] = "failed"
    return [Step(name, str(label), states[name]) for name, label in LABELS.items()]


def _calendar_state(appointment: Appointment | None) -> str:
    if appointment is None or appointment.in_calendar_at is not None:
        return "done" if appointment else "current"
    return "failed" if appointment.calendar_failed_at else "current"


def _on_the_phone(call: Call | None) -> str:
    if call is None:
        return _("The call is being prepared.")
    match call.status:
        case Call.Status.QUEUED if call.due_at > now():
            return _waiting_words(call)
        case Call.Status.QUEUED:
            return _("Waiting for a free line.")
        case Call.Status.DIALING | Call.Status.IN_DOUBT:
            return _("Dialling.")
        case Call.Status.RINGING:
            return _("It is ringing.")
        case Call.Status.IN_PROGRESS:
            return _("Talking with them.")
    return _("The call has ended. A moment, please.")


def _waiting_words(call: Call) -> str:
    before = call.retry_of
    if before is None:
        return call.reason or _("We call when they are open.")
    look = looks.CALLS.get(before.outcome)
    return str(look.sentence if look else "") or _("The call did not come about.")


def last_line(call: Call | None) -> JsonObject | None:
    """What was said last on a call that goes on."""
    if call is None or call.status != Call.Status.IN_PROGRESS:
        return None
    turns = Event.objects.filter(call=call, kind=Event.Kind.TURN).order_by("-number")
    turn = turns.exclude(data__text="").first()
    if turn is None:
        return None
    return {"speaker": turn.data.get("speaker", ""), "text": turn.data.get("text", "")}


# --- does the desk know that it was cancelled? -------------------------------------------------


@dataclass(frozen=True)
class Told:
    """Whether the desk knows of a cancellation; state: calling, waiting, knows, machine, not."""

    state: str
    call: Call
    due_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        return self.state in ("calling", "waiting")


def told(booking: Booking) -> Told | None:
    """Where the call stands that tells the desk; None when there was nothing to tell."""
    calls = Call.objects.filter(
        campaign_id=booking.campaign_id, offer_id=booking.offer_id, purpose__in=Call.LETTING_GO
    )
    call = calls.order_by("-created_at").first()
    if call is None:
        return None
    if call.status == Call.Status.QUEUED:
        later = call.due_at > now()
        return Told("waiting" if later else "calling", call, call.due_at if later else None)
    if not call.ended or call.concluded_at is None:
        return Told("calling", call)
    states = {Call.Outcome.RELEASED: "knows", Call.Outcome.VOICEMAIL: "machine"}
    return Told(states.get(Call.Outcome(call.outcome or "failed"), "not"), call)


# --- the calendar, seen from here ----------------------------------------------------------------


def listen() -> None:
    calendar_moved.connect(note_calendar, dispatch_uid="campaigns")


def note_calendar(sender: object, appointment_id: UUID, status: str, **_kwargs: object) -> None:
    """Let those who watch the campaign know what became of the calendar."""
    booking = Booking.objects.filter(appointment_id=appointment_id).first()
    if booking is not None:
        Event.record(
            booking.campaign, Event.Kind.CALENDAR_MOVED, offer=booking.offer, status=status
        )
