"""The word lists are words: each alternative is a pattern, and none hides behind another."""

import pkgutil
import re
from importlib import import_module

import pytest

from campaigns.intake import words
from campaigns.intake.words import numbers, subjects, terms
from campaigns.intake.words.alternatives import any_of
from campaigns.providers.service_kinds import SERVICES

MODULES = [
    import_module(f"{words.__name__}.{found.name}")
    for found in pkgutil.iter_modules(words.__path__)
]
LISTS: dict[str, tuple[str, ...]] = {
    name: value
    for module in MODULES
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, tuple) and all(isinstance(v, str) for v in value)
} | {
    f"{group} {key}": value
    for group, table in (("DETAILS", subjects.DETAILS), ("PRIORITIES", terms.PRIORITIES))
    for key, value in table.items()
}


@pytest.mark.parametrize("name", LISTS)
def test_every_alternative_is_a_pattern_and_stands_once(name: str) -> None:
    alternatives = LISTS[name]

    assert len(set(alternatives)) == len(alternatives)
    for pattern in alternatives:
        assert not re.compile(pattern).fullmatch(""), pattern


@pytest.mark.parametrize("name", LISTS)
def test_no_alternative_hides_a_longer_one_after_it(name: str) -> None:
    plain = [word for word in LISTS[name] if re.fullmatch(r"[\w' -]+", word)]
    followed_by_end = {"NONE", "SELF_PAY", "FOREIGN", "SHARING", "MAKES", "RELATIVES"}

    for at, word in enumerate(plain):
        hidden = [later for later in plain[at + 1 :] if later.startswith(f"{word} ")]
        assert not hidden or name in followed_by_end, (word, hidden)


def test_the_first_alternative_that_fits_counts() -> None:
    found = re.match(any_of(["next week", "next"]), "next week")

    assert found is not None and found.group() == "next week"


def test_every_number_is_read_as_itself() -> None:
    for word, number in numbers.NUMBERS.items():
        assert re.fullmatch(numbers.NUMBER, word) and number >= 0


def test_details_belong_to_kinds_that_there_are() -> None:
    assert set(subjects.DETAILS) < set(SERVICES)
