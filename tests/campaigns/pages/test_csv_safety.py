"""No cell of a table runs as a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pages.csv_safety import FORMULAS, cell


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert cell(text) == f"'{text}" and cell("plain") == "plain"


@pytest.mark.parametrize("mark", FORMULAS)
def test_what_looks_like_a_formula_is_marked_as_text(mark: str) -> None:
    assert cell(f"{mark}1+1") == f"'{mark}1+1"
    assert cell(f"   {mark}1+1").startswith("'")


@pytest.mark.parametrize("text", ["", " ", "Bay Dental", "1+1", "a=b", "5 - 3", "'quoted"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


@given(st.text(max_size=50))
def test_no_cell_ever_begins_like_a_formula_and_nothing_is_lost(text: str) -> None:
    made = cell(text)

    assert not made.lstrip(" ").startswith(FORMULAS) and made.removeprefix("'") in (text, text[1:])
