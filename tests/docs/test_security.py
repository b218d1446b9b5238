"""docs/security.md accounts for every requirement, and proves whatever it says is met."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from callpilot.accounts.passwords import OWN_WORDS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/security.md").read_text()
PROVEN = 0.95
# OWASP ASVS 5.0.0: how many requirements of level 1 or 2 each section has. They come first in it.
SECTIONS = {
    1: [2, 9, 11, 3, 2], 2: [3, 3, 4, 1], 3: [0, 2, 4, 6, 5, 0, 2], 4: [3, 1, 2, 4],
    5: [1, 3, 2, 3], 6: [3, 12, 4, 4, 5, 3, 0, 4], 7: [3, 4, 2, 5, 2, 2], 8: [2, 3, 1, 1],
    9: [3, 4], 10: [2, 2, 4, 11, 5, 2, 3], 11: [2, 3, 3, 4, 1, 1], 12: [3, 2, 4],
    13: [1, 5, 2, 5], 14: [2, 4, 3], 15: [3, 3, 7], 16: [1, 5, 4, 3, 3], 17: [1, 4, 2],
}  # fmt: skip


def number(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def part(heading: str) -> str:
    """What stands below a heading, up to the next of its kind."""
    mark = re.findall(rf"^(##+) {heading}$", TEXT, re.M)[0]
    return re.split(rf"\n##{{1,{len(mark) - 1}}} ", TEXT.split(f"\n{mark} {heading}\n")[1])[0]


def rows(heading: str) -> dict[tuple[int, ...], list[str]]:
    """The cells of a table by the number of each row."""
    found = re.findall(r"^\| (\d+\.\d+\.\d+) \|(.*)\|$", part(heading), re.M)
    numbers = [number(first) for first, _ in found]
    assert numbers == sorted(set(numbers)), f"{heading}: numbers stand once and in order"
    return {number(first): [cell.strip() for cell in rest.split("|")] for first, rest in found}


@cache
def defined_in(file: str) -> set[str]:
    path = ROOT / file
    tree = ast.parse(path.read_text()) if path.is_file() else ast.Module([], [])
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


MET, NOT_MET = rows("Met"), rows("Not met")
REASONS = {number(each) for each in re.findall(r"\b\d+\.\d+\.\d+\b", part("Does not apply"))}


@pytest.mark.parametrize("row", MET, ids=lambda row: ".".join(map(str, row)))
def test_what_is_met_is_proven_by_tests_that_exist(row: tuple[int, ...]) -> None:
    requirement, how, proof = MET[row]
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", proof)

    assert requirement and how and named, "a row without a test"
    assert [name for file, name in named if name not in defined_in(file)] == []
    assert proof.count("`") == 2 * len(named), "something in it is no test"


def test_what_is_not_met_says_what_is_lacking() -> None:
    assert all(requirement and lacking for requirement, lacking in NOT_MET.values())


def test_every_requirement_of_both_levels_is_met_or_not_or_does_not_apply() -> None:
    known = {
        (chapter, at + 1, n + 1)
        for chapter, counts in SECTIONS.items()
        for at, count in enumerate(counts)
        for n in range(count)
    }
    told = [*MET, *NOT_MET, *REASONS]

    assert len(known) == 253
    assert (sorted(known - set(told)), sorted(set(told) - known)) == ([], [])
    assert len(told) == len(set(told)), "one stands in two places"


def test_nearly_all_that_applies_is_proven() -> None:
    assert len(MET) / (len(MET) + len(NOT_MET)) >= PROVEN


def test_what_the_document_counts_is_what_it_has() -> None:
    counted = re.search(r"Of 253 requirements (\d+) apply, and (\d+) of these are proven", TEXT)

    assert counted and (int(counted[1]), int(counted[2])) == (len(MET) + len(NOT_MET), len(MET))


def test_the_words_that_make_no_password_are_listed() -> None:
    assert [word for word in OWN_WORDS if f"`{word}`" not in part("How one signs in")] == []


def test_every_key_is_a_setting_that_is_documented() -> None:
    example = (ROOT / ".env.example").read_text()
    names = set(re.findall(r"`([A-Z][A-Z_]+)`", part("Keys")))

    assert names and [name for name in names if f"\n{name}=" not in example] == []
    secrets = re.findall(r"^([A-Z_]*(?:SECRET|TOKEN|API_KEY|SECRET_KEY)[A-Z_]*)=", example, re.M)
    assert [name for name in secrets if name not in names] == []


def test_no_setting_makes_a_password_age() -> None:
    named = (ROOT / "callpilot/settings.py").read_text()

    assert not re.findall(r"PASSWORD_(?:MAX_AGE|EXPIR\w*|HISTORY\w*)|password_expir", named)
