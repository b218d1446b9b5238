"""How a request looks in a list: `{{ campaign.status|request_class }}`."""

from django import template

from campaigns.pages.looks import CAMPAIGNS

register = template.Library()


@register.filter
def request_class(status: str) -> str:
    """The CSS class of the chip that shows a request's status."""
    return CAMPAIGNS[status]
