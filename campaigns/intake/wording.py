"""A draft's fields in words: "next week, mornings, not Thursday" as people read it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.intake import fields
from campaigns.models import Draft
from campaigns.models.offer import CRITERIA
from campaigns.providers.service_kinds import SERVICES
from scheduling.language import write


def service(draft: Draft) -> str:
    key = draft.value("service")
    if key not in SERVICES:
        return ""
    return ", ".join(filter(None, [str(SERVICES[key].label), draft.value("detail")]))


def place(draft: Draft) -> str:
    found = draft.value("place")
    return str(found["name"]) if found else ""


def provider(draft: Draft) -> str:
    return str(draft.value("provider") or "")


def when(draft: Draft) -> str:
    """Days, parts of the day, limits by the clock, and days to avoid."""
    words = [days(draft), *exactly(draft), parts(draft), clock(draft), avoided(draft)]
    return ", ".join(filter(None, words))


def days(draft: Draft) -> str:
    first, last = draft.value("date_range_start"), draft.value("date_range_end")
    if not first:
        return ""
    if not last or last == first:
        return day(first)
    return _("%(first)s – %(last)s") % {"first": day(first), "last": day(last)}


def exactly(draft: Draft) -> list[str]:
    """The first and the last moment of a range that is exact to the minute."""
    starts, ends = (_there(draft, name) for name in fields.MOMENTS)
    return [
        _("not before %(moment)s") % {"moment": starts} if starts else "",
        _("over by %(moment)s") % {"moment": ends} if ends else "",
    ]


def _there(draft: Draft, name: str) -> str:
    given, found = draft.value(name), draft.value("place")
    if not given:
        return ""
    zone = ZoneInfo(found["timezone"]) if found else draft.person.profile.zone
    moment = datetime.fromisoformat(given).astimezone(zone)
    return f"{write.day(moment)}, {write.clock(moment)}"


def day(iso: str) -> str:
    return write.day(date.fromisoformat(iso))


def parts(draft: Draft) -> str:
    names = fields.DAY_PARTS
    wanted = draft.value("day_parts") or []
    return _(" or ").join(str(names[part]) for part in wanted if part in names)


def clock(draft: Draft) -> str:
    """An appointment begins after the one and ends by the other."""
    earliest, latest = (draft.value(name) for name in fields.TIMES)
    values = {"earliest": at(earliest), "latest": at(latest)}
    if earliest and latest:
        return _("%(earliest)s to %(latest)s") % values
    if earliest:
        return _("from %(earliest)s") % values
    return _("done by %(latest)s") % values if latest else ""


def at(text: str | None) -> str:
    return str(time_format(time.fromisoformat(text), "g:i A")) if text else ""


def avoided(draft: Draft) -> str:
    names = fields.WEEKDAYS
    weekdays = draft.value("avoid_weekdays") or []
    if len(weekdays) > 3:
        left = [str(names[n]) for n in range(7) if n not in weekdays]
        words = [_("only %(days)s") % {"days": _(" or ").join(left)}]
    else:
        words = [_("not %(day)s") % {"day": names[n]} for n in weekdays]
    words += [_("not %(day)s") % {"day": day(iso)} for iso in draft.value("avoid_dates") or []]
    return ", ".join(words)


def insurance(draft: Draft) -> str:
    return str(draft.value("insurance") or "")


def party(draft: Draft) -> str:
    count = draft.value("party_size")
    return ngettext("%(n)d person", "%(n)d people", count) % {"n": count} if count else ""


def length(draft: Draft) -> str:
    minutes = draft.value("duration_minutes")
    return _("%(minutes)d minutes") % {"minutes": minutes} if minutes else ""


def patient(draft: Draft) -> str:
    known = draft.value("new_patient")
    return "" if known is None else (_("new there") if known else _("known there"))


def name(draft: Draft) -> str:
    return str(draft.value("contact_name") or "")


def phone(draft: Draft) -> str:
    return spaced(str(draft.value("contact_phone") or ""))


def spaced(e164: str) -> str:
    """A number as people read it."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def insured(draft: Draft) -> str:
    words = insurance(draft)
    return _("insurance %(name)s") % {"name": words} if words else ""


