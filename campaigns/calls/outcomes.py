"""A call has ended, or something was said in it: retry, next step, or rank."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.json_types import JsonObject
from campaigns.bookings import booking
from campaigns.campaign_status import update_campaign_status
from campaigns.models import Call, Event, Mandate, Offer, Provider, Suppression
from campaigns.queue import after_machine_at, queue_call, retry_at

__all__ = [
    "cool_down",
    "note_outcome",
    "opt_out",
    "promise_callback",
    "conclude_call",
    "update_campaign_status",
    "wrong_number",
]

STICKY = [Call.Outcome.DECLINED, Call.Outcome.BOOKED]  # whatever is said afterwards
TRY_AGAIN = {Call.Outcome.BUSY, Call.Outcome.NO_ANSWER}
CALL_BACK_AT = "callback_at"  # in Call.brief: when they asked to be rung again
HUNG_UP = "hung_up"  # in Call.brief: what a call came to that the person ended
CUT_OFF_MINUTES = 2  # until a desk is rung again that we have cut off
STORING = timedelta(seconds=15)  # a conversation whose line is gone has stored its end by then
OF_ONE_CALL = (CALL_BACK_AT, HUNG_UP, Call.AFTER_MACHINE)  # of its brief, and not of its retry's


def note_outcome(call_id: UUID | str, outcome: str, summary: str = "") -> bool:
    """Keep what the conversation gave; the call lives on until the line is down.

    A refusal to be called and a booking stay, and nothing is noted once the call is concluded.
    Raises ValueError for an outcome that is none.
    """
    rows = Call.objects.filter(pk=call_id, concluded_at=None).exclude(outcome__in=STICKY)
    return rows.update(outcome=Call.Outcome(outcome), summary=summary[:500]) > 0


def conclude_call(call_id: UUID | str) -> None:
    """Act on the end of a call, once; whoever comes second finds it done.

    Not while its conversation may still be storing what came of it; it asks again then, and the
    reaper does where it has died.
    """
    mandate_id = Call.objects.values_list("mandate_id", flat=True).get(pk=call_id)
    with transaction.atomic():
        Mandate.locked(mandate_id)
        calls = Call.objects.select_related("campaign", "provider", "offer")
        ended = Call.objects.filter(pk=call_id, status__in=Call.ENDED, concluded_at=None)
        if _still_storing(calls.get(pk=call_id)) or not ended.update(concluded_at=now()):
            return
        call = calls.get(pk=call_id)
        cut_off = _cut_off_by_us(call)
        _decide(call)
        _follow(call)
        if cut_off:
            _ring_again_after_cut(call)
        if call.campaign_id is not None:  # here, so that no crash leaves it behind its calls
            update_campaign_status(call.campaign_id)


def _still_storing(call: Call) -> bool:
    lately = call.ended_at is not None and call.ended_at > now() - STORING
    return lately and _died_talking(call)


def _died_talking(call: Call) -> bool:
    return call.purpose == Call.Purpose.ENQUIRE and not call.outcome and call.socket_lost


def _cut_off_by_us(call: Call) -> bool:
    """Whether a desk picked up and it was we who left: a process died, or nobody ever came."""
    if call.purpose != Call.Purpose.ENQUIRE or call.answered_at is None:
        return False
    if call.unwanted_at is not None or HUNG_UP in call.brief:
        return False
    if call.outcome:
        return call.outcome == Call.Outcome.FAILED and bool(call.metrics.get("agent_failed"))
    nobody_came = call.stream_count == 0 and call.stream_offers > 1
    return nobody_came or _died_talking(call)


def _ring_again_after_cut(call: Call) -> None:
    """Once: what we have broken is ours to mend, but nobody is cut off twice for it."""
    if call.outcome != Call.Outcome.FAILED:
        return  # something had come of it before
    if not call.reason:
        call.reason = _("We were cut off; the fault was ours.")
        call.save(update_fields=["reason"])
    if not call.brief.get(Call.CUT_OFF):
        _retry(
            call,
            now() + timedelta(minutes=CUT_OFF_MINUTES),
            reason=_("We were cut off; we ring once more."),
            brief={Call.CUT_OFF: True},
        )


def _decide(call: Call) -> None:
    """Settle on the outcome: what the rows prove, whatever was noted."""
    outcome = _outcome(call)
    if outcome == call.outcome:
        return
    call.outcome = outcome
    call.save(update_fields=["outcome"])
    call.moved()


def _outcome(call: Call) -> str:
    noted = call.outcome
    if call.purpose == Call.Purpose.ENQUIRE:
        return _outcome_of_enquiry(call, noted)
    if call.purpose == Call.Purpose.CONFIRM and noted == Call.Outcome.BOOKED:
        return noted if booking.is_booked(call) else Call.Outcome.FAILED
    return noted or _without_words(call)


def _outcome_of_enquiry(call: Call, noted: str) -> str:
    standing = Offer.objects.filter(call=call, status=Offer.Status.STANDING).exists()
    booked = Offer.objects.filter(call=call, status=Offer.Status.BOOKED).exists()
    if booked or noted == Call.Outcome.DECLINED:
        return Call.Outcome.BOOKED if booked else noted
    if standing:
        return Call.Outcome.OFFER
    if HUNG_UP in call.brief:
        return Call.Outcome(call.brief[HUNG_UP])
    if noted in (Call.Outcome.OFFER, Call.Outcome.BOOKED):
        return Call.Outcome.NO_SLOTS  # the agent claims what no row proves
    return noted or _without_words(call)


def _without_words(call: Call) -> str:
    """The outcome of a call in which nobody noted one; the carrier has noted busy itself."""
    if call.status == Call.Status.CANCELLED or call.unwanted_at:
        return Call.Outcome.CANCELLED
    if call.answered_by.startswith(("machine", "fax")):
        return Call.Outcome.VOICEMAIL
    return Call.Outcome.FAILED


def _follow(call: Call) -> None:
    """What comes of it, by purpose; within the transaction that has claimed the end."""
    match call.purpose:
        case Call.Purpose.ENQUIRE:
            booking.enquiry_ended(call)
            _follow_enquiry(call)
        case Call.Purpose.CONFIRM:
            booking.confirm_call_ended(call)
        case Call.Purpose.RELEASE | Call.Purpose.CANCEL:
            _follow_release(call)


def _again(call: Call) -> bool:
    """Whether it reached nobody, so that another try is no bother."""
    return call.outcome in TRY_AGAIN or bool(call.metrics.get(Call.NEVER_PLACED))


def _follow_enquiry(call: Call) -> None:
    if _again(call):
        _retry(call, retry_at(call))
    elif call.outcome == Call.Outcome.CALLBACK_PROMISED:
        usual = retry_at(call)
        asked = call.brief.get(CALL_BACK_AT)
        _retry(call, datetime.fromisoformat(asked) if asked and usual else usual)
    elif call.outcome == Call.Outcome.VOICEMAIL and call.answered_by != "fax":
        _retry_after_machine(call)


def _follow_release(call: Call) -> None:
    if _again(call) or _cut_off_while_cancelling(call):
        _retry(call, retry_at(call))
    elif call.outcome == Call.Outcome.RELEASED and call.offer is not None:
        call.offer.move(Offer.Status.RELEASED)


def _cut_off_while_cancelling(call: Call) -> bool:
    """Whether somebody picked up who heard nothing and still expects the person."""
    heard_nothing = call.outcome == Call.Outcome.FAILED and call.answered_at is not None
    wrong = call.provider is None or call.provider.number_wrong
    return call.purpose == Call.Purpose.CANCEL and heard_nothing and not wrong


def _retry_after_machine(call: Call) -> None:
    """Perhaps they are back from lunch; but with a time to choose from, nobody is bothered."""
    if not Offer.objects.filter(campaign=call.campaign_id).standing().exists():
        _retry(
            call,
            after_machine_at(call),
            reason=_("A machine answered; we ring once more."),
            brief={Call.AFTER_MACHINE: True},
        )


def _retry(
    call: Call, due_at: datetime | None, *, reason: str = "", brief: JsonObject | None = None
) -> None:
    campaign = call.campaign
    if due_at is None or campaign is None or call.provider is None:
        return
    if call.purpose == Call.Purpose.ENQUIRE and not (
        campaign.wanted and campaign.calling_stopped_at is None and due_at < campaign.deadline_at
    ):
        return
    queue_call(
        campaign,
        call.provider,
        call.purpose,
        offer=call.offer,
        retry_of=call,
        due_at=max(due_at, now()),
        brief=brief_of_retry(call) | (brief or {}),
        reason=reason,
    )


def brief_of_retry(call: Call) -> JsonObject:
    """What the agent of another try is told of this one's brief."""
    return {name: value for name, value in call.brief.items() if name not in OF_ONE_CALL}


