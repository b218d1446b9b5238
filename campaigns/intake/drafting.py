"""A draft's verbs: begin, say, put, take back, what is missing, start."""

import hashlib
import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from callpilot.errors import BadInput, PlaceObject
from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.intake import chat, checks, fields, merge, understand
from campaigns.intake.fields import Entry
from campaigns.intake.wish import Wish
from campaigns.models import Call, Campaign, Draft, Preferences
from campaigns.providers import gazetteer
from campaigns.providers.geocoders.base import Place

Source = Draft.Source
RESUMED = timedelta(days=7)  # a draft that has lain longer is not taken up again by itself
MAX_PROVIDERS = 30
WIDER = timedelta(days=7)  # before and after, when more days are wanted
MUST = ("service", "place", "date_range_start", "contact_name", "contact_phone")
EXACTLY = dict(zip(fields.DATES, fields.MOMENTS, strict=True))
INSURED = ("dentist", "doctor")  # who asks for an insurance


def resume(person: User) -> Draft:
    """The person's latest unfinished draft, or a new one."""
    drafts = Draft.objects.of(person).open().filter(updated_at__gt=now() - RESUMED)
    return drafts.first() or begin(person)


def begin(
    person: User,
    *,
    like: Campaign | None = None,
    again: bool = False,
    others: bool = False,
    wider: bool = False,
    row_id: UUID | None = None,
) -> Draft:
    """A new draft with what the person has told us once; `like`: with an earlier wish, too.

    `again`: for the same days. `others`: whoever was asked then is not, but as many more are.
    `wider`: a week more at either end, and on any day of it.
    With a `row_id` that this person used before, it is the draft of then.
    """
    known = Draft.objects.of(person).filter(pk=row_id).first() if row_id else None
    if known is not None:
        return known
    preferences = Preferences.chosen_by(person.pk)
    draft = Draft(
        id=row_id or uuid4(),
        person=person,
        fields=prefilled(person),
        radius_km=preferences.max_distance_km,
    )
    if like is not None:
        draft.fields |= repeated(like, again=again)
        if others:
            _ask_others(draft, like)
        if wider:
            draft.fields |= _more_days(like)
    refresh(draft)
    draft.save()
    return draft


def prefilled(person: User) -> dict[str, Entry]:
    """From the profile, and the weights where they were chosen."""
    profile = profile_of(person)
    values: JsonObject = {"contact_name": str(person)[:100]}
    if profile is not None:
        values["place"] = gazetteer.home(profile)
        values["contact_name"] = profile.name or values["contact_name"]
        values["contact_phone"] = profile.phone
    chosen = Preferences.objects.filter(user_id=person.pk).first()
    if chosen is not None:
        values |= chosen.weights
    return {name: fields.entry(value, Source.PROFILE) for name, value in values.items() if value}


def repeated(campaign: Campaign, *, again: bool = False) -> dict[str, Entry]:
    """What was wanted the last time; `again`: for the same days, unless they have passed."""
    names: tuple[str, ...] = (
        "service", "detail", "day_parts", "avoid_weekdays", "duration_minutes", "contact_name",
        "insurance", "new_patient", "party_size", "notes", "max_providers", "max_parallel",
        *fields.WEIGHTS,
    )  # fmt: skip
    if again and campaign.date_range_start > now().astimezone(campaign.zone).date():
        names += fields.WHEN
    values = {name: getattr(campaign, name) for name in names}
    values["place"] = Place(
        campaign.place, campaign.latitude, campaign.longitude, campaign.timezone
    )
    return {
        name: fields.entry(value, Source.FORM)
        for name, value in values.items()
        if value not in (None, "", [])
    }


def _more_days(like: Campaign) -> dict[str, Entry]:
    today = now().astimezone(like.zone).date()
    first = max(today, like.date_range_start - WIDER)
    last = max(first + 2 * WIDER, like.date_range_end + WIDER)
    last = min(last, first + timedelta(days=checks.MAX_DAYS - 1))
    days: JsonObject = dict(zip(fields.DATES, (first, last), strict=True)) | {"avoid_weekdays": []}
    return {name: fields.entry(value, Source.FORM) for name, value in days.items()}


def _ask_others(draft: Draft, like: Campaign) -> None:
    """Whom the person leaves out is not replaced by the next, so there are as many more."""
    enquiries = like.calls.filter(purpose=Call.Purpose.ENQUIRE, provider__isnull=False)
    asked = set(enquiries.values_list("provider_id", flat=True))
    most = min(MAX_PROVIDERS, like.max_providers + len(asked))
    draft.left_out = sorted(map(str, asked))
    draft.fields["max_providers"] = fields.entry(most, Source.FORM)


def profile_of(person: User) -> Profile | None:
    return Profile.objects.filter(user_id=person.pk).first()


# --- saying and putting ------------------------------------------------------------------------


def say(draft: Draft, text: object) -> Draft:
    """Take in a message: what it says goes into the fields, an answer into the talk.

    Raises BadInput when there is nothing in it, or too much. May ask a language model, and so
    does not belong in a transaction. It never touches what may be shared.
    """
    words = chat.cleaned(text)
    if len(draft.messages) >= chat.MAX_MESSAGES:
        raise BadInput({"text": [_("This talk has become long. Please use the form from here.")]})
    told = understand.read(words, draft)
    with transaction.atomic():
        draft = open_row(draft)
        before = dict(draft.fields)
        merge.learn(draft, told)
        refresh(draft)
        draft.model_readings += told.by_model
        told = chat.with_what_gave_way(told, before.get("service"), draft)
        taught = [name for name in fields.NAMES if draft.fields.get(name) != before.get(name)]
        chat.note(draft, words, told, taught, missing(draft))
        draft.save()
    return draft


