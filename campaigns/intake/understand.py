"""Reads what a person writes, alike for the talk, the API and commands: by a model or by rules."""

import logging
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot import llm
from callpilot.errors import VendorError
from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.intake import message, parse
from campaigns.intake.fields import OWN_CONTROL, UNKNOWN_PLACE
from campaigns.intake.message import Reading
from campaigns.intake.wish import Wish
from campaigns.models import Draft

logger = logging.getLogger(__name__)


def read(words: str, draft: Draft) -> Reading:
    """A message of the talk: by the language model when there is one, else by rules.

    Rules also read what could be pressed, and whatever the model does not answer.
    """
    if not _asks_model(words, draft):
        return by_rules(words, draft.person, message.asked(draft))
    from campaigns.intake import llm_reading  # the library behind it takes a second to import

    try:
        return llm_reading.read(words, draft, today_of(draft.person))
    except VendorError:
        logger.warning("Rules read instead of the language model: draft %s", draft.pk)
        note = _("Read by our plain rules this time; please look it over.")
        told = by_rules(words, draft.person, message.asked(draft))
        return replace(told, by_model=1, quiet=note)


def _asks_model(words: str, draft: Draft) -> bool:
    if not llm.configured() or words in message.offered(draft):
        return False
    return bool(draft.model_readings < settings.LLM_READINGS_PER_DRAFT)


def request(text: str, person: User) -> Reading:
    """A request that comes alone, by the API or a command, read as the first message of a talk.

    Nobody looks it over before desks are rung. So what a talk would leave to the person's eye is a
    problem of its field here, and a name that the model has guessed does not count.
    """
    told = read(text, Draft(person=person))
    wish = told.wish
    if "place" in told.unsure:
        wish = wish.with_problem("place", _(UNKNOWN_PLACE))
    if "service" in told.guessed:
        wish = wish.with_problem("service", _("Say plainly what kind of appointment it is."))
    if by_rules(text, person).wish.may_share is not None:
        wish = wish.with_problem("may_share", _("Say in this field what a desk may be told."))
    unsaid: JsonObject = dict.fromkeys(OWN_CONTROL | (told.guessed - {"service"}))
    return replace(told, wish=replace(wish, **unsaid))


def by_rules(words: str, person: User, question: str = "") -> Reading:
    """question: the field that we asked for last, which gives a bare word its meaning."""
    today = today_of(person)
    text, corrects = message.uncorrected(words)
    text, left = message.first_wish(text)
    told = Reading(_wish(text, person, today), corrects, weekday_alone=message.weekday_alone(text))
    told = message.answered(told, text, question, today)
    return message.remarked(told, words, left)


def _wish(text: str, person: User, today: date) -> Wish:
    if message.BARE_NUMBER.fullmatch(text):
        return Wish(request=text)
    return parse.read(text, person, today)


def today_of(person: User) -> date:
    """The person's date."""
    profile = Profile.objects.filter(user_id=person.pk).first() or Profile(user=person)
    return now().astimezone(profile.zone).date()
