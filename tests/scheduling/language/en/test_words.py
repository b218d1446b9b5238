"""Tests of scheduling/language/en/words.py: one table of numbers, weekdays and months for all."""

import ast
from pathlib import Path

import pytest

from scheduling.language.en import words

ROOT = Path(__file__).resolve().parents[4]
TABLE = ROOT / "scheduling" / "language" / "en" / "words.py"
APPS = ("scheduling", "campaigns", "voice", "telephony")


def spelled_out(path: Path) -> set[str]:
    """The strings of a file, without its docstrings."""
    tree = ast.parse(path.read_text())
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value.lower()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    }


@pytest.mark.parametrize("word", ["wednesday", "february", "seventeen"])
def test_no_other_file_has_a_table_of_its_own(word: str) -> None:
    others = [
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if path != TABLE and any(word in text for text in spelled_out(path))
    ]

    assert others == []


def test_weekdays_count_from_monday_and_months_from_january() -> None:
    assert words.WEEKDAYS["monday"] == 0 and words.WEEKDAYS["sun"] == 6
    assert words.MONTHS["january"] == 1 and words.MONTHS["sept"] == words.MONTHS["sep"] == 9


def test_numbers_have_no_gap_up_to_nineteen_and_ordinals_none_up_to_the_twentieth() -> None:
    assert list(words.SMALL.values()) == list(range(1, 20))
    assert list(words.ORDINALS.values()) == [*range(1, 21), 30]


def test_every_day_of_the_week_has_a_short_name() -> None:
    short = {day for name, day in words.WEEKDAYS.items() if len(name) == 3}

    assert short == set(range(7))


def test_phrases_stand_one_a_line() -> None:
    assert words.phrases("\n  comes to\n  would be\n") == {"comes to", "would be"}
