"""Every word a reader sees can be translated: no template carries bare text."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = re.compile(
    r"\b(?:CallPilot|API|Twilio|Google|ElevenLabs|iCalendar|km|mi|ms)\b"
)  # in every language
BLOCKS = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*-?%}", re.S)
COMMENTS = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.S)
CODE = re.compile(r"<(script|style|code|kbd|pre)\b.*?</\1>", re.S)
SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label)\s*=\s*(?:"([^"{]*)"|'([^'{]*)')""")


def bare_words(source: str) -> list[str]:
    """What would be shown as it stands here, in whatever language the reader reads."""
    for pattern in (COMMENTS, BLOCKS, CODE):
        source = pattern.sub(" ", source)
    source = re.sub(r"{%.*?%}|{{.*?}}", " ", source, flags=re.S)
    spoken = [one or other for one, other in SPOKEN.findall(source)]
    shown = re.sub(r"<[^>]*>", "\n", source).split("\n")
    words = [NAMES.sub("", re.sub(r"&\w+;", "", text)).strip() for text in shown + spoken]
    return [text for text in words if re.search(r"[^\W\d_]{2,}", text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_has_no_bare_words(path: Path) -> None:
    assert bare_words(path.read_text()) == []


def test_bare_words_are_found_where_they_hide() -> None:
    source = '{% translate "fine" %} <p title="bad">worse {{ name }}</p> <code>ok</code>'

    assert bare_words(source) == ["worse", "bad"]
