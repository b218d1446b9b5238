"""The e-mails that say a request waits for its person, each with a link to the very decision."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from campaigns.models import Booking, Campaign, Notice, Offer, Preferences
from campaigns.providers.service_kinds import SERVICES
from scheduling.language.speak import spoken


def send(notice_id: int | str) -> bool:
    """Send it once; False when it was sent before, is not wanted, or is no longer of use.

    In the person's quiet hours it is left for later: whoever looks for forgotten ones sends it.
    The row is claimed first: an e-mail that fails is tried again, one that was sent is not.
    """
    rows = Notice.objects.filter(pk=notice_id, sent_at=None)
    notice = rows.select_related("campaign__person", "booking__offer__provider").first()
    if notice is None:
        return False
    person = notice.campaign.person
    chosen = Preferences.chosen_by(person.pk)
    if chosen.quiet_now() or not rows.update(sent_at=now()):
        return False
    wanted = chosen.tells(Notice.EVENT[notice.kind], Preferences.Way.EMAIL)
    if not (wanted and person.email and _of_use(notice)):
        return False
    try:
        _message(notice).send()
    except Exception:
        Notice.objects.filter(pk=notice.pk).update(sent_at=None)
        raise
    return True


def _of_use(notice: Notice) -> bool:
    """Whether the person has not decided meanwhile, perhaps while it waited for the morning."""
    status = notice.campaign.status
    if notice.kind == Notice.Kind.OFFERS_READY:
        return status == Campaign.Status.RANKING
    if notice.kind == Notice.Kind.NOTHING_FOUND:
        return status == Campaign.Status.FAILED
    return status not in (Campaign.Status.CONFIRMED, Campaign.Status.CANCELLED)


def _message(notice: Notice) -> EmailMessage:
    lines = {
        Notice.Kind.OFFERS_READY: _offers_ready,
        Notice.Kind.NOTHING_FOUND: _nothing_found,
        Notice.Kind.NOT_BOOKED: _not_booked,
        Notice.Kind.IN_DOUBT: _in_doubt,
    }[Notice.Kind(notice.kind)](notice)
    page = reverse("campaign", args=[notice.campaign_id])
    subject, *body = lines
    return EmailMessage(
        subject=" ".join(subject.split()),
        body="\n".join([*body, "", f"{settings.PUBLIC_URL}{page}"]),
        to=[notice.campaign.person.email],
    )


def _offers_ready(notice: Notice) -> list[str]:
    offers = Offer.objects.choosable(notice.campaign_id).select_related("provider")
    return [
        _("Times to choose from: %(request)s") % {"request": _request(notice)},
        _("The calls are done. These times are kept for you for a while:"),
        "",
        *[
            f"- {spoken(offer.start.astimezone(offer.provider.zone))}, {offer.provider.name}"
            for offer in offers[:5]
        ],
        "",
        _("Choose one here:"),
    ]


def _nothing_found(notice: Notice) -> list[str]:
    return [
        _("Nothing found: %(request)s") % {"request": _request(notice)},
        notice.campaign.reason or _("Nobody had a time that fits."),
        "",
        _("See who was asked, and try again with other wishes:"),
    ]


def _not_booked(notice: Notice) -> list[str]:
    booking = notice.booking
    assert booking is not None  # of this kind each has one
    return [
        _("Not booked: %(place)s, %(when)s") % _place_and_time(booking),
        booking.reason,
        "",
        _("Nothing is booked. Choose what to do next here:"),
    ]


def _in_doubt(notice: Notice) -> list[str]:
    booking = notice.booking
    assert booking is not None  # of this kind each has one
    return [
        _("Not sure yet: %(place)s, %(when)s") % _place_and_time(booking),
        booking.reason,
        _("They said: %(words)s") % {"words": booking.evidence.get("doubt", "")},
        "",
        _("Nothing is certain until they agree again. Follow it here:"),
    ]


def _place_and_time(booking: Booking) -> dict[str, str]:
    offer = booking.offer
    when = spoken(offer.start.astimezone(offer.provider.zone))
    return {"place": offer.provider.name, "when": when}


def _request(notice: Notice) -> str:
    campaign = notice.campaign
    return campaign.request[:80] or SERVICES[campaign.service].label
