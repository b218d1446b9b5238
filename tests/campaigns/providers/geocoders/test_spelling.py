"""Names of places are compared however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.providers.geocoders.spelling import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("München", "munchen"), ("ŁÓDŹ", "lodz"), ("Gießen", "GIESSEN"), ("Århus", "arhus"),
        ("St. Pölten", "Saint Polten"), ("Ft. Worth", "fort worth"), ("Tromsø", "tromso"),
        ("O’Fallon", "O'Fallon"), ("Winston-Salem", "winston salem"), ("İzmir", "izmir"),
        ("Москва", "МОСКВА"), ("  Paris ,", "paris"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


def test_names_of_two_places_stay_two() -> None:
    assert len({folded(name) for name in ("Köln", "Kiel", "東京", "京都", "Рим")}) == 5


@given(st.text(max_size=60))
def test_any_text_has_a_spelling_and_folding_it_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
