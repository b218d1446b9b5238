"""Where in its call a proof was said: `{{ evidence|place }}` for links, `at_ms|clock` for eyes."""

from django import template

from callpilot.json_types import JsonObject
from scheduling.language.write import elapsed

register = template.Library()


@register.filter
def place(evidence: JsonObject) -> str:
    """The turn where the proof begins, without one the very moment: a second may be another's."""
    turns = evidence.get("turns")
    if turns:
        return f"turn-{min(turns)}"
    return f"t={int(evidence.get('at_ms') or 0) / 1000:.3f}"


@register.filter
def clock(at_ms: int | str | None) -> str:
    """ "1:23"."""
    return elapsed(int(at_ms or 0) / 1000)
