"""Prompts with placeholders."""

import pytest

from voice.agents.prompt import Fact, filled, in_words, placeholders


def test_every_placeholder_is_filled_and_what_is_filled_in_is_not_looked_at_again() -> None:
    prompt = "Call {{name}} of {{ place }} and say {{name}}."

    assert placeholders(prompt) == {"name", "place"}
    told = filled(prompt, {"name": "{{place}}", "place": "Hill"})
    assert told == "Call {{place}} of Hill and say {{place}}."


def test_a_placeholder_without_words_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        filled("Call {{name}}.", {})


@pytest.mark.parametrize(
    ("fact", "words"), [("", "none"), (" ", "none"), (True, "yes"), (False, "no"), (45, "45")]
)
def test_facts_are_said_in_words(fact: Fact, words: str) -> None:
    assert in_words(fact) == words
