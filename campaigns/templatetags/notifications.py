"""What the live page tells through the browser while nobody is looking at it."""

import json

from django import template
from django.template.context import Context
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Preferences

register = template.Library()


@register.simple_tag(takes_context=True)
def browser_wishes(context: Context, campaign: Campaign) -> str:
    """JSON: event → the words of its notification, for the events that the person wants."""
    chosen = Preferences.chosen_by(campaign.person_id)
    words = {
        "offer": _("An offer has arrived."),
        "needs_you": _("The assistant needs you: a question during a call."),
        "booked": _("Your appointment is booked."),
        "failed": _("The calls have ended without an offer."),
    }
    wanted = {event: text for event, text in words.items() if chosen.tells(event, "browser")}
    return json.dumps(wanted)
