"""Weights as people set them: whole points that add up to 100, and an example that obeys them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.offers import scoring, weights

NAMES = [f"{name}_weight" for name in scoring.CRITERIA]


def of(*values: float) -> dict[str, float]:
    return dict(zip(NAMES, values, strict=True))


@given(st.lists(st.floats(0, 1000), min_size=4, max_size=4))
def test_points_are_whole_and_always_add_up_to_a_hundred(values: list[float]) -> None:
    assume(sum(values) > 1e-6)

    points = weights.points(of(*values))

    assert sum(points.values()) == 100 and list(points) == NAMES
    assert all(point >= 0 for point in points.values())


@given(st.lists(st.integers(1, 100), min_size=4, max_size=4))
def test_points_are_never_further_than_one_from_the_truth(values: list[int]) -> None:
    points = weights.points(of(*values))

    for name, value in zip(NAMES, values, strict=True):
        assert abs(points[name] - 100 * value / sum(values)) < 1


def test_who_weighs_more_never_gets_fewer_points() -> None:
    points = list(weights.points(of(1, 2, 3, 4)).values())

    assert points == sorted(points)


def test_thirds_share_the_remainder() -> None:
    assert sorted(weights.points(of(1, 1, 1, 0)).values()) == [0, 33, 33, 34]


def test_nothing_at_all_cannot_be_weighed() -> None:
    with pytest.raises(ValueError):
        weights.points(of(0, 0, 0, 0))


@pytest.mark.parametrize("preset", [values for _name, values in weights.PRESETS])
def test_every_preset_adds_up(preset: tuple[int, ...]) -> None:
    assert sum(preset) == 100
    assert weights.total(of(*preset)) == " / ".join(map(str, preset)) + " = 100"


@pytest.mark.parametrize(
    "values,first",
    [
        ((1, 0, 0, 0), "The first one free"),
        ((0, 1, 0, 0), "The best rated one"),
        ((0, 0, 1, 0), "Your own, around the corner"),
        ((0, 0, 0, 1), "Your own, around the corner"),
    ],
)
def test_the_example_puts_first_what_alone_counts(values: tuple[float, ...], first: str) -> None:
    ranked = weights.example(of(*values))

    assert ranked[0].provider.name == first
    assert [offer.rank for offer in ranked] == [1, 2, 3]


@given(st.lists(st.floats(0.01, 10), min_size=4, max_size=4))
def test_the_parts_of_an_example_add_up_to_its_score(values: list[float]) -> None:
    for offer in weights.example(of(*values)):
        assert offer.score is not None and 0 <= offer.score <= 1
        assert sum(offer.breakdown.values()) == pytest.approx(offer.score)


def test_a_form_shows_all_four_in_their_order() -> None:
    rows = weights.rows(of(50, 25, 20, 5))

    assert [(row["name"], row["value"]) for row in rows] == list(of(50, 25, 20, 5).items())
