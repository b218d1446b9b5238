"""Commands of the live page: each names a verb of `control` and gets a plain answer."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callpilot.errors import BadInput, Refused
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.calls import control
from campaigns.models import Call, Campaign
from campaigns.pages import fragments

Answer = JsonObject
TOO_FAST = str(gettext_lazy("Slower, please. Nothing was done."))
FAILED = str(gettext_lazy("Something went wrong on our side. Please look at the call again."))
UNKNOWN = {"ok": False, "text": "There is no such thing."}


def run(person: User, campaign_id: UUID, wanted: JsonObject) -> Answer:
    """Do what the page asks for, in the name of its person; {"ok", "text"} and what belongs to it.

    The page's own id of the command makes it harmless when it comes twice.
    """
    campaign = Campaign.objects.of(person).filter(pk=campaign_id).first()
    verb = VERBS.get(str(wanted.get("command", "")))
    if campaign is None or verb is None:
        return UNKNOWN
    with fragments.read_by(campaign):
        try:
            return {"ok": True, "text": "", **verb(campaign, wanted)}
        except BadInput as error:
            return {"ok": False, "text": " ".join(sum(error.errors.values(), []))}
        except Refused as error:
            return {"ok": False, "text": str(error)}


def _call(campaign: Campaign, wanted: JsonObject) -> Call:
    try:
        call_id = UUID(str(wanted.get("call", "")))
    except ValueError:
        raise Refused(_("There is no such call.")) from None
    call = campaign.calls.select_related("campaign", "provider").filter(pk=call_id).first()
    if call is None:
        raise Refused(_("There is no such call."))
    return call


def _show(campaign: Campaign, wanted: JsonObject) -> Answer:
    call = _call(campaign, wanted)
    return {"html": fragments.panel(campaign.pk, call.pk)}


def _whisper(campaign: Campaign, wanted: JsonObject) -> Answer:
    call, key = _call(campaign, wanted), str(wanted.get("id", ""))
    control.whisper(call, str(wanted.get("text", "")), key)
    return {"text": _("Sent to the assistant.")}


def _answer(campaign: Campaign, wanted: JsonObject) -> Answer:
    call, key = _call(campaign, wanted), str(wanted.get("id", ""))
    number = str(wanted.get("question", ""))
    if not number.isdecimal() or len(number) > 9:
        raise Refused(_("There is no such question."))
    words, choice = str(wanted.get("answer", "")), str(wanted.get("choice", ""))
    control.answer(call, int(number), words, choice, key)
    return {"text": _("The assistant has your answer.")}


def _again(campaign: Campaign, wanted: JsonObject) -> Answer:
    control.call_again(_call(campaign, wanted))
    return {"text": _("They are called again.")}


VERBS: dict[str, Callable[[Campaign, JsonObject], Answer]] = {
    "show": _show,
    "whisper": _whisper,
    "answer": _answer,
    "again": _again,
}
