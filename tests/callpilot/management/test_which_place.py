"""A place is asked back in the terminal: by number, or by another text."""

import pytest

from callpilot.errors import BadInput
from callpilot.management import which_place
from campaigns.providers import gazetteer


@pytest.fixture
def several() -> BadInput:
    with pytest.raises(BadInput) as asked:
        gazetteer.found("home", "Springfield")
    return asked.value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2", "Springfield, Massachusetts"),
        (" 1 ", "Springfield, Missouri"),
        ("0", "0"),
        ("94105", "94105"),
        ("²", "²"),
        ("Graz", "Graz"),
        ("", ""),
    ],
)
def test_a_number_of_the_list_is_its_place_and_all_else_is_a_text(
    several: BadInput, monkeypatch: pytest.MonkeyPatch, typed: str, meant: str
) -> None:
    monkeypatch.setattr("builtins.input", lambda question: typed)
    told: list[str] = []

    assert which_place.ask(several, "home", told.append) == meant
    assert told[:2] == [several.errors["home"][0], "  1. Springfield, Missouri"]
    assert len(told) == 6
