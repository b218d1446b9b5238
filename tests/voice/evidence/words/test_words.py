"""The words files: lists that compile, each alternative once, over plain lower case."""

import re
from importlib import import_module
from itertools import chain
from pkgutil import iter_modules
from types import ModuleType

import pytest

from voice.evidence import words as evidence
from voice.evidence.patterns import one_of
from voice.negotiation import words as negotiation

FILES = [
    *(
        import_module(f"{evidence.__name__}.{each.name}")
        for each in iter_modules(evidence.__path__)
    ),
    negotiation,
]


def lists(module: ModuleType) -> dict[str, list[str]]:
    named = {
        name: value for name, value in vars(module).items() if name.isupper() and name[0] != "_"
    }
    return {
        name: list(chain.from_iterable(value.values()))
        if name == "TOPICS"
        else list(value)  # of a table, its keys are the words
        for name, value in named.items()
    }


@pytest.mark.parametrize("module", FILES)
def test_every_list_compiles_and_has_no_alternative_twice(module: ModuleType) -> None:
    for name, words in lists(module).items():
        assert re.compile(one_of(words))
        assert len(set(words)) == len(words), name


@pytest.mark.parametrize("module", FILES)
def test_no_list_matches_everything(module: ModuleType) -> None:
    """An alternative that was left empty would make a yes, or an opt-out, of any turn."""
    for name, words in lists(module).items():
        assert not re.fullmatch(one_of(words), ""), name


@pytest.mark.parametrize("module", FILES)
def test_words_are_in_lower_case_as_turns_are_when_they_are_searched(module: ModuleType) -> None:
    for name, words in lists(module).items():
        if name != "TITLES":
            plain = re.sub(r"\\[A-Za-z]", "", "".join(words))
            assert plain == plain.lower(), name


@pytest.mark.parametrize("module", FILES)
def test_the_words_are_data(module: ModuleType) -> None:
    kinds = {type(value) for name, value in vars(module).items() if not name.startswith("_")}
    assert kinds <= {tuple, dict}
