"""Steering: what the person does to running calls; guarded, bounded, harmless when repeated."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import BadInput, NotPermitted, Refused
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns import announcements
from campaigns.calls import outcomes
from campaigns.campaign_status import update_campaign_status
from campaigns.models import Call, Campaign, Event, Mandate
from campaigns.models.call import CallQuerySet
from campaigns.queue import queue_call

MAX_WHISPER_LENGTH = 240
MAX_WHISPERS = 20  # in one call; an agent that is talked to all the time cannot listen
MAX_ANSWER_LENGTH = 200
MAX_KEY_LENGTH = 64
DECLINED = "declined"  # the choice of a person who would rather not say
NO_ANSWER = "I don't have that to hand."
HANG_UP_OUTCOMES = {  # what the person may say of a call they end, and what it becomes
    "not_interested": Call.Outcome.CANCELLED,
    "later": Call.Outcome.CALLBACK_PROMISED,
    "wrong_number": Call.Outcome.FAILED,
}
FAREWELL = timedelta(seconds=15)  # for a last sentence; then the line is closed whatever is said
AGAIN_AFTER = {
    Call.Outcome.NO_ANSWER,
    Call.Outcome.BUSY,
    Call.Outcome.VOICEMAIL,
    Call.Outcome.FAILED,
    Call.Outcome.CANCELLED,
    Call.Outcome.CALLBACK_PROMISED,
}


def own_call(person: User, call_id: UUID | str) -> Call | None:
    """The person's call, or None: another's does not exist for them."""
    calls = Call.objects.select_related("mandate", "campaign", "provider")
    return calls.filter(mandate__person_id=person.pk, pk=call_id).first()


def known(mandate_id: UUID, key: str, kind: str) -> Event | None:
    """What this client has asked for under this key before."""
    if not key:
        return None
    rows = Event.objects.filter(mandate_id=mandate_id, kind=kind, data__key=key[:MAX_KEY_LENGTH])
    return rows.first()


# --- whisper ---------------------------------------------------------------------------------


def whisper(call: Call, text: str, key: str = "") -> Event:
    """Tell the assistant something that the desk does not hear; the same key whispers once.

    Raises BadInput, or Refused with the reason when nobody would read it.
    """
    text = " ".join(text.split())
    if not text:
        raise BadInput({"text": [_("Write what the assistant should know.")]})
    if len(text) > MAX_WHISPER_LENGTH:
        limit = {"count": MAX_WHISPER_LENGTH}
        raise BadInput({"text": [_("At most %(count)d characters, please.") % limit]})
    with transaction.atomic():
        mandate = Mandate.locked(call.mandate_id)
        if before := known(mandate.pk, key, Event.Kind.WHISPERED):
            return before
        _must_talk(call)
        whispers = Event.objects.filter(call=call, kind=Event.Kind.WHISPERED)
        if whispers.count() >= MAX_WHISPERS:
            raise NotPermitted(_("The assistant has been told enough in this call."))
        event = Event.record(
            mandate, Event.Kind.WHISPERED, call=call, text=text, key=key[:MAX_KEY_LENGTH]
        )
        message = {"type": "call.whisper", "text": text, "number": event.number}
        announcements.tell_call(call.pk, message)
    return event


def heeded(call_id: UUID | str, number: int) -> None:
    """The assistant has read the whisper of this number."""
    call = Call.objects.get(pk=call_id)
    with transaction.atomic():
        mandate = Mandate.locked(call.mandate_id)
        read = Event.objects.filter(call=call, kind=Event.Kind.HEEDED, data__whisper=number)
        if not read.exists():
            Event.record(mandate, Event.Kind.HEEDED, call=call, whisper=number)


def unread(call_id: UUID) -> list[tuple[int, str]]:
    """The whispers that the assistant has not read, each with its number, in order."""
    events = Event.objects.filter(call_id=call_id).order_by("number")
    read = {event.data.get("whisper") for event in events.filter(kind=Event.Kind.HEEDED)}
    whispered = events.filter(kind=Event.Kind.WHISPERED).exclude(number__in=read)
    return [(event.number, str(event.data.get("text", ""))) for event in whispered]


# --- questions -------------------------------------------------------------------------------


def ask(call: Call, question: str, options: list[str], seconds: float) -> Event:
    """Put a question to the person; until its deadline they may answer."""
    return Event.record(
        call.mandate,
        Event.Kind.NEEDS_YOU,
        call=call,
        question=question,
        options=options,
        deadline_at=(now() + timedelta(seconds=seconds)).isoformat(),
    )


def asked(call: Call, question: str) -> Event | None:
    """This very question, if it was put to the person in this call before."""
    rows = Event.objects.filter(call=call, kind=Event.Kind.NEEDS_YOU, data__question=question)
    return rows.first()


def answer(call: Call, number: int, words: str, choice: str = "", key: str = "") -> Event:
    """Answer the question of this event number; one answer counts, and a late one is told so.

    choice: DECLINED when they would rather not say. Raises BadInput or Refused.
    """
    words = " ".join(words.split())
    if choice == DECLINED:
        words = _("I'm sorry, I can't share that.")
    if not words:
        raise BadInput({"answer": [_("Write what the assistant may say.")]})
    if len(words) > MAX_ANSWER_LENGTH:
        limit = {"count": MAX_ANSWER_LENGTH}
        raise BadInput({"answer": [_("At most %(count)d characters, please.") % limit]})
    with transaction.atomic():
        mandate = Mandate.locked(call.mandate_id)
        asked = Event.objects.filter(call=call, kind=Event.Kind.NEEDS_YOU, number=number).first()
        if asked is None:
            raise Refused(_("There is no such question."))
        before = answer_to(asked)
        if before is not None and key and before.data.get("key") == key:
            return before
        call.refresh_from_db(fields=["status"])
        if before is not None and not before.data.get("default"):
            raise Refused(_("This question has been answered already."))
        if before is not None or overdue(asked) or call.ended:
            raise Refused(_("Too late: the call went on without your answer."))
        return Event.record(
            mandate,
            Event.Kind.ANSWERED,
            call=call,
            answer=words,
            choice=choice,
            question_number=number,
            key=key[:MAX_KEY_LENGTH],
        )


def close_question(asked: Event) -> Event:
    """The answer that counts: the person's, or from now on the safe one that nobody gave."""
    with transaction.atomic():
        mandate = Mandate.locked(asked.mandate_id)
        return answer_to(asked) or Event.record(
            mandate,
            Event.Kind.ANSWERED,
            call=asked.call,
            answer=NO_ANSWER,
            default=True,
            question_number=asked.number,
        )


