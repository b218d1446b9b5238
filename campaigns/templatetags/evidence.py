"""Where in its call a proof was said: `{{ evidence.at_ms|second }}` in links, `|clock` for eyes."""

from django import template

from scheduling.language.write import elapsed

register = template.Library()


@register.filter
def second(at_ms: int | str | None) -> str:
    """Whole seconds since the answer, as `#t=` takes them."""
    return str(int(at_ms or 0) // 1000)


@register.filter
def clock(at_ms: int | str | None) -> str:
    """ "1:23"."""
    return elapsed(int(at_ms or 0) / 1000)
