"""The languages that times are read and said in, by the names of their folders."""

from functools import cache
from importlib import import_module

from scheduling.language.base import Language

ENGLISH = "en"


@cache
def language_of(name: str = ENGLISH) -> Language:
    """The language in the folder of that name; LookupError when there is none."""
    if not name.isidentifier():
        raise LookupError(f"{name!r} is no name of a language")
    try:
        module = import_module(f"scheduling.language.{name}.language")
    except ModuleNotFoundError as error:
        raise LookupError(f"there is no language {name!r}") from error
    language: Language = module.LANGUAGE
    return language
