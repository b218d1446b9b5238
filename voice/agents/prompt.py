"""Prompts with {{placeholders}}: which there are, and what they read like once filled. Pure."""

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
Fact = str | int | float | bool


def placeholders(prompt: str) -> set[str]:
    """The names of everything that has to be filled in."""
    return set(_PLACEHOLDER.findall(prompt))


def filled(prompt: str, words: Mapping[str, str]) -> str:
    """Each placeholder once; what is filled in is not looked at again. KeyError if one lacks."""
    return _PLACEHOLDER.sub(lambda found: words[found.group(1)], prompt)


def in_words(fact: Fact) -> str:
    """As a prompt says it: nothing as "none", a truth as yes or no."""
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return str(fact).strip() or "none"