def put(draft: Draft, given: JsonObject, source: str = Source.FORM) -> Draft:
    """Write fields as they were typed; an empty one is taken back.

    Raises BadInput with every fault that these values bring; then nothing is written.
    """
    profile = profile_of(draft.person)
    faults = {name: [_("There is no such field.")] for name in given if name not in fields.NAMES}
    suggestions: dict[str, list[PlaceObject]] = {}
    entries: dict[str, Entry | None] = {}
    for name, value in given.items():
        if name == "place" and value and value == (draft.value("place") or {}).get("name"):
            continue  # the form shows a name; behind it may be an address that we know better
        try:
            kept = fields.typed(name, value, profile)
        except BadInput as error:
            faults |= error.errors
            suggestions |= error.suggestions
            continue
        if kept is None or kept == "" or (kept == [] and name != "may_share"):
            entries[name] = None
        else:
            entries[name] = fields.entry(kept, source)
    with transaction.atomic():
        draft = open_row(draft)
        before = problems(draft)
        for name, entry in entries.items():
            _write(draft, name, entry)
        refresh(draft)
        after = problems(draft)
        faults |= {n: words for n, words in after.items() if n in given or before.get(n) != words}
        if faults:
            raise BadInput(faults, suggestions)
        draft.save()
    return draft


def _write(draft: Draft, name: str, entry: Entry | None) -> None:
    """A value that stays the same keeps its source."""
    old = draft.fields.get(name)
    if entry is None:
        if old is not None and old["value"] != "":  # "" is a question that was passed over
            del draft.fields[name]
            draft.fields.pop(EXACTLY.get(name, ""), None)
    elif old is None or old["value"] != entry["value"] or not old["sure"]:
        draft.fields[name] = entry
        draft.fields.pop(EXACTLY.get(name, ""), None)


def refresh(draft: Draft) -> None:
    """What follows from the fields: the days of a range that is exact to the minute, and that an
    insurance belongs to whoever asks for one."""
    _days_touched(draft)
    profile = profile_of(draft.person)
    wanted = draft.value("service") in INSURED
    held = draft.fields.get("insurance")
    if wanted and held is None and profile is not None and profile.insurance:
        draft.fields["insurance"] = fields.entry(profile.insurance, Source.PROFILE)
    elif not wanted and held is not None and held["source"] == Source.PROFILE:
        del draft.fields["insurance"]


def _days_touched(draft: Draft) -> None:
    place = draft.value("place")
    zone = ZoneInfo(place["timezone"]) if place else draft.person.profile.zone
    for day, moment in EXACTLY.items():
        given = draft.fields.get(moment)
        if given is None:
            continue
        there = datetime.fromisoformat(given["value"]).astimezone(zone)
        touched = checks.last_day(there) if day == fields.DATES[1] else there.date()
        draft.fields[day] = given | {"value": touched.isoformat()}


def leave_out(draft: Draft, provider_ids: set[UUID]) -> Draft:
    """Exactly these are not called."""
    with transaction.atomic():
        draft = open_row(draft)
        draft.left_out = sorted(map(str, provider_ids))
        draft.save()
    return draft


def look_within(draft: Draft, km: float | None) -> Draft:
    """Nobody farther away than so many kilometres; None: at any distance."""
    with transaction.atomic():
        draft = open_row(draft)
        draft.radius_km = km
        draft.save()
    return draft


def open_row(draft: Draft) -> Draft:
    """The row as it is now, locked. Raises BadInput when calls were started meanwhile."""
    row = Draft.objects.locked(draft.pk)
    if row.campaign_id is not None:
        raise BadInput({"draft": [_("This request has been started; it changes no more.")]})
    return row


# --- what it amounts to ------------------------------------------------------------------------


def wish(draft: Draft) -> Wish:
    """All that a campaign is made of, with what may be shared said in so many words."""
    entries = dict(draft.fields)
    entries["may_share"] = fields.entry(shared(draft), Source.ASSUMED)
    return fields.wish_of(entries)


def shared(draft: Draft) -> list[str]:
    """What a desk may be told: what the person has set, else what is usual for them."""
    chosen = draft.value("may_share")
    if chosen is not None:
        return list(chosen)
    values = {name: draft.value(name) for name in fields.NAMES}
    return checks.usually_shared(draft.person, values)


def missing(draft: Draft) -> list[str]:
    """The names of what must still be said before anybody is called."""
    return [name for name in MUST if not draft.value(name)]


def problems(draft: Draft) -> dict[str, list[str]]:
    """What was said but cannot be, field → sentences; what was not said is `missing`."""
    wrong = checks.faults(wish(draft), person=draft.person, profile=profile_of(draft.person))
    unsaid = set(missing(draft))
    return {name: words for name, words in wrong.items() if name not in unsaid}


WANTING = {
    "service": gettext_noop("Say what kind of appointment."),
    "place": gettext_noop("Add a place to start from."),
    "date_range_start": gettext_noop("Say when it would suit you."),
    "contact_name": gettext_noop("Say in whose name we ask."),
    "contact_phone": gettext_noop("Add a number that a desk may call back."),
}


def lacking(draft: Draft) -> dict[str, list[str]]:
    """Why nobody can be called yet, field → sentences: what is missing and what cannot be."""
    return {name: [_(WANTING[name])] for name in missing(draft)} | problems(draft)


def fingerprint(draft: Draft) -> str:
    """Changes with anything that decides who is called for what, and what they are told."""
    said = [draft.fields, sorted(draft.left_out), draft.radius_km, shared(draft)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def ready(draft: Draft) -> bool:
    return not lacking(draft)