def answer_to(asked: Event) -> Event | None:
    """The first answer to this question, if there is one."""
    rows = Event.objects.filter(
        mandate_id=asked.mandate_id,
        kind=Event.Kind.ANSWERED,
        call=asked.call,
        number__gt=asked.number,
    ).order_by("number")
    return next((row for row in rows if _is_for(row.data, asked.number)), None)


def overdue(asked: Event) -> bool:
    deadline = parse_datetime(str(asked.data.get("deadline_at", "")))
    return deadline is None or deadline <= now()


def _is_for(data: JsonObject, number: int) -> bool:
    return bool(data.get("answer")) and data.get("question_number", number) == number


# --- ending calls ------------------------------------------------------------------------------


def hang_up(call: Call, outcome: str = "not_interested") -> bool:
    """End one call; the assistant says goodbye if it talks. False when it had ended before.

    outcome: one of HANG_UP_OUTCOMES; "later" rings there again. Raises BadInput.
    """
    if outcome not in HANG_UP_OUTCOMES:
        raise BadInput({"outcome": [_("Choose one of the reasons.")]})
    reason = _("You ended this call.")
    with transaction.atomic():
        mandate = Mandate.locked(call.mandate_id)
        row = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        if row.ended or row.unwanted_at or outcomes.HUNG_UP in row.brief:
            return False
        row.brief = row.brief | {outcomes.HUNG_UP: str(HANG_UP_OUTCOMES[outcome])}
        row.save(update_fields=["brief"])
        Event.record(mandate, Event.Kind.CALL_NOTED, call=row, text=reason)
        if outcome == "wrong_number":
            outcomes.wrong_number(row.pk)
        if row.status == Call.Status.IN_PROGRESS:
            due = min(row.deadline_at or now() + FAREWELL, now() + FAREWELL)
            Call.objects.filter(pk=row.pk).update(deadline_at=due, reason=reason)
            announcements.tell_call(row.pk, {"type": "call.farewell"})
        else:
            row.end(reason)
    if Call.objects.filter(pk=call.pk, status__in=Call.ENDED).exists():
        outcomes.conclude_call(call.pk)
    return True


