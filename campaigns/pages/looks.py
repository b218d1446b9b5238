"""How each status and outcome looks: CSS class, icon, shape on the radar, colour and word."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from campaigns.models import Call, Campaign

Outcome, Status = Call.Outcome, Call.Status
NEEDS_YOU = "needs_you"  # a live call whose desk waits for the person's answer
GONE = "gone"  # a call whose offer can no longer be chosen


@dataclass(frozen=True)
class Look:
    """How one state is shown on pages and in a terminal."""

    css: str
    icon: str
    shape: str  # of its dot on the radar
    word: StrPromise | str
    colour: str = ""  # in a terminal
    sentence: StrPromise | str = ""  # how a call ended that came to this

    @property
    def label(self) -> str:
        word = str(self.word)
        return word[:1].upper() + word[1:]


CALLS: dict[str, Look] = {
    Status.QUEUED: Look("is-queued", "clock", "circle", Status.QUEUED.label, "dim"),
    Status.DIALING: Look("is-dialing", "phone", "ring", Status.DIALING.label, "blue"),
    Status.IN_DOUBT: Look("is-dialing", "phone", "ring", Status.IN_DOUBT.label, "blue"),
    Status.RINGING: Look("is-ringing", "ring", "ring", Status.RINGING.label, "magenta"),
    Status.IN_PROGRESS: Look("is-talking", "talk", "disc", Status.IN_PROGRESS.label, "cyan"),
    NEEDS_YOU: Look("is-needs", "hand", "disc", _("needs you"), "yellow"),
    Status.COMPLETED: Look("is-none", "check", "square", Status.COMPLETED.label),
    Outcome.OFFER: Look(
        "is-offer", "calendar-check", "diamond", Outcome.OFFER.label, "green",
        _("They named a time that suits you."),
    ),
    GONE: Look(
        "is-none", "calendar-x", "square", _("no longer open"), "",
        _("They named a time that is no longer open."),
    ),
    Outcome.BOOKED: Look(
        "is-booked", "check", "diamond", Outcome.BOOKED.label, "bold green",
        _("They agreed to the booking."),
    ),
    Outcome.RELEASED: Look(
        "is-none", "check", "square", Outcome.RELEASED.label, "",
        _("They know that you do not need it."),
    ),
    Outcome.NO_SLOTS: Look(
        "is-none", "calendar-x", "square", Outcome.NO_SLOTS.label, "",
        _("They had no time that suits you."),
    ),
    Outcome.REFUSED: Look(
        "is-none", "calendar-x", "square", Outcome.REFUSED.label, "",
        _("The time is no longer free."),
    ),
    Outcome.CALLBACK_PROMISED: Look(
        "is-missed", "phone", "square", Outcome.CALLBACK_PROMISED.label, "",
        _("They asked us to ring again."),
    ),
    Outcome.VOICEMAIL: Look(
        "is-voicemail", "voicemail", "square", Outcome.VOICEMAIL.label, "",
        _("A machine answered."),
    ),
    Outcome.NO_ANSWER: Look(
        "is-missed", "missed", "square", Outcome.NO_ANSWER.label, "", _("Nobody answered.")
    ),
    Outcome.BUSY: Look(
        "is-missed", "missed", "square", Outcome.BUSY.label, "", _("Their line was busy.")
    ),
    Outcome.DECLINED: Look(
        "is-declined", "stop", "square", Outcome.DECLINED.label, "red",
        _("They asked not to be called. We will not call again."),
    ),
    Outcome.CANCELLED: Look("is-queued", "stop", "square", Outcome.CANCELLED.label),
    Outcome.FAILED: Look("is-failed", "alert", "square", Outcome.FAILED.label, "red"),
}  # fmt: skip
CAMPAIGNS: dict[str, str] = {  # the class of a request's chip
    Campaign.Status.CREATED: "is-talking",
    Campaign.Status.PROVIDER_LOOKUP: "is-talking",
    Campaign.Status.DIALING: "is-talking",
    Campaign.Status.NEGOTIATING: "is-talking",
    Campaign.Status.RANKING: "is-offer",
    Campaign.Status.CONFIRMING: "is-talking",
    Campaign.Status.CONFIRMED: "is-booked",
    Campaign.Status.FAILED: "is-failed",
    Campaign.Status.CANCELLED: "",
}


def state_of(call: Call) -> str:
    """What a call came to, or where it is."""
    return (call.outcome or call.status) if call.ended else call.status


def look_of(call: Call) -> Look:
    return CALLS[state_of(call)]
