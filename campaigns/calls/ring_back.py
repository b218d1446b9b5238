"""Ringing us back: the number that desks are told, and what follows when they ring it."""

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.calls import outcomes
from campaigns.models import Call, Campaign, Event, Suppression

KNOWN_SECONDS = 3600  # then nobody is told a number of which nothing has been heard since


def number_to_name() -> str:
    """Where desks are told to ring us back, in E.164; "" unless somebody is known to answer."""
    number = str(settings.CALLBACK_NUMBER)
    return number if number and cache.get(_known(number)) else ""


def note_answered(number: str, answered: bool) -> None:
    """What the carrier says of the number; for all processes, and for a while."""
    cache.set(_known(number), answered, KNOWN_SECONDS)


def _known(number: str) -> str:
    return f"answers-{number}"


def note_rang_back(phone: str) -> None:
    """The campaign that called this number last reads that they rang back, once per call."""
    call = _last_call(phone)
    if call is None or call.campaign is None or not call.campaign.wanted:
        return
    with transaction.atomic():
        campaign = Campaign.objects.locked(call.campaign.pk)
        if not Event.objects.filter(call=call, data__rang_back=True).exists():
            text = _("They rang our number back.")
            Event.record(campaign, Event.Kind.CALL_NOTED, call=call, text=text, rang_back=True)


def opt_out(phone: str) -> None:
    """Who rang us back never wants to be called again; in force at once, for everybody.

    As after a call, a rehearsed desk is held against nobody.
    """
    call = _last_call(phone)
    if call is not None and call.rehearsed:
        return
    Suppression.objects.update_or_create(
        phone=phone,
        source=Suppression.Source.CALLEE,
        defaults={"reason": _("Asked when ringing us back."), "call": call, "lapses_at": None},
    )
    outcomes.stop_waiting(_("This number asked not to be called."), to_number=phone)


def _last_call(phone: str) -> Call | None:
    placed = Call.objects.filter(to_number=phone, claimed_at__isnull=False)
    return placed.select_related("campaign").order_by("-claimed_at").first()
