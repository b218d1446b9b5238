"""The message for a machine that records: fixed words, spoken by the carrier, once."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.calls import voicemail
from campaigns.models import Call, Campaign, Event
from voice import briefs
from voice.models import Turn
from voice.session import transcript

AFTER_TONE = "after_tone"  # in Call.metrics: the conversation has waited until it records


def message(call: Call) -> str:
    """What is to be said now on this ended conversation's line; "" for nothing. Says it once."""
    due = call.metrics.get(AFTER_TONE) and call.outcome == Call.Outcome.VOICEMAIL
    if not due or call.campaign_id is None:
        return ""
    with transaction.atomic():
        campaign = Campaign.objects.locked(call.campaign_id)
        if not voicemail.may_leave_message(call) or not voicemail.claim_message(call):
            return ""
        words = briefs.voicemail_message(call)
        at_ms = int(call.metrics.get("line_ms", 0))
        turn = transcript.Spoken(0, Turn.Speaker.CARRIER, words, started_ms=at_ms, ended_ms=at_ms)
        transcript.store(call.pk, [turn])
        text = _("We left a short message.")
        Event.record(campaign, Event.Kind.CALL_NOTED, call=call, text=text)
    return words
