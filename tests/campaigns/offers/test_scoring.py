"""Scoring: by hand, by property, and as it is written down."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.errors import BadInput
from campaigns.models import Candidate, Event, Offer
from campaigns.offers import scoring
from campaigns.offers.scoring import DEFAULT_WEIGHTS, Facts, merits, reasons, score
from tests.campaigns.answered_calls import with_offers

OPENS = datetime(2032, 3, 1, tzinfo=UTC)
WINDOW = (OPENS, OPENS + timedelta(days=10))


def day(number: float) -> datetime:
    return OPENS + timedelta(days=number)


def test_merits_by_hand() -> None:
    table = merits(
        [
            Facts(day(0), rating=5.0, review_count=90, distance_km=0.0, preferred=True),
            Facts(day(5), rating=4.0, review_count=10, distance_km=5.0),
            Facts(day(10)),
        ],
        WINDOW,
    )

    assert table == pytest.approx(
        np.array([[1.0, 0.976, 1.0, 1.0], [0.5, 0.78, 0.5, 0.0], [0.0, 0.76, 0.5, 0.0]])
    )


def test_scores_by_hand() -> None:
    table = np.array([[1.0, 0.0, 0.0, 0.0], [0.5, 0.8, 0.5, 1.0]])

    assert score(table, DEFAULT_WEIGHTS) == pytest.approx([0.50, 0.25 + 0.20 + 0.10 + 0.05])
    assert score(table, [1, 0, 0, 0]) == pytest.approx([1.0, 0.5])
    assert score(table, [50, 25, 20, 5]) == pytest.approx(score(table, DEFAULT_WEIGHTS))


@pytest.mark.parametrize(
    "weights",
    [[0, 0, 0, 0], [1, -1, 0, 0], [1, 2, 3], [float("nan"), 1, 1, 1], [float("inf"), 1, 1, 1]],
)
def test_weights_that_mean_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError):
        score(np.ones((1, 4)), weights)


facts = st.builds(
    Facts,
    start=st.floats(-2, 12).map(day),
    rating=st.none() | st.floats(0, 5),
    review_count=st.integers(0, 10_000),
    distance_km=st.none() | st.floats(0, 20_000),
    travel_minutes=st.none() | st.floats(0, 5_000),
    preferred=st.booleans(),
)
weights = st.lists(st.floats(0, 1e300), min_size=4, max_size=4).filter(any)


@given(st.lists(facts, max_size=8), weights)
def test_merits_and_scores_lie_between_0_and_1(offers: list[Facts], given: list[float]) -> None:
    table = merits(offers, WINDOW)

    assert table.shape == (len(offers), 4)
    assert ((table >= 0) & (table <= 1)).all()
    result = score(table, given)
    assert ((result >= 0) & (result <= 1)).all()


@given(st.lists(facts, min_size=1, max_size=8), facts)
def test_another_offer_changes_nobodys_merits(offers: list[Facts], other: Facts) -> None:
    alone, together = merits(offers, WINDOW), merits([*offers, other], WINDOW)

    assert (together[:-1] == alone).all()


@given(st.lists(facts, min_size=1, max_size=8), weights, st.sampled_from([0.125, 2.0, 1024.0]))
def test_the_unit_of_the_weights_does_not_matter(
    offers: list[Facts], given: list[float], unit: float
) -> None:
    table, scaled = merits(offers, WINDOW), [weight * unit for weight in given]

    if all(np.isfinite(scaled)) and any(scaled):
        assert score(table, scaled) == pytest.approx(score(table, given), abs=1e-6)


@given(facts, st.floats(0.1, 5), weights)
def test_sooner_is_never_worse(offer: Facts, days: float, given: list[float]) -> None:
    sooner = Facts(**{**vars(offer), "start": offer.start - timedelta(days=days)})
    table = merits([offer, sooner], WINDOW)

    assert score(table, given)[1] >= score(table, given)[0] - 1e-12


def test_reasons_are_words_and_numbers() -> None:
    why = reasons(
        [
            Facts(day(1), 4.8, 212, 1.23, 6.4, preferred=True),
            Facts(day(2), None, 0, None, None),
            Facts(day(3), 4.0, 1, 0.04, 0.2),
        ]
    )

    assert why == [
        ["earliest of 3", "4.8 from 212 reviews", "1.2 km, 6 min", "your own address book"],
        ["2nd earliest of 3", "no rating known"],
        ["latest of 3", "4.0 from 1 review", "0.0 km, 1 min"],
    ]
    assert reasons([Facts(day(1))])[0][0] == "the only offer so far"


def test_offers_at_the_same_time_share_their_place() -> None:
    why = [lines[0] for lines in reasons([Facts(day(n)) for n in (1, 1, 2, 3, 3)])]

    assert why == ["earliest of 5", "earliest of 5", "3rd earliest of 5", *["latest of 5"] * 2]


@pytest.mark.django_db
def test_ranks_follow_scores_and_the_parts_sum_to_the_score() -> None:
    campaign, offers = with_offers(3)

    ranked = list(campaign.offers.order_by("rank"))

    assert [offer.rank for offer in ranked] == [1, 2, 3]
    scores = [offer.score for offer in ranked if offer.score is not None]
    assert len(scores) == 3 and scores == sorted(scores, reverse=True)
    for offer in ranked:
        assert sum(offer.breakdown.values()) == pytest.approx(offer.score, abs=1e-5)
        assert set(offer.breakdown) == {"earliest", "rating", "distance", "preference"}
        assert len(offer.why) >= 2
    assert ranked == offers


@pytest.mark.django_db
def test_unverified_offers_come_after_those_that_can_be_confirmed() -> None:
    campaign, [first, second] = with_offers(2)
    Offer.objects.filter(pk=first.pk).update(verified=False)

    scoring.rescore(campaign.pk)

    first.refresh_from_db()
    assert first.rank == 2 and first.why[-1].startswith("not verified")


@pytest.mark.django_db
def test_other_weights_rank_the_same_offers_anew_and_ring_nobody() -> None:
    campaign, [early, late] = with_offers(2)
    for offer, km in ((early, 30.0), (late, 0.1)):
        Candidate.objects.create(
            campaign=campaign, provider=offer.provider, position=0, distance_km=km
        )
    calls = campaign.calls.count()

    scoring.reweigh(campaign, {"earliest_weight": 0, "distance_weight": 10})

    late.refresh_from_db()
    assert late.rank == 1 and campaign.distance_weight == 10
    assert campaign.rating_weight == 0.25 and campaign.calls.count() == calls
    assert campaign.events.latest("number").kind == Event.Kind.RANKED


@pytest.mark.django_db
def test_ranking_again_without_news_is_no_event() -> None:
    campaign, _offers = with_offers(2)
    before = campaign.events.count()

    scoring.rescore(campaign.pk)

    assert campaign.events.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"earliest_weight": -1}, "earliest_weight"),
        ({"rating_weight": "much"}, "rating_weight"),
        ({"distance_weight": float("nan")}, "distance_weight"),
        ({"preference_weight": True}, "preference_weight"),
        (dict.fromkeys(
            ["earliest_weight", "rating_weight", "distance_weight", "preference_weight"], 0
        ), "preferences"),
    ],
)  # fmt: skip
def test_bad_weights_name_their_field_and_change_nothing(
    changes: dict[str, object], field: str
) -> None:
    campaign, _offers = with_offers(1)

    with pytest.raises(BadInput) as caught:
        scoring.reweigh(campaign, changes)

    assert set(caught.value.errors) == {field}
    campaign.refresh_from_db()
    assert campaign.earliest_weight == 0.5
