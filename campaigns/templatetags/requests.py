"""`{% active_requests as n %}`: how many requests of the person are still being worked on."""

from django import template
from django.template.context import Context

from campaigns.models import Campaign

register = template.Library()


@register.simple_tag(takes_context=True)
def active_requests(context: Context) -> int:
    """One count over the index of unfinished campaigns; 0 for who is not signed in."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return 0
    return Campaign.objects.of(user).unfinished().count()
