"""Start a campaign: check the wish, find providers, queue one call to each."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot import enqueue
from callpilot.errors import BadInput, DirectoryError, NotPermitted
from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns import campaign_status
from campaigns.intake import chat, drafting, later, understand, wording
from campaigns.intake.checks import checked
from campaigns.intake.message import Reading
from campaigns.intake.wish import Wish
from campaigns.models import Call, Campaign, Candidate, Draft, Event
from campaigns.providers import candidates
from campaigns.providers.candidates import Choice, Search
from campaigns.providers.service_kinds import SERVICES
from campaigns.queue import queue_call

TASK = "campaigns.tasks.launch_campaign"
MAX_LOOKUP = timedelta(minutes=10)  # so long a directory that is down is asked again
UNREACHED = "The list of providers could not be reached."


def create(person: User, fields: JsonObject, *, row_id: UUID | None = None) -> Campaign:
    """Write a campaign from a sentence (`request`), from fields, or both; explicit fields win.

    Raises BadInput that names every field at fault and what to do; then nothing is written.
    The start follows after commit. With a `row_id` that this person used before, it is the
    campaign of then. May ask a language model, and so does not belong in a transaction.
    """
    known = Campaign.objects.of(person).filter(pk=row_id).first() if row_id else None
    if known is not None:
        return known
    profile = Profile.objects.filter(user=person).first()
    text = fields.get("request") or ""
    if not isinstance(text, str) or len(text) > chat.MAX_LENGTH:
        raise BadInput({"request": [_("Please say it in a text of at most 2000 characters.")]})
    told = understand.request(chat.cleaned(text), person) if text.strip() else Reading(Wish())
    try:
        values = checked(told.wish, fields, person=person, profile=profile)
    except BadInput as error:
        remarks = {"request": list(told.notes)} if told.notes else {}
        raise BadInput(remarks | error.errors, error.suggestions) from error
    values["remarks"] = [*dict.fromkeys([*told.notes, *values["remarks"], told.quiet])]
    values["remarks"] = [each for each in values["remarks"] if each]
    return _written(person, values, row_id or uuid4())


def of_draft(draft: Draft, key: str = "") -> Campaign:
    """Start calling for a draft; asked again, also at once by two, it is the same campaign.

    key: the draft's fingerprint as the person saw it; NotPermitted when it has changed since.
    Raises BadInput that names what is missing or wrong; then nothing is written.
    """
    with transaction.atomic():
        row = Draft.objects.locked(draft.pk)
        if row.campaign is not None:
            return row.campaign
        if key and key != drafting.fingerprint(row):
            raise NotPermitted(
                _("The request has changed since you looked at it. Please look again.")
            )
        if lacking := drafting.lacking(row):
            raise BadInput(lacking)
        values = checked(
            drafting.wish(row),
            {"request": wording.request(row)},
            person=row.person,
            profile=drafting.profile_of(row.person),
        )
        values["remarks"] = [*values["remarks"], *later.reminder(row)]
        row.campaign = _written(row.person, values, uuid4())
        row.save(update_fields=["campaign", "updated_at"])
    return row.campaign


def _written(person: User, values: JsonObject, row_id: UUID) -> Campaign:
    """The campaign's row, and the start once it is committed."""
    with transaction.atomic():
        campaign = Campaign.objects.create(
            id=row_id,
            person=person,
            deadline_at=_deadline(values),
            rehearsal=settings.MODE == "rehearsal",
            **values,
        )
        campaign.moved()
        enqueue.after_commit(TASK, campaign.pk)
    return campaign


def _deadline(values: JsonObject) -> datetime:
    """Nothing is looked for once the range is over, or for longer than the limit."""
    next_day = values["date_range_end"] + timedelta(days=1)
    over = datetime.combine(next_day, time(), ZoneInfo(values["timezone"]))
    limit = now() + timedelta(hours=settings.CAMPAIGN_LIMIT_HOURS)
    return min(limit, over, values["not_after"] or over)


# --- finding providers -----------------------------------------------------------------------


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
    search = Search.of(campaign)
    book = candidates.known(search)
    try:
        listings = candidates.listed(search)
    except DirectoryError as error:
        if not book and not error.permanent and not _too_late(campaign):
            raise
        listings = []
        if not book:
            _give_up(campaign, _(UNREACHED))
            return
    _queue_calls(campaign, search, candidates.choices(search, book, listings))
    campaign_status.update_campaign_status(campaign.pk)


def _too_late(campaign: Campaign) -> bool:
    return campaign.started_at is not None and now() - campaign.started_at > MAX_LOOKUP


def stuck() -> list[UUID]:
    """Campaigns whose lookup has failed, in whatever way, for longer than it is tried."""
    rows = Campaign.objects.filter(status=Campaign.Status.PROVIDER_LOOKUP)
    rows = rows.filter(started_at__lt=now() - MAX_LOOKUP)
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


def _queue_calls(campaign: Campaign, search: Search, choices: list[Choice]) -> None:
    with transaction.atomic():
        campaign = Campaign.objects.locked(campaign.pk)
        if campaign.status != Campaign.Status.PROVIDER_LOOKUP:
            return  # somebody else was quicker, or it was cancelled
        kept = candidates.judged(search, choices)
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


def _write(campaign: Campaign, choices: list[Choice]) -> None:
    Candidate.objects.bulk_create(
        Candidate(
            campaign=campaign,
            provider=choice.provider,
            position=position,
            distance_km=choice.km,
            travel_minutes=choice.minutes,
            travel_mode=choice.mode,
            preferred=choice.preferred,
            skipped_because=choice.skipped_because[:200],
        )
        for position, choice in enumerate(choices)
    )


def _nobody(campaign: Campaign, choices: list[Choice]) -> str:
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
