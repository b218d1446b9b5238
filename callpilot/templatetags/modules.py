"""A page's script: one module, and a hint at what it imports, so that all of it comes at once."""

import posixpath
import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
IMPORT = re.compile(r'^import (?:[^"]* from )?"([^"]+)";$', re.MULTILINE)


@register.simple_tag
def module(name: str) -> SafeString:
    """{% module "js/intake.js" %}"""
    hints = format_html_join(
        "\n  ",
        '<link rel="modulepreload" href="{}">',
        ((static(each),) for each in all_imports(name)),
    )
    return format_html('{}\n  <script src="{}" type="module"></script>', hints, static(name))


@cache
def all_imports(name: str) -> list[str]:
    """What a script imports, and what those import, each once."""
    found: list[str] = []
    todo = imports(name)
    while todo:
        each = todo.pop(0)
        if each not in found:
            found.append(each)
            todo += imports(each)
    return found


def imports(name: str) -> list[str]:
    path = finders.find(name)
    if path is None:
        raise LookupError(f"No script {name!r} among the static files.")
    folder = posixpath.dirname(name)
    return [
        posixpath.normpath(posixpath.join(folder, each))
        for each in IMPORT.findall(Path(path).read_text())
    ]
