"""What runs behind the scenes for campaigns: start them, look after them, send the e-mail."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import VendorError
from campaigns import launch
from campaigns.bookings import booking, mail, notices
from campaigns.calls import cancel, outcomes
from campaigns.models import Booking, Call, Campaign, Notice, Offer
from campaigns.offers import offers, scoring

logger = logging.getLogger(__name__)
BUSY = [Campaign.Status.DIALING, Campaign.Status.NEGOTIATING, Campaign.Status.CONFIRMING]
CONCLUDE_GRACE = timedelta(seconds=5)  # who ended a call concludes it; after that we do
STARTING = timedelta(seconds=5)
LOOKING_UP = timedelta(seconds=60)  # a lookup that takes longer has died
SENDING = timedelta(seconds=60)  # an e-mail that nobody has claimed for so long was forgotten
MAIL_DAYS = timedelta(days=1)  # an e-mail that could not be sent is tried for so long


@shared_task
def launch_campaign(campaign_id: str) -> None:
    """Start one campaign; a directory that is down is asked again by the sweep."""
    try:
        launch.start(campaign_id)
    except VendorError:
        logger.warning("Providers could not be looked up, will try again: campaign %s", campaign_id)


@shared_task
def mail_booking(booking_id: str) -> None:
    """Tell the person by e-mail, once; a mail server that is down is asked again."""
    try:
        mail.send(booking_id)
    except OSError:  # what smtplib and sockets raise
        logger.warning("E-mail not sent, will try again: booking %s", booking_id)


@shared_task
def mail_notice(notice_id: str) -> None:
    """Tell the person that something waits for them, once; as above."""
    try:
        notices.send(notice_id)
    except OSError:
        logger.warning("E-mail not sent, will try again: notice %s", notice_id)


@shared_task
def mail_left_over() -> None:
    """Send the e-mails that could not be sent, or that nobody was told of."""
    moment = now()
    unsent = Notice.objects.filter(sent_at=None, created_at__gt=moment - MAIL_DAYS)
    forgotten = unsent.filter(created_at__lt=moment - SENDING)
    _each(mail_notice, forgotten.values_list("pk", flat=True))
    unmailed = Booking.objects.filter(status=Booking.Status.BOOKED, mailed_at=None)
    certain = unmailed.exclude(campaign__calls__status__in=Call.LIVE)  # nobody can take it back
    recent = certain.filter(ended_at__gt=moment - MAIL_DAYS, ended_at__lt=moment - SENDING)
    _each(mail_booking, recent.values_list("pk", flat=True))


@shared_task
def sweep_campaigns() -> None:
    """Push on whatever was left lying: every step can be taken again, by any number of sweeps."""
    moment = now()
    _each(launch_campaign, _unstarted())
    _each(launch.give_up, launch.stuck())
    _each(outcomes.conclude_call, _unconcluded())
    late = Booking.objects.filter(status__in=booking.UNDECIDED, deadline_at__lte=moment)
    _each(booking.lapse, late.values_list("pk", flat=True))
    _each(_look_after, _running())
    _each(_end_left_over_calls, _over_but_calling())
    _each(_end_pointless_release, _release_calls_too_late())


def _each(step: Callable[[str], object], ids: Iterable[UUID | int]) -> None:
    """Take a step for each; one that fails is logged and stops nobody else's."""
    for row_id in list(ids):
        try:
            step(str(row_id))
        except Exception:
            logger.exception("A step of the sweep failed: %s %s", step, row_id)


def _unstarted() -> Iterable[UUID]:
    moment = now()
    waiting = Q(status=Campaign.Status.CREATED, created_at__lt=moment - STARTING)
    died = Q(status=Campaign.Status.PROVIDER_LOOKUP, started_at__lt=moment - LOOKING_UP)
    return Campaign.objects.filter(waiting | died).values_list("pk", flat=True)


def _unconcluded() -> Iterable[UUID]:
    ended = Call.objects.filter(concluded_at=None, ended_at__lt=now() - CONCLUDE_GRACE)
    return ended.filter(status__in=Call.ENDED).values_list("pk", flat=True)


def _running() -> Iterable[UUID]:
    """Campaigns in which something may be due; thousands that wait for their people are not."""
    moment = now()
    offers_left = Offer.objects.filter(campaign=OuterRef("pk"), status=Offer.Status.STANDING)
    queued = Call.objects.filter(campaign=OuterRef("pk"), status=Call.Status.QUEUED)
    live = Call.objects.live().filter(campaign=OuterRef("pk"))
    permits = Booking.objects.filter(campaign=OuterRef("pk"), status__in=Booking.HOLDING)
    stirs = (
        Exists(offers_left.filter(start__lte=moment))
        | ~Exists(offers_left)
        | Exists(queued.filter(due_at__lte=moment))
        | Exists(live)
        | Exists(permits)
        | Q(deadline_at__lte=moment) & Exists(queued)
    )
    busy = Q(status__in=BUSY) | Q(status=Campaign.Status.RANKING) & stirs
    return Campaign.objects.unfinished().filter(busy).values_list("pk", flat=True)


def _look_after(campaign_id: str) -> None:
    """Offers whose time has passed, a campaign whose time is over, and where it stands."""
    moment = now()
    with transaction.atomic():
        campaign = Campaign.objects.locked(campaign_id)
        past = campaign.offers.filter(status=Offer.Status.STANDING, start__lte=moment)
        gone = [offers.take_back(offer, Offer.Status.EXPIRED) for offer in past]
        if any(gone):
            scoring.rescore(campaign.pk)
        if campaign.deadline_at <= moment:
            reason = _("The time for this campaign has run out.")
            waiting = campaign.calls.filter(status=Call.Status.QUEUED)
            for call in waiting.filter(purpose=Call.Purpose.ENQUIRE):
                call.end(reason)
    outcomes.update_campaign_status(campaign_id)


def _release_calls_too_late() -> Iterable[UUID]:
    late = Call.objects.filter(
        status=Call.Status.QUEUED, purpose__in=Call.LETTING_GO, offer__start__lte=now()
    )
    return late.values_list("pk", flat=True)


def _end_pointless_release(call_id: str) -> None:
    Call.objects.get(pk=call_id).end(_("The time it was about has passed."))


def _over_but_calling() -> Iterable[UUID]:
    """Not for the call that has booked: its goodbye, or a late "but", is still to be heard."""
    calls = Call.objects.open().filter(unwanted_at=None, campaign__status__in=Campaign.FINISHED)
    calls = calls.filter(purpose__in=[Call.Purpose.ENQUIRE, Call.Purpose.CONFIRM])
    calls = calls.exclude(outcome=Call.Outcome.BOOKED)
    return calls.values_list("campaign_id", flat=True).distinct()


def _end_left_over_calls(campaign_id: str) -> None:
    cancel.end_calls(Campaign.objects.get(pk=campaign_id), _("The campaign is over."))
