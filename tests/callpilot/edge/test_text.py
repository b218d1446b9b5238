"""What every database, page and program can hold of what somebody sent."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from callpilot.edge.text import has_halves, storable, storable_form, storable_json
from callpilot.json_types import JsonObject

HALF = "\ud800"


def test_what_no_database_keeps_as_text_is_left_out() -> None:
    assert storable(f"Tues\x00day{HALF}.") == "Tuesday."


@given(st.text(max_size=50))
def test_everything_else_stays(text: str) -> None:
    assert storable(text) == text.replace("\x00", "")


def test_names_and_what_lies_deep_are_cleaned_too() -> None:
    given: JsonObject = {f"a{HALF}": ["b\x00", {"c": f"{HALF}d"}], "e": 1, "f": None}

    assert storable_json(given) == {"a": ["b", {"c": "d"}], "e": 1, "f": None}


@pytest.mark.parametrize("value", [HALF, [HALF], {HALF: 1}, {"a": [{"b": HALF}]}])
def test_half_a_character_is_found_wherever_it_stands(value: object) -> None:
    assert has_halves(value) and not has_halves(storable_json({"value": value}))


def test_a_form_is_cleaned_and_one_that_is_clean_stays_the_same() -> None:
    dirty, clean = QueryDict("na%00me=A%00lex&a=1&a=2"), QueryDict("name=Alex")

    assert storable_form(dirty).dict() == {"name": "Alex", "a": "2"}
    assert storable_form(dirty).getlist("a") == ["1", "2"]
    assert storable_form(clean) is clean
