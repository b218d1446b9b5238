"""May this number be called, now? The one gate before a dial."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import phonenumbers
import phonenumbers.timezone
from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _

from campaigns.models import Call, CallingStop, Campaign, Suppression
from campaigns.providers import calling_hours, phone_numbers
from telephony.dialling import caps, costs, stream_check
from telephony.models import Ring, StreamCheck

LINE_BUSY_SECONDS = 15  # until a number that is being called is looked at again
CONFIRM_FIRST_MINUTES = 1  # until an enquiry looks whether the booking has come about
BEING_TRIED_SECONDS = 1  # until it is known whether our media socket can be opened
VOICE_REST_MINUTES = 5  # until one call tries whether the voice is back
STOPPED_SECONDS = 60  # until it is looked whether calling has been resumed
BUDGET_WAIT_SECONDS = 20  # until a reservation of a live call may have turned into less
# What follows from what was agreed is done even when the campaign is over.
WHILE_WANTED = {Call.Purpose.ENQUIRE, Call.Purpose.CONFIRM}


@dataclass(frozen=True)
class Verdict:
    """May it be dialled? If not: when to ask again (None: never), why, and what that makes it."""

    allowed: bool
    defer_until: datetime | None = None
    reason: str = ""
    outcome: str = Call.Outcome.FAILED  # of a call that is refused for good


ALLOWED = Verdict(True)
Rule = Callable[[Call], Verdict | None]


def check(call: Call) -> Verdict:
    """The verdict of the first rule that objects, or ALLOWED.

    Reads the rows as they are: where it must hold against others who dial at the same
    moment, call it inside the claim's transaction (telephony/dialling/dispatch.py).
    """
    for rule in RULES:
        verdict = rule(call)
        if verdict is not None:
            return _in_time(call, verdict)
    return ALLOWED


def dialled_number(call: Call) -> str:
    """The number that really rings, also for calls that were queued in another mode."""
    return phone_numbers.dialled(call.to_number)


def _never(reason: str, outcome: str = Call.Outcome.FAILED) -> Verdict:
    return Verdict(False, None, reason, outcome)


def _later(reason: str, **wait: float) -> Verdict:
    return Verdict(False, now() + timedelta(**wait), reason)


def _in_time(call: Call, verdict: Verdict) -> Verdict:
    """A wait beyond the campaign's end is a refusal; a booking has its own, longer time."""
    campaign = call.campaign
    if campaign is None or verdict.defer_until is None or call.purpose not in WHILE_WANTED:
        return verdict
    limit = campaign.deadline_at
    if call.purpose == Call.Purpose.CONFIRM and call.offer is not None:
        limit = call.offer.start
    if verdict.defer_until < limit:
        return verdict
    return _never(verdict.reason)


# --- the rules, in the order of RULES ---------------------------------------------------------


def still_wanted(call: Call) -> Verdict | None:
    if call.unwanted_at is not None:
        return _never(call.reason or _("No longer wanted."), Call.Outcome.CANCELLED)
    campaign = call.campaign
    if campaign is None or call.purpose not in WHILE_WANTED:
        return None
    if not campaign.wanted:
        return _never(_("The campaign is over."), Call.Outcome.CANCELLED)
    if call.purpose == Call.Purpose.ENQUIRE and campaign.deadline_at <= now():
        return _never(_("The time for this campaign has run out."))
    return None


def calling_not_stopped(call: Call) -> Verdict | None:
    if CallingStop.standing() is None:
        return None
    words = _("Calling is stopped for everybody by those who run this service.")
    return _later(words, seconds=STOPPED_SECONDS)


def nothing_being_booked(call: Call) -> Verdict | None:
    """While one desk is asked to book, no other is asked for a time that may not be needed."""
    campaign = call.campaign
    if campaign is None or call.purpose != Call.Purpose.ENQUIRE:
        return None
    if campaign.status != Campaign.Status.CONFIRMING:
        return None
    return _later(_("Another desk is being asked to book."), minutes=CONFIRM_FIRST_MINUTES)


def machine_worth_another_try(call: Call) -> Verdict | None:
    """Where a machine answered, we ring once more only as long as there is no time to choose."""
    if not call.brief.get(Call.AFTER_MACHINE) or call.campaign is None:
        return None
    if not call.campaign.offers.standing().exists():
        return None
    return _never(_("Another desk has a time for you."), Call.Outcome.CANCELLED)


def number_in_policy(call: Call) -> Verdict | None:
    words = phone_numbers.problem(dialled_number(call))
    return _never(words) if words else None


def number_right(call: Call) -> Verdict | None:
    wrong = call.provider is not None and call.provider.number_wrong
    if wrong and not call.rehearsed:
        return _never(_("Somebody there said that this is not the provider's number."))
    return None


def not_suppressed(call: Call) -> Verdict | None:
    suppression = Suppression.standing_for(dialled_number(call))
    if suppression is None:
        return None
    if suppression.lapses_at is None:
        return _never(_("This number asked not to be called."))
    return Verdict(False, suppression.lapses_at, _("They had no time; we leave them in peace."))


def number_under_its_caps(call: Call) -> Verdict | None:
    """Nobody's telephone rings all day long, whoever asks for it; a phone of our own may."""
    if call.rehearsed:
        return None
    rings = Ring.objects.filter(number=dialled_number(call))
    until = caps.again_at(rings, call, settings.MAX_CALLS_PER_NUMBER_PER_WEEK, caps.WEEK)
    if until is not None:
        return Verdict(False, until, _("This number has been called often enough for a week."))
    until = caps.again_at(rings, call, settings.MAX_CALLS_PER_NUMBER_PER_DAY, caps.DAY)
    if until is not None:
        return Verdict(False, until, _("This number has been called often enough for a day."))
    return None


