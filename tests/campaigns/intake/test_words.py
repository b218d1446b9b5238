"""The word lists are words: each alternative is a pattern, and none hides behind another."""

import re

import pytest

from campaigns.intake import words
from campaigns.providers.service_kinds import SERVICES

LISTS = {
    name: value
    for name, value in vars(words).items()
    if name.isupper() and isinstance(value, tuple) and all(isinstance(v, str) for v in value)
} | {f"{group} {key}": value for group, table in (("DETAILS", words.DETAILS),
     ("PRIORITIES", words.PRIORITIES)) for key, value in table.items()}  # fmt: skip


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


def test_every_number_is_read_as_itself() -> None:
    for word, number in words.NUMBERS.items():
        assert re.fullmatch(words.NUMBER, word) and number >= 0


def test_details_belong_to_kinds_that_there_are() -> None:
    assert set(words.DETAILS) < set(SERVICES)
