"""What the agent is told, from purpose, campaign, provider, vertical and language."""

import re
import secrets
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _

from campaigns.account import disclosure_policy
from campaigns.calls import ring_back
from campaigns.models import Call, Campaign, Preferences
from campaigns.offers import offers
from campaigns.providers.service_kinds import SERVICES
from scheduling.language.speak import spoken, spoken_day, spoken_time, weekday_name
from voice import consent
from voice.agents.base import Brief, engines
from voice.agents.prompt import Fact, filled, in_words
from voice.models import Turn

NAME_LENGTH = 80
RECORDED_NAME_LENGTH = 40
TOLD = ("with ", "for ")  # so begins what belongs to the service: "with Maria", "for two kids"
FACT_LENGTH = 200
FIRST_HOUR, LAST_HOUR = time(6), time(22)  # before and after, hardly any desk is open
SO_FAR_TURNS, SO_FAR_LENGTH = 14, 1500
SHARED = ("phone", "insurance", "new_patient", "notes", "party_size", "vehicle")
_NOT_DATA = re.compile(r"[^\w\s.,:;!?'&()/+@#-]")  # quotes, braces, markup: never part of a fact


def quoted(text: object, length: int = FACT_LENGTH) -> str:
    """Somebody else's words as one line of data: nothing in it can end the quotation."""
    words = _NOT_DATA.sub(" ", str(text or "").replace("\u2019", "'"))
    return " ".join(words.replace("_", " ").split())[:length].strip()


def disclosure(call: Call) -> str:
    """What the carrier says first; nobody can interrupt it or configure it away."""
    # In the name that the desk knows from the enquiry, whoever the booking is for.
    name = quoted(call.mandate.contact_name, NAME_LENGTH) or _("a customer")
    words = _(
        "Hello, I am an automated assistant calling on behalf of %(name)s to %(purpose)s. "
        "You can say stop at any time."
    ) % {"name": name, "purpose": _purpose(call)}
    if call.brief.get(Call.CUT_OFF):
        words = f"{words} {_('We called before and were cut off; we are sorry.')}"
    if consent.policy(call) == "ask":
        words = f"{words} {_('May this call be recorded?')}"
    return words


def voicemail_message(call: Call) -> str:
    """For a machine that records: who calls for whom about what, in at most 15 seconds.

    Who hears it later may be anybody: no times, and nothing that the service alone does not tell.
    """
    known = call.mandate.contact_name
    words = _(
        "Hello, I am an automated assistant calling on behalf of %(name)s to %(purpose)s."
    ) % {
        "name": quoted(known, RECORDED_NAME_LENGTH) or _("a customer"),
        "purpose": _purpose(call, detailed=False),
    }
    if number := spoken_digits(ring_back.number_to_name()):
        words = f"{words} {_('You can reach us at %(number)s.') % {'number': number}}"
    return f"{words} {_('We may call again. Goodbye.')}"


def _purpose(call: Call, *, detailed: bool = True) -> str:
    phrase = _service_phrase(call, detailed=detailed)
    match call.purpose:
        case Call.Purpose.CONFIRM:
            return _("book the time we spoke about")
        case Call.Purpose.RELEASE:
            return _("let go of a time you kept for us")
        case Call.Purpose.RESCHEDULE:
            return _("move an appointment")
        case Call.Purpose.CANCEL:
            return _("cancel an appointment")
        case Call.Purpose.ERRAND:
            return _("ask something")
    return _("ask for %(service)s") % {"service": phrase}


def brief_for(call: Call, *, resumed: bool = False) -> Brief:
    """Prompt and facts of one call. `resumed`: it broke off, and the agent must go on."""
    facts = _facts(call, resumed)
    prompt = filled(prompt_template(), {name: in_words(fact) for name, fact in facts.items()})
    voice, speed = _voice(call)
    return Brief(
        prompt=prompt,
        facts=facts,
        language="en",
        voice=voice,
        speed=speed,
        tool_token=call.tool_token,
    )


@cache
def prompt_template() -> str:
    """What every agent is told, with a {{placeholder}} for each fact of a call."""
    return (settings.BASE_DIR / "templates" / "voice" / "prompt.en.txt").read_text()


def _voice(call: Call) -> tuple[str, float]:
    """The voice and pace that the person has chosen; what is no longer to be had is not asked."""
    chosen = Preferences.chosen_by(call.mandate.person_id)
    voices = engines.get(call.engine).choices().voices
    return chosen.voice if chosen.voice in voices else "", chosen.speaking_speed


