"""Start a campaign: check the wish, find providers, queue one call to each."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot import wake
from callpilot.adapters import adapter
from callpilot.errors import BadInput, DirectoryError, VendorError
from callpilot.models import Profile
from campaigns import numbers, settling
from campaigns.directories.base import Directory, Listing
from campaigns.intake import rules
from campaigns.intake.checks import checked
from campaigns.models import Call, Campaign, Candidate, Event, Provider, Suppression
from campaigns.queueing import queue_call
from campaigns.services import SERVICES
from scheduling.distances.base import Distance, Matrix, Point

logger = logging.getLogger(__name__)
TASK = "campaigns.tasks.launch_campaign"
SPARE = 10  # listings beyond those wanted, for the ones that cannot be called
LOOKUP_LIMIT = timedelta(minutes=10)  # so long a directory that is down is asked again
UNREACHED = "The list of providers could not be reached."


def create(person: Any, fields: dict[str, Any], *, row_id: UUID | None = None) -> Campaign:
    """Write a campaign from a sentence (`request`), from fields, or both; explicit fields win.

    Raises BadInput that names every field at fault and what to do; then nothing is written.
    The start follows after commit. With a `row_id` that this person used before, it is the
    campaign of then.
    """
    known = Campaign.objects.of(person).filter(pk=row_id).first() if row_id else None
    if known is not None:
        return known
    profile = Profile.objects.filter(user=person).first()
    here = profile.zone if profile else Profile(user=person).zone
    text = fields.get("request") or ""
    if not isinstance(text, str) or len(text) > 2000:
        raise BadInput({"request": [_("Please say it in a text of at most 2000 characters.")]})
    draft = rules.read(text, person, now().astimezone(here).date())
    values = checked(draft, fields, person=person, profile=profile)
    with transaction.atomic():
        campaign = Campaign.objects.create(
            id=row_id or uuid4(),
            person=person,
            deadline_at=_deadline(values["date_range_end"], values["timezone"]),
            **values,
        )
        campaign.moved()
        wake.after_commit(TASK, campaign.pk)
    return campaign


def _deadline(last_day: date, timezone: str) -> datetime:
    """Nothing is looked for once the last day is over, or for longer than the limit."""
    over = datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(timezone))
    return min(now() + timedelta(hours=settings.CAMPAIGN_LIMIT_HOURS), over)


# --- finding providers -----------------------------------------------------------------------


@dataclass
class _Choice:
    """Somebody who may be called, and why not."""

    provider: Provider
    preferred: bool
    km: float | None = None
    minutes: float | None = None
    skipped_because: str = ""


def start(campaign_id: UUID | str) -> None:
    """Find providers and queue a call to each; safe to run again and by several at once.

    The directory is asked outside transactions. Whoever moves the campaign on to dialling
    writes the calls in the same transaction, so a crash leaves either all of them or none.
    Raises DirectoryError while it may still help to ask again.
    """
    campaign = Campaign.objects.select_related("person").get(pk=campaign_id)
    campaign.move(
        Campaign.Status.PROVIDER_LOOKUP,
        only_from={Campaign.Status.CREATED},
        started_at=now(),
    )
    if campaign.status != Campaign.Status.PROVIDER_LOOKUP:
        return
    book = list(_address_book(campaign))
    try:
        listings = _directory().find(
            campaign.service, campaign.latitude, campaign.longitude, campaign.max_providers + SPARE
        )
    except DirectoryError as error:
        if not book and not error.permanent and not _too_late(campaign):
            raise
        listings = []
        if not book:
            _give_up(campaign, _(UNREACHED))
            return
    choices = [_Choice(provider, preferred=True) for provider in book]
    choices += [_Choice(_provider(listing), preferred=False) for listing in listings]
    _measure(campaign, choices)
    _queue_calls(campaign, choices)
    settling.settle_campaign(campaign.pk)


def _directory() -> Directory:
    found: Directory = adapter("DIRECTORY")
    return found


def _address_book(campaign: Campaign) -> Any:
    rows = Provider.objects.filter(owner=campaign.person)
    return rows.filter(service__in={campaign.service, "general"}).order_by("created_at", "pk")


def _too_late(campaign: Campaign) -> bool:
    return campaign.started_at is not None and now() - campaign.started_at > LOOKUP_LIMIT


def stuck() -> list[UUID]:
    """Campaigns whose lookup has failed, in whatever way, for longer than it is tried."""
    rows = Campaign.objects.filter(status=Campaign.Status.PROVIDER_LOOKUP)
    rows = rows.filter(started_at__lt=now() - LOOKUP_LIMIT)
    return list(rows.values_list("pk", flat=True))


def give_up(campaign_id: UUID | str) -> None:
    """End a campaign that does not get beyond its lookup; harmless when it just has."""
    _give_up(Campaign.objects.get(pk=campaign_id), _(UNREACHED))


def _give_up(campaign: Campaign, reason: str) -> None:
    campaign.move(
        Campaign.Status.FAILED,
        only_from={Campaign.Status.CREATED, Campaign.Status.PROVIDER_LOOKUP},
        reason=reason[:300],
        ended_at=now(),
    )


def _queue_calls(campaign: Campaign, choices: list[_Choice]) -> None:
    with transaction.atomic():
        campaign = Campaign.objects.locked(campaign.pk)
        if campaign.status != Campaign.Status.PROVIDER_LOOKUP:
            return  # somebody else was quicker, or it was cancelled
        kept = _judge(campaign, choices)
        _write(campaign, kept)
        called = [choice for choice in kept if not choice.skipped_because]
        Event.record(
            campaign,
            Event.Kind.PROVIDERS_FOUND,
            called=len(called),
            skipped=[
                {"name": choice.provider.name, "reason": choice.skipped_because}
                for choice in kept
                if choice.skipped_because
            ],
        )
        if not called:
            _give_up(campaign, _nobody(campaign, kept))
            return
        campaign.move(Campaign.Status.DIALING)
        for choice in called:
            queue_call(campaign, choice.provider, Call.Purpose.ENQUIRE)


def _provider(listing: Listing) -> Provider:
    """The row of a directory's listing, brought up to date."""
    try:
        phone = numbers.normalise(listing.phone) if listing.phone else ""
    except numbers.BadNumber:
        phone = ""
    values = {
        "name": listing.name[:200],
        "service": listing.service,
        "phone": phone,
        "address": listing.address[:300],
        "latitude": listing.latitude,
        "longitude": listing.longitude,
        "timezone": listing.timezone,
        "rating": listing.rating,
        "review_count": listing.review_count,
        "opening_hours": listing.opening_hours,
        "website": listing.website if len(listing.website) <= 200 else "",
    }
    provider, made = Provider.objects.get_or_create(
        owner=None, source_id=listing.source_id, defaults=values
    )
    if not made:
        if provider.phone != phone:
            values["number_wrong"] = False
        changed = [name for name, value in values.items() if getattr(provider, name) != value]
        for name in changed:
            setattr(provider, name, values[name])
        if changed:
            provider.save(update_fields=changed)
    return provider