def person_under_their_cap(call: Call) -> Verdict | None:
    rings = Ring.objects.filter(person_id=call.mandate.person_id)
    until = caps.again_at(rings, call, settings.MAX_CALLS_PER_PERSON_PER_DAY, caps.DAY)
    if until is None:
        return None
    return Verdict(False, until, _("You have had as many calls made as one may within a day."))


def deployment_under_its_cap(call: Call) -> Verdict | None:
    until = caps.again_at(Ring.objects.all(), call, settings.MAX_CALLS_PER_DAY, caps.DAY)
    if until is None:
        return None
    return Verdict(False, until, _("No more calls can be made today; the service has its limit."))


def in_hours(call: Call) -> Verdict | None:
    if settings.CALLING_HOURS == "any":
        return None
    opening = call.provider.opening_hours if call.provider is not None else {}
    allowed = calling_hours.week(settings.CALLING_HOURS, opening)
    moment, zone = now(), callee_zone(call)
    if calling_hours.permitted(moment, zone, allowed):
        return None
    first = calling_hours.first_permitted(moment, zone, allowed)
    if first is None:
        return _never(_("It is never open during the hours in which we may call."))
    return Verdict(False, first, _("It is outside calling hours there."))


def number_free(call: Call) -> Verdict | None:
    others = Call.objects.live().exclude(pk=call.pk)
    if settings.MODE != "rehearsal":  # there, all calls ring the one phone
        others = others.filter(to_number=call.to_number)
    if others.exists():
        return _later(_("This number is being called already."), seconds=LINE_BUSY_SECONDS)
    return None


def mandate_line_free(call: Call) -> Verdict | None:
    if Call.objects.live().filter(mandate=call.mandate).count() < call.mandate.max_parallel:
        return None
    return _later(_("Enough calls are under way for this campaign."), seconds=0)


def deployment_line_free(call: Call) -> Verdict | None:
    if Call.objects.live().count() < settings.MAX_LIVE_CALLS:
        return None
    return _later(_("All lines are in use."), seconds=0)


def voice_reachable(call: Call) -> Verdict | None:
    """Nobody is rung, whatever for, unless our media socket has just been opened and proven ours.

    It is tried before (telephony/dialling/stream_check.py); here only the row is read.
    """
    if not (address := stream_check.address()):
        return None
    check = StreamCheck.of(address)
    if check.proven:
        return None
    if not check.fault:
        return _later("", seconds=BEING_TRIED_SECONDS)
    words = _("Nobody could talk to them: %(why)s. We call as soon as that is mended.")
    return _later(words % {"why": stream_check.why(check)}, seconds=check.TRY_AGAIN.seconds)


def voice_at_work(call: Call) -> Verdict | None:
    """Whoever answers must find somebody to talk to.

    When the voice failed on the last calls that were answered, all others rest; then one at a
    time tries it again. A rest that has run out is read from the rows: nothing has to reset it.
    It is over, too, once our media socket can be opened again that could not be after those calls.
    """
    failures = settings.VOICE_FAILURES
    if failures < 1:
        return None
    if call.purpose not in WHILE_WANTED:
        return None  # they expect us, and an apology is better than silence
    answered = Call.objects.filter(answered_at__isnull=False, ended_at__isnull=False)
    last = list(answered.order_by("-ended_at")[:failures])
    if len(last) < failures or not all(each.metrics.get("agent_failed") for each in last):
        return None
    failed_at = last[0].ended_at or now()
    rest_until = failed_at + timedelta(minutes=VOICE_REST_MINUTES)
    if StreamCheck.objects.filter(good_at__isnull=False, mended_at__gt=failed_at).exists():
        return None
    if rest_until > now():
        return Verdict(False, rest_until, _("Our voice is out of order; we call when it is back."))
    if Call.objects.live().exclude(pk=call.pk).exists():
        return _later(_("One call tries whether our voice is back."), seconds=LINE_BUSY_SECONDS)
    return None


def within_budget(call: Call) -> Verdict | None:
    mandate = call.mandate
    if costs.committed(mandate.pk) + costs.reservation() <= costs.ceiling(mandate):
        return None
    if Call.objects.live().filter(mandate=mandate).exists():
        # They have reserved the most a call can cost and will hardly spend it.
        return _later(_("The rest of the budget is reserved."), seconds=BUDGET_WAIT_SECONDS)
    return _never(_("The budget is spent."))


RULES: tuple[Rule, ...] = (
    still_wanted,
    calling_not_stopped,
    nothing_being_booked,
    machine_worth_another_try,
    number_in_policy,
    number_right,
    not_suppressed,
    number_under_its_caps,
    person_under_their_cap,
    deployment_under_its_cap,
    in_hours,
    number_free,
    mandate_line_free,
    deployment_line_free,
    voice_reachable,
    voice_at_work,
    within_budget,
)


def callee_zone(call: Call) -> tzinfo:
    """Whose clock counts: the provider's zone, else the campaign's, else the number's."""
    place = call.provider or call.campaign
    if place is not None:
        return place.zone
    number = phonenumbers.parse(dialled_number(call), None)
    names = phonenumbers.timezone.time_zones_for_number(number)
    return UTC if names[0] == phonenumbers.timezone.UNKNOWN_TIMEZONE else ZoneInfo(names[0])