def _facts(call: Call, resumed: bool) -> dict[str, Fact]:
    zone = _zone(call)
    today = now().astimezone(zone).date()
    facts: dict[str, Fact] = {
        "purpose": call.purpose,
        "person_name": quoted(_person_name(call), NAME_LENGTH),
        "provider_name": quoted(call.provider.name if call.provider else "", NAME_LENGTH),
        "service": call.campaign.service if call.campaign else "general",
        "service_phrase": _service_phrase(call),
        "today": today.isoformat(),
        "timezone": zone.key,
        "keep_until_words": keep_until_words(now().astimezone(zone)),
        "callback_number": spoken_digits(ring_back.number_to_name()),
        "resumed": resumed,
        "asks_to_record": consent.policy(call) == "ask",
        "so_far": so_far(call) if resumed else "",
        "order_word": secrets.token_hex(5),
        "task": quoted(call.brief.get("task", ""), 500),
    }
    facts |= _wish(call, today)
    facts |= _shared(call)
    facts |= _slot(call)
    return facts


def _person_name(call: Call) -> str:
    return str(call.brief.get("contact_name") or call.mandate.contact_name)


def _zone(call: Call) -> ZoneInfo:
    """The place's, where times are said."""
    if call.provider is not None:
        return call.provider.zone
    return call.campaign.zone if call.campaign is not None else ZoneInfo("UTC")


def _service_phrase(call: Call, *, detailed: bool = True) -> str:
    service = SERVICES.get(call.campaign.service) if call.campaign else None
    detail = call.campaign.detail if call.campaign is not None and detailed else ""
    if detail and service is SERVICES["general"]:
        return _("an appointment: %(what)s") % {"what": quoted(detail)}
    phrase = service.phrase if service else SERVICES["general"].phrase
    told = [each for each in detail.split(", ") if each.startswith(TOLD)]
    return quoted(" ".join([phrase, *told]))


def _wish(call: Call, today: date) -> dict[str, Fact]:
    campaign = call.campaign
    if campaign is None:
        empty = ("window_start", "window_end", "window_words", "questions", "leverage_words")
        facts: dict[str, Fact] = dict.fromkeys(empty, "")
        return facts | {"duration_minutes": 30, "may_book": False}
    return {
        "window_start": campaign.date_range_start.isoformat(),
        "window_end": campaign.date_range_end.isoformat(),
        "window_words": window_words(campaign, today),
        "duration_minutes": campaign.duration_minutes,
        "questions": ",".join(_questions(campaign)),
        "leverage_words": _leverage(call),
        "may_book": may_book(call),
    }


def _questions(campaign: Campaign) -> list[str]:
    """What the trade is asked, without what makes no difference to this person."""
    service = SERVICES.get(campaign.service)
    idle = {"new_patient"} if campaign.new_patient is False else set()
    if campaign.insurance.casefold().startswith("none"):
        idle.add("insurance")
    return [each for each in service.questions if each not in idle] if service else []


def may_book(call: Call) -> bool:
    """Whether this call may commit the person: a confirm call, or an enquiry by policy."""
    if call.purpose == Call.Purpose.CONFIRM:
        return True
    if call.campaign is None or call.purpose != Call.Purpose.ENQUIRE:
        return False
    return call.campaign.booking_policy == Campaign.BookingPolicy.BOOK_WHEN_IT_FITS


def _leverage(call: Call) -> str:
    if call.purpose != Call.Purpose.ENQUIRE:
        return ""
    known = call.brief.get("leverage_words")
    if known:
        return quoted(known)
    other = offers.best_other(call)
    return quoted(offers.leverage_words(other)) if other is not None else ""


def _shared(call: Call) -> dict[str, Fact]:
    """Facts about the person, blank unless the person lets us say them."""
    campaign = call.campaign
    values: dict[str, str] = dict.fromkeys(SHARED, "")
    if campaign is not None:
        allowed = disclosure_policy.allowed(campaign)
        known = {
            "phone": spoken_digits(call.brief.get("contact_phone") or campaign.contact_phone),
            "insurance": campaign.insurance,
            "new_patient": _yes_or_no(campaign.new_patient),
            "notes": campaign.notes,
            "party_size": str(campaign.party_size or ""),
            "vehicle": _vehicle(campaign) if campaign.service == "car_repair" else "",
        }
        values |= {name: quoted(value) for name, value in known.items() if name in allowed}
        if note := call.brief.get("note"):  # written for this desk
            values["notes"] = quoted(note)
    facts: dict[str, Fact] = {f"share_{name}": value for name, value in values.items()}
    return facts | {"ask_first": ask_first(call), "never_told": never_told(call)}