def notes(draft: Draft) -> str:
    return str(draft.value("notes") or "").replace("\n", "; ")


def priorities(draft: Draft) -> str:
    """The four weights as parts of a hundred."""
    return shares([float(draft.value(name) or 0) for name in fields.WEIGHTS])


def shares(weights: Sequence[float]) -> str:
    total = sum(weights)
    if not total:
        return ""
    shared_out = zip(CRITERIA, weights, strict=True)
    parts = (f"{label} {round(100 * weight / total)}" for (_name, label), weight in shared_out)
    return " · ".join(parts)


def policy(draft: Draft) -> str:
    if draft.value("booking_policy") == "book_when_it_fits":
        return _("book the first that fits")
    return _("ask me first") if draft.value("booking_policy") else ""


def shared(names: Iterable[str]) -> str:
    return ", ".join(str(fields.SHARED[name]) for name in names)


def disclosure(name: str, key: str) -> str:
    """The first sentence that a desk hears."""
    purpose = _("ask for %(service)s") % {"service": SERVICES[key].phrase}
    return _("Hello, I am an automated assistant calling on behalf of %(name)s to %(purpose)s.") % {
        "name": name, "purpose": purpose
    }  # fmt: skip


def call_button(key: str, count: int) -> str:
    """The act in words: "Call 12 dentists"."""
    words = {
        "dentist": ngettext("Call %(n)d dentist", "Call %(n)d dentists", count),
        "doctor": ngettext("Call %(n)d doctor", "Call %(n)d doctors", count),
        "hair_salon": ngettext("Call %(n)d salon", "Call %(n)d salons", count),
        "car_repair": ngettext("Call %(n)d workshop", "Call %(n)d workshops", count),
        "restaurant": ngettext("Call %(n)d restaurant", "Call %(n)d restaurants", count),
        "vet": ngettext("Call %(n)d vet", "Call %(n)d vets", count),
    }
    usual = ngettext("Call %(n)d place", "Call %(n)d places", count)
    return words.get(key, usual) % {"n": count}


# Which words belong to which fields, in the order of telling.
_GROUPS: tuple[tuple[tuple[str, ...], Callable[[Draft], str]], ...] = (
    (("service", "detail"), service),
    (("provider",), provider),
    (("place",), place),
    (fields.WHEN, when),
    (("duration_minutes",), length),
    (("party_size",), party),
    (("contact_name",), name),
    (("contact_phone",), phone),
    (("insurance",), insured),
    (("new_patient",), patient),
    (("notes",), notes),
    (fields.WEIGHTS, priorities),
    (("booking_policy",), policy),
)


SAID = (Draft.Source.MESSAGE, Draft.Source.FORM)
OF_THE_WISH = ("place", "insurance", *fields.OF_A_WISH)
MAX_REQUEST = 2000  # characters


def summary(draft: Draft, names: Iterable[str]) -> str:
    """What these fields hold, in one line."""
    changed = set(names)
    words: list[str] = [tell(draft) for group, tell in _GROUPS if changed & set(group)]
    return "; ".join(filter(None, words))


def request(draft: Draft) -> str:
    """What is wanted: in the person's own words when one message says it all, else as understood.

    A second message mostly corrects the first, so that both side by side say two things.
    """
    told = [m for m in draft.messages if m["who"] == "person" and m.get("taught")]
    kept = {name for name, entry in draft.fields.items() if entry["source"] == Draft.Source.MESSAGE}
    if len(told) == 1 and kept.issuperset(told[0]["taught"]):
        return str(told[0].get("wish") or told[0]["text"])[:MAX_REQUEST]
    said = {name for name in OF_THE_WISH if name in draft.fields} if told else set()
    said = {name for name in said if draft.fields[name]["source"] in SAID}
    return summary(draft, said)[:MAX_REQUEST]
