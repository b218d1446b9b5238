"""`{{ field|bare }}`: a form's field without the placeholder that only repeats its label."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def bare(field: BoundField) -> SafeString:
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def is_check(field: BoundField) -> bool:
    """A box to tick stands before its label."""
    return getattr(field.field.widget, "input_type", "") == "checkbox"
