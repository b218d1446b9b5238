"""A page's script: one module, and a hint at what it imports."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from pytest_django import Settings

from callpilot.templatetags import modules


@pytest.fixture
def static_files(tmp_path: Path, settings: Settings) -> Path:
    """A folder of static files of the test's own."""
    settings.STATICFILES_DIRS = [tmp_path]
    for name, text in {
        "page.js": 'import "./parts/one.js";\nimport { two } from "./parts/two.js";\n',
        "parts/one.js": '// import "./never.js";\nimport { two } from "./two.js";\n',
        "parts/two.js": 'import "../parts/one.js";\nexport const two = 2;\n',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_what_a_module_imports_is_asked_for_at_once_and_runs_once(static_files: Path) -> None:
    html = Template('{% load modules %}{% module "page.js" %}').render(Context())

    assert re.findall(r'<link rel="modulepreload" href="/static/([^"]+)">', html) == [
        "parts/one.js",
        "parts/two.js",
    ]
    assert re.findall(r"<script.*", html) == [
        '<script src="/static/page.js" type="module"></script>'
    ]


def test_a_script_that_is_not_there_is_named(static_files: Path) -> None:
    with pytest.raises(LookupError, match=r"No script 'gone\.js'"):
        modules.all_imports("gone.js")
