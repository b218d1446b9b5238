"""Merges what a message says into a draft: the newer word wins, and takes what contradicts it."""

from datetime import date, timedelta

from callpilot.json_types import JsonObject
from campaigns.intake import fields
from campaigns.intake.message import Reading
from campaigns.models import Draft

Source = Draft.Source


def learn(draft: Draft, told: Reading) -> None:
    """Write what was said into the draft's fields; only those that may be spoken."""
    if told.afresh:
        _forget_wish(draft)
    values = fields.spoken(told.wish)
    values = _in_the_week_meant(draft, values, told)
    _forget_contradicted(draft, values)
    _keep_detail(draft, values)
    if told.wish.radius_km:
        draft.radius_km = told.wish.radius_km
    if "service" in values and draft.value("service") not in (None, values["service"]):
        for name in ("detail", "duration_minutes", "party_size", "new_patient", "provider"):
            draft.fields.pop(name, None)
    if "place" in told.wish.problems:  # another one was meant than we had
        _forget(draft, "place")
    for name, value in values.items():
        draft.fields[name] = fields.entry(value, Source.MESSAGE, sure=name not in told.unsure)
    for name in told.unsure - set(values):
        if name in draft.fields:
            draft.fields[name] = draft.fields[name] | {"sure": False}
    if told.skipped:
        draft.fields[told.skipped] = fields.entry("", Source.MESSAGE)


def _keep_detail(draft: Draft, values: JsonObject) -> None:
    """ "With Dr. Patel, please" says more about the haircut, and replaces only another name."""
    known, more = draft.value("detail"), values.get("detail")
    if not known or not more or "service" in values or not more.startswith(("with ", "for ")):
        return
    new = more.split(", ")
    kinds = {_kind(each) for each in new} - {""}
    kept = [each for each in known.split(", ") if each not in new and _kind(each) not in kinds]
    values["detail"] = ", ".join([*kept, *new])[:200]


def _kind(detail: str) -> str:
    """Of what there can be only one: who is asked for, and for whom it is."""
    lead, _, rest = detail.partition(" ")
    if lead == "with" and (rest[:1].isupper() or rest.startswith("anybody but ")):
        return "name"
    return "people" if lead == "for" and "visit" not in rest else ""


def _in_the_week_meant(draft: Draft, values: JsonObject, told: Reading) -> JsonObject:
    """ "No, Friday" after "the week of the 30th" is the Friday of that week."""
    first: date | None = values.get("date_range_start")
    last: date | None = values.get("date_range_end")
    low, high = draft.value("date_range_start"), draft.value("date_range_end")
    if not told.weekday_alone or first is None or first != last or not low or not high:
        return values
    start, end = date.fromisoformat(low), date.fromisoformat(high)
    if start <= first <= end or not timedelta(0) < end - start < timedelta(days=7):
        return values
    meant = start + timedelta(days=(first.weekday() - start.weekday()) % 7)
    if meant > end:
        return values
    return values | {"date_range_start": meant, "date_range_end": meant}


def _forget_contradicted(draft: Draft, values: JsonObject) -> None:
    """What was said before and cannot be true together with the new."""
    if fields.DATES[0] in values:
        _forget(draft, *fields.DATES, *fields.MOMENTS)
        first, last = values["date_range_start"], values.get("date_range_end")
        if _no_day_left(draft, first, last or first):
            _forget(draft, "avoid_weekdays", "avoid_dates")
    if "avoid_weekdays" in values and draft.value("avoid_weekdays"):
        _forget(draft, "avoid_weekdays")
    if values.keys() & set(fields.TIMES):
        _forget(draft, *fields.TIMES, "day_parts")
    elif "day_parts" in values:
        _forget(draft, *fields.TIMES)


def _forget_wish(draft: Draft) -> None:
    """Another one is taken up: of the person all stays, of the wish in hand nothing."""
    for name in fields.OF_A_WISH:
        if draft.fields.get(name, {}).get("source") == Source.MESSAGE:
            _forget(draft, name)


def _no_day_left(draft: Draft, first: date, last: date) -> bool:
    weekdays = set(draft.value("avoid_weekdays") or [])
    dates = set(draft.value("avoid_dates") or [])
    days = (first + timedelta(days=n) for n in range(min((last - first).days, 60) + 1))
    return all(day.weekday() in weekdays or day.isoformat() in dates for day in days)


def _forget(draft: Draft, *names: str) -> None:
    for name in names:
        draft.fields.pop(name, None)
