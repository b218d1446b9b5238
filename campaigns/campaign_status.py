"""Where a campaign stands: derived from its calls, offers and booking, never from who asks."""

from collections import Counter
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Booking, Call, Campaign
from scheduling import holds
from scheduling.language import write

UNSTARTED = {Campaign.Status.CREATED, Campaign.Status.PROVIDER_LOOKUP}


def update_campaign_status(campaign_id: UUID | str) -> None:
    """Move the campaign to where its rows say it is; harmless at any time, by anybody.

    It talks while a call is open or due, rests in ranking while something can be chosen, waits
    while a call is put off, and has failed when nothing is left.
    """
    with transaction.atomic():
        campaign = Campaign.objects.locked(campaign_id)
        if campaign.status in Campaign.FINISHED or campaign.status in UNSTARTED:
            return
        if not _follow_permit(campaign):
            _follow_calls(campaign)


def _follow_permit(campaign: Campaign) -> bool:
    """Whether a booking decides where the campaign stands."""
    permit = campaign.bookings.filter(status__in=Booking.HOLDING).first()
    if permit is None:
        return False
    if permit.status == Booking.Status.BOOKED:
        campaign.move(Campaign.Status.CONFIRMED, reason="", ended_at=now())
    else:
        campaign.move(Campaign.Status.CONFIRMING, reason="")
    return True


def _follow_calls(campaign: Campaign) -> None:
    enquiries = campaign.calls.filter(purpose=Call.Purpose.ENQUIRE)
    talked = enquiries.exclude(status__in=[Call.Status.QUEUED, *Call.LIVE]).exists()
    talking = enquiries.filter(answered_at__isnull=False).exists() or talked
    if _open_now(campaign):
        if talking:
            campaign.move(Campaign.Status.NEGOTIATING, reason="")
        return
    if campaign.offers.standing().exists():
        campaign.move(Campaign.Status.RANKING, reason="")
        return
    later = enquiries.filter(status=Call.Status.QUEUED).order_by("due_at").first()
    if later is None:
        fail(campaign, reason_of_failure(campaign))
    else:
        _wait(campaign, later, talked)


def _open_now(campaign: Campaign) -> bool:
    """A call is with the carrier, may be placed at any moment, or has ended a moment ago."""
    due = Q(status=Call.Status.QUEUED, due_at__lte=now())
    live = Q(status__in=Call.LIVE)
    unconcluded = Q(status__in=Call.ENDED, concluded_at=None)
    calls = campaign.calls.filter(purpose__in=[Call.Purpose.ENQUIRE, Call.Purpose.CONFIRM])
    return calls.filter(due | live | unconcluded).exists()


def _wait(campaign: Campaign, call: Call, talked: bool) -> None:
    """Nothing happens before `call` is due, and the person may know why."""
    clock = {"time": write.soon(call.due_at.astimezone(campaign.zone)), "why": call.reason}
    if talked:
        reason = _("Nobody had a time yet; the next try is at %(time)s.") % clock
        if campaign.move(Campaign.Status.NEGOTIATING, reason=reason):
            return
    else:
        reason = (_("%(why)s First call: %(time)s.") % clock).strip()[:300]
    if campaign.reason != reason:
        Campaign.objects.filter(pk=campaign.pk).update(reason=reason)
        campaign.refresh_from_db()
        campaign.moved()


def fail(campaign: Campaign, reason: str) -> bool:
    """Give up, in words; whatever was held is free again."""
    if not campaign.move(Campaign.Status.FAILED, reason=reason[:300], ended_at=now()):
        return False
    holds.release_wish(campaign.person, campaign.pk)
    return True


def reason_of_failure(campaign: Campaign) -> str:
    """ "14 desks were asked: 6 had no suitable time, 3 did not answer." """
    last: dict[UUID | None, str] = {}
    calls = campaign.calls.filter(purpose=Call.Purpose.ENQUIRE).order_by("attempt", "created_at")
    for provider_id, outcome in calls.values_list("provider_id", "outcome"):
        last[provider_id] = outcome
    if not last:
        return _("There was nobody to call.")
    asked = ngettext("%(count)d desk was asked", "%(count)d desks were asked", len(last))
    counts = Counter(last.values())
    parts = [_part(outcome, count) for outcome, count in counts.most_common()]
    return f"{asked % {'count': len(last)}}: {', '.join(parts)}."


def _part(outcome: str, count: int) -> str:
    words = {
        Call.Outcome.OFFER: _("%(count)d had a time that is gone again"),
        Call.Outcome.REFUSED: _("%(count)d had a time that is gone again"),
        Call.Outcome.NO_SLOTS: _("%(count)d had no suitable time"),
        Call.Outcome.CALLBACK_PROMISED: _("%(count)d will ring back"),
        Call.Outcome.DECLINED: _("%(count)d asked not to be called"),
        Call.Outcome.VOICEMAIL: _("%(count)d had a machine answer"),
        Call.Outcome.NO_ANSWER: _("%(count)d did not answer"),
        Call.Outcome.BUSY: ngettext("%(count)d was busy", "%(count)d were busy", count),
        Call.Outcome.CANCELLED: ngettext("%(count)d was stopped", "%(count)d were stopped", count),
    }
    fallback = _("%(count)d could not be talked to")
    return str(words.get(Call.Outcome(outcome) if outcome else Call.Outcome.FAILED, fallback)) % {
        "count": count
    }