def promise_callback(call_id: UUID | str, at: datetime | None = None) -> None:
    """They asked to be rung again, perhaps at a time they named; the retry keeps to it."""
    with transaction.atomic():
        call = Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call_id)
        call.brief = call.brief | {CALL_BACK_AT: at.isoformat() if at and at > now() else ""}
        call.save(update_fields=["brief"])
    note_outcome(call_id, Call.Outcome.CALLBACK_PROMISED)


def opt_out(call_id: UUID | str, words: str) -> None:
    """Never call this number again, for whoever asks; in force at once, also while we talk.

    In a rehearsal it ends the call and is kept against nobody.
    """
    call = Call.objects.select_related("mandate").get(pk=call_id)
    if call.rehearsed:
        note_outcome(call_id, Call.Outcome.DECLINED)
        return
    Suppression.objects.update_or_create(
        phone=call.to_number,
        source=Suppression.Source.CALLEE,
        defaults={"reason": words[:200], "call": call, "lapses_at": None},
    )
    note_outcome(call_id, Call.Outcome.DECLINED)
    stop_waiting(_("This number asked not to be called."), to_number=call.to_number)


def cool_down(call_id: UUID | str) -> None:
    """They had no time for this: leave the number in peace for a while, but no rehearsed one."""
    call = Call.objects.select_related("mandate").get(pk=call_id)
    if call.rehearsed:
        return
    lapses_at = now() + timedelta(hours=settings.COOL_DOWN_HOURS)
    Suppression.objects.update_or_create(
        phone=call.to_number,
        source=Suppression.Source.COOL_DOWN,
        defaults={"reason": _("They had no time."), "call": call, "lapses_at": lapses_at},
    )


def wrong_number(call_id: UUID | str) -> None:
    """Somebody else answers there: this provider's number is not called any more.

    Not after a rehearsal, where a phone of ours was rung.
    """
    call = Call.objects.select_related("mandate").get(pk=call_id)
    if call.provider_id is None or call.rehearsed:
        return
    Provider.objects.filter(pk=call.provider_id).update(number_wrong=True)
    text = _("The number is wrong.")
    Event.record(call.mandate, Event.Kind.CALL_NOTED, call=call, text=text)
    stop_waiting(_("The number is wrong."), provider_id=call.provider_id)


def stop_waiting(reason: str, **which: object) -> None:
    """End the queued calls that `which` picks; each in a transaction of its own."""
    for call in Call.objects.filter(status=Call.Status.QUEUED, **which):
        call.end(reason)
        conclude_call(call.pk)
