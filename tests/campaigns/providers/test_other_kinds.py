"""What has no list of its own is known by its word."""

import pytest

from campaigns.providers import other_kinds, service_kinds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("massage next week", "massage"),
        ("a Thai massage on Friday", "thai massage"),
        ("I want a tattoo", "tattoo"),
        ("my tax adviser", "tax adviser"),
        ("dog grooming", "dog grooming"),
        ("physical therapy", "physical therapy"),
        ("piano lessons for my son", "piano lessons"),
        ("a dentist", ""),
        ("a massage for me and a dentist", ""),
        ("asdf", ""),
    ],
)
def test_a_kind_of_the_list_is_found_when_nothing_else_is_asked_for(text: str, words: str) -> None:
    assert service_kinds.other(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I need a falconer next week", "falconer"),
        ("we'd like to book a puppet theatre on Friday", "puppet theatre"),
        ("find me a beekeeper near Oakland", "beekeeper"),
        ("I need an appointment", ""),
        ("I'd like a later time", ""),
        ("I want a Friday", ""),
        ("I need a check-up", ""),
        ("book it", ""),
    ],
)
def test_whatever_is_wished_for_is_taken_by_its_place_in_the_sentence(
    text: str, words: str
) -> None:
    assert other_kinds.wished(text) == words
