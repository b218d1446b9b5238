"""No cell of a table runs as a formula."""

import pytest

from campaigns.pages.csv_safety import cell


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert cell(text) == f"'{text}" and cell("plain") == "plain"