def finish_running(campaign: Campaign) -> int:
    """Start no new calls, let the running ones come to their end; how many of them there are."""
    with transaction.atomic():
        row = Campaign.objects.locked(campaign.pk)
        if not row.wanted:
            return 0
        _stop_calling(row)
        for call in _enquiries(row).filter(status=Call.Status.QUEUED):
            call.end(_("You wanted no new calls."))
        running = int(_enquiries(row).live().count())
    _conclude(campaign)
    return running


def end_all(campaign: Campaign) -> int:
    """End every enquiry now and start none; what has been offered stays. How many were open."""
    with transaction.atomic():
        row = Campaign.objects.locked(campaign.pk)
        if not row.wanted:
            return 0
        _stop_calling(row)
        calls = list(_enquiries(row).open().filter(unwanted_at=None))
        for call in calls:
            call.end(_("You stopped it."))
    _conclude(campaign)
    return len(calls)


def call_again(call: Call) -> Call:
    """Ring a desk once more that could not be talked to. Raises Refused with the reason."""
    with transaction.atomic():
        campaign = Campaign.objects.locked(_campaign_id(call))
        call.refresh_from_db()
        waiting = campaign.calls.filter(
            provider=call.provider, purpose=call.purpose, created_at__gt=call.created_at
        ).first()
        if waiting is not None:
            return _sooner(waiting)
        if not may_call_again(call, campaign):
            raise Refused(_("This desk cannot be called again."))
        assert call.provider is not None
        brief = outcomes.brief_of_retry(call)
        again = queue_call(campaign, call.provider, call.purpose, retry_of=call, brief=brief)
    update_campaign_status(campaign.pk)
    return again


def may_call_again(call: Call, campaign: Campaign) -> bool:
    """Whether another call to this desk makes sense: it was not talked to, and all is open."""
    return (
        campaign.wanted
        and campaign.status != Campaign.Status.CONFIRMING
        and call.purpose == Call.Purpose.ENQUIRE
        and call.ended
        and call.concluded_at is not None
        and call.outcome in AGAIN_AFTER
        and call.provider is not None
        and not call.provider.number_wrong
    )


def _sooner(call: Call) -> Call:
    """A call that waits for its time is due now, and is wanted by the person."""
    waiting = Call.objects.filter(pk=call.pk, status=Call.Status.QUEUED, due_at__gt=now())
    if waiting.update(due_at=now(), reason="", brief=outcomes.brief_of_retry(call)):
        call.refresh_from_db()
        call.moved()
        call.announce()
    return call


def _stop_calling(campaign: Campaign) -> None:
    if campaign.calling_stopped_at is None:
        campaign.calling_stopped_at = now()
        campaign.save(update_fields=["calling_stopped_at"])
        Event.record(  # else a page on which every call is live would not follow
            campaign,
            Event.Kind.CAMPAIGN_MOVED,
            status=campaign.status,
            reason=_("You wanted no new calls."),
        )


def _enquiries(campaign: Campaign) -> CallQuerySet:
    return Call.objects.filter(campaign=campaign, purpose=Call.Purpose.ENQUIRE)


def _conclude(campaign: Campaign) -> None:
    for call in campaign.calls.filter(status__in=Call.ENDED, concluded_at=None):
        outcomes.conclude_call(call.pk)
    update_campaign_status(campaign.pk)
    campaign.refresh_from_db()


def _campaign_id(call: Call) -> UUID:
    if call.campaign_id is None:
        raise Refused(_("This call is not about an appointment."))
    return call.campaign_id


def _must_talk(call: Call) -> None:
    call.refresh_from_db(fields=["status", "unwanted_at"])
    if call.ended or call.unwanted_at:
        raise Refused(_("The call ended before your message was used."))
    if call.status != Call.Status.IN_PROGRESS:
        raise Refused(_("Nobody has answered yet. Whisper once they talk."))
