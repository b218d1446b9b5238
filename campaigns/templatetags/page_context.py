"""What every page knows of its reader: requests under way, announcements, keys."""

from collections.abc import Mapping

from django import template
from django.template.context import Context

from campaigns.models import CallingStop, Campaign, Preferences

register = template.Library()


@register.simple_tag(takes_context=True)
def active_requests(context: Context) -> int:
    """One count over the index of unfinished campaigns; 0 for who is not signed in."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return 0
    return Campaign.objects.of(user).unfinished().count()


@register.simple_tag(takes_context=True)
def calling_stopped(context: Context) -> bool:
    """Whether nobody is called at present; not asked for who is not signed in."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return False
    return CallingStop.standing() is not None


@register.simple_tag(takes_context=True)
def reading(context: Context) -> Mapping[str, object]:
    """How much is read out, and whether single keys do something; for who never chose, as usual."""
    user = context.get("user")
    chosen = None
    if user is not None and user.is_authenticated:
        wanted = Preferences.objects.filter(user=user)
        chosen = wanted.values("announcements", "shortcuts").first()
    return chosen or {"announcements": "key", "shortcuts": True}
