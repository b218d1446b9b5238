"""How each of the agent's tools is called for people: what was done, and when it did not work."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

TOOLS: dict[str, tuple[StrPromise, StrPromise]] = {
    "check_availability": (_("Looked into your calendar"), _("Could not look into your calendar")),
    "validate_slot": (
        _("Checked whether a time suits you"),
        _("Could not check whether a time suits you"),
    ),
    "propose_alternatives": (_("Looked for other free times"), _("Found no other free time")),
    "report_slot_offer": (_("Noted an offer"), _("Could not note an offer")),
    "withdraw_offer": (_("Took an offer back"), _("Found no such offer to take back")),
    "book_slot": (_("Booked the time"), _("Did not book the time")),
    "get_distance": (_("Looked up the way there"), _("Does not know the way there")),
    "provider_lookup": (_("Looked at the other places"), _("Found no other places")),
    "ask_person": (_("Asked you"), _("Could not ask you")),
    "press_keys": (_("Pressed keys"), _("Could not press keys")),
    "log_event": (_("Made a note"), _("Could not make a note")),
    "end_call": (_("Ended the call"), _("Could not end the call")),
}
UNKNOWN = (_("Looked something up"), _("Could not look something up"))  # of another version


def told(name: str, ok: bool) -> str:
    """ "Noted an offer", or "Could not note an offer"."""
    done, failed = TOOLS.get(name, UNKNOWN)
    return str(done if ok else failed)