def _measure(campaign: Campaign, choices: list[_Choice]) -> None:
    """Fill in how far everybody is from the place of the campaign; unknown when nobody says."""
    placed = [
        choice
        for choice in choices
        if choice.provider.latitude is not None and choice.provider.longitude is not None
    ]
    if not placed:
        return
    here = [Point(campaign.latitude, campaign.longitude)]
    there = [
        Point(choice.provider.latitude or 0.0, choice.provider.longitude or 0.0)
        for choice in placed
    ]
    distance: Distance = adapter("DISTANCE")
    try:
        ways: Matrix = distance.ways(here, there)
    except VendorError:
        logger.warning("Distances could not be had, going on without: campaign %s", campaign.pk)
        return
    for choice, km, minutes in zip(placed, ways.km[0], ways.minutes[0], strict=True):
        choice.km, choice.minutes = round(float(km), 3), round(float(minutes), 2)


def _judge(campaign: Campaign, choices: list[_Choice]) -> list[_Choice]:
    """In the order of calling, with the reason for each who is not called, up to the limit."""
    seen: dict[str, str] = {}
    kept: list[_Choice] = []
    called = 0
    order = sorted(
        choices,
        key=lambda choice: (not choice.preferred, choice.km is None, choice.km or 0.0),
    )
    for choice in order:
        if called == campaign.max_providers:
            break
        choice.skipped_because = _reason_to_skip(choice.provider, seen)
        kept.append(choice)
        if not choice.skipped_because:
            seen[choice.provider.phone] = choice.provider.name
            called += 1
    return kept


def _reason_to_skip(provider: Provider, seen: dict[str, str]) -> str:
    if not provider.phone:
        return _("no telephone number")
    if provider.number_wrong:
        return _("the number is wrong")
    if provider.phone in seen:
        return _("same number as %(name)s") % {"name": seen[provider.phone]}
    suppression = Suppression.standing_for(provider.phone)
    if suppression is not None and suppression.lapses_at is None:
        return _("asked not to be called")
    return (numbers.problem(provider.phone) or "")[:200]


def _write(campaign: Campaign, choices: list[_Choice]) -> None:
    Candidate.objects.bulk_create(
        Candidate(
            campaign=campaign,
            provider=choice.provider,
            position=position,
            distance_km=choice.km,
            travel_minutes=choice.minutes,
            preferred=choice.preferred,
            skipped_because=choice.skipped_because[:200],
        )
        for position, choice in enumerate(choices)
    )


def _nobody(campaign: Campaign, choices: list[_Choice]) -> str:
    label = SERVICES[campaign.service].label.lower()
    if not choices:
        return _("No %(service)s was found near %(place)s.") % {
            "service": label,
            "place": campaign.place,
        }
    return _("%(count)d found near %(place)s, but none may be called: %(why)s.") % {
        "count": len(choices),
        "place": campaign.place,
        "why": "; ".join(sorted({choice.skipped_because.rstrip(".") for choice in choices})),
    }
