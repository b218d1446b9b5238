"""Text without what no database, page or program can hold: NUL, and half a surrogate pair."""

import re
from typing import TYPE_CHECKING

from django.http import QueryDict

from callpilot.json_types import JsonObject

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict as Form

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
HALVES = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without them."""
    return UNSTORABLE.sub("", text)


def storable_json(given: JsonObject) -> JsonObject:
    """The same of all texts in an object of JSON, names included. Raises RecursionError."""
    return {storable(str(name)): _storable(each) for name, each in given.items()}


def _storable(value: object) -> object:
    match value:
        case str():
            return storable(value)
        case list():
            return [_storable(each) for each in value]
        case dict():
            return storable_json(value)
    return value


def has_halves(value: object) -> bool:
    """Whether half a character stands anywhere in a value of JSON. Raises RecursionError."""
    if isinstance(value, str):
        return HALVES.search(value) is not None
    if isinstance(value, list):
        return any(map(has_halves, value))
    if isinstance(value, dict):
        return any(map(has_halves, value)) or any(map(has_halves, value.values()))
    return False


def storable_form(form: "Form") -> "Form":
    """The same form when there is nothing to clean, as there hardly ever is."""
    texts = (text for name, values in form.lists() for text in (name, *values))
    if not any(map(UNSTORABLE.search, texts)):
        return form
    clean = QueryDict(mutable=True)
    for name, values in form.lists():
        clean.setlist(storable(name), [storable(value) for value in values])
    return QueryDict(clean.urlencode())