def _vehicle(campaign: Campaign) -> str:
    """The car and what is the matter with it."""
    said = campaign.detail.split(", ")
    return ", ".join(each for each in said if not each.startswith(TOLD))


def ask_first(call: Call) -> str:
    """The kinds that the person wants to be asked about, as one says them."""
    kinds = disclosure_policy.ask_first(call.campaign) if call.campaign is not None else []
    return ", ".join(kind.replace("_", " ") for kind in kinds)


def never_told(call: Call) -> str:
    """The kinds that are not even asked about."""
    kinds = disclosure_policy.never(call.mandate.person_id)
    return ", ".join(sorted(kind.replace("_", " ") for kind in kinds))


def _yes_or_no(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


def _slot(call: Call) -> dict[str, Fact]:
    if call.offer is None:
        return {"slot_start": "", "slot_end": "", "slot_words": ""}
    start, end = (
        moment.astimezone(call.offer.zone) for moment in (call.offer.start, call.offer.end)
    )
    return {
        "slot_start": start.isoformat(),
        "slot_end": end.isoformat(),
        "slot_words": spoken(start),
    }


def window_words(campaign: Campaign, today: date) -> str:
    """The wish as one says it: "next week, in the morning, not on Thursday"."""
    parts = [_days_words(campaign.date_range_start, campaign.date_range_end, today)]
    parts.extend(_edge_words(campaign))
    if campaign.day_parts:
        parts.append(_("in the %(parts)s") % {"parts": _(" or ").join(campaign.day_parts)})
    parts.extend(_clock_words(campaign.earliest_time, campaign.latest_time))
    avoid = [weekday_name(day) for day in campaign.avoid_weekdays]
    if avoid:
        parts.append(_("not on %(days)s") % {"days": _(" or ").join(avoid)})
    return ", ".join(parts)


def _days_words(start: date, end: date, today: date) -> str:
    if start == end:
        if start == today:
            return _("today")
        if start == today + timedelta(days=1):
            return _("tomorrow")
        return _("on %(day)s") % {"day": spoken_day(start)}
    monday = today + timedelta(days=7 - today.weekday())
    if start == monday and end - start in (timedelta(days=4), timedelta(days=6)):
        return _("next week")
    sunday = today + timedelta(days=6 - today.weekday())
    if today <= start <= today + timedelta(days=1) and sunday - timedelta(days=2) <= end <= sunday:
        return _("this week")
    return _("between %(start)s and %(end)s") % {
        "start": spoken_day(start),
        "end": spoken_day(end),
    }


def _edge_words(campaign: Campaign) -> list[str]:
    """Where a range that is exact to the minute begins and ends, if a desk could be open then."""
    starts, ends = (
        moment.astimezone(campaign.zone) if moment else None
        for moment in (campaign.not_before, campaign.not_after)
    )
    words = []
    if starts and starts.time() > FIRST_HOUR:
        values = {"day": spoken_day(starts.date()), "time": spoken_time(starts.time())}
        words.append(_("on %(day)s not before %(time)s") % values)
    if ends and time() < ends.time() < LAST_HOUR:
        values = {"day": spoken_day(ends.date()), "time": spoken_time(ends.time())}
        words.append(_("on %(day)s over by %(time)s") % values)
    return words


def _clock_words(earliest: time | None, latest: time | None) -> list[str]:
    words = []
    if earliest:
        words.append(_("not before %(time)s") % {"time": spoken_time(earliest)})
    if latest:
        words.append(_("over by %(time)s") % {"time": spoken_time(latest)})
    return words


def keep_until_words(moment: datetime) -> str:
    """Until when a desk is asked to keep a time: the same evening, or the next noon."""
    return _("six this evening") if moment.hour < 16 else _("tomorrow at noon")


def spoken_digits(number: str) -> str:
    """A phone number digit by digit, without the country code of North America."""
    digits = re.sub(r"\D", "", number or "")
    if number.startswith("+1") and len(digits) == 11:
        digits = digits[1:]
    groups = [digits[:3], digits[3:6], digits[6:]] if len(digits) == 10 else [digits]
    return ", ".join(" ".join(group) for group in groups if group)


def so_far(call: Call) -> str:
    """The last turns, for an agent that has to go on where another broke off."""
    speakers = {Turn.Speaker.CALLEE: "They", Turn.Speaker.AGENT: "You"}
    turns = Turn.objects.filter(call=call, speaker__in=speakers).exclude(text="")
    last = list(turns.order_by("-number")[:SO_FAR_TURNS])[::-1]
    lines = [f"{speakers[Turn.Speaker(turn.speaker)]}: {quoted(turn.text)}" for turn in last]
    return " / ".join(lines)[-SO_FAR_LENGTH:]
