"""What a call has cost and may cost."""

from decimal import Decimal

import pytest
from pytest_django.fixtures import Settings

from telephony.dialling import costs
from tests.factories import make_call, make_campaign


@pytest.fixture(autouse=True)
def prices(settings: Settings) -> None:
    settings.PRICE_PER_MINUTE = "0.0184"
    settings.VOICE_PRICE_PER_MINUTE = "0.08"


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 0), (0.2, 1), (1, 1), (60, 1), (60.1, 2), (61, 2), (420, 7)]
)
def test_a_begun_minute_is_charged(seconds: float, minutes: int) -> None:
    assert costs.minutes(seconds) == minutes


def test_carrier_and_voice_are_added() -> None:
    assert costs.estimate(61) == Decimal("0.1968")


def test_the_carriers_own_figure_counts_when_it_is_higher() -> None:
    assert costs.actual(60, "0.0140") == Decimal("0.0984")
    assert costs.actual(60, "0.5") == Decimal("0.58")


def test_a_call_never_costs_more_than_its_reservation(settings: Settings) -> None:
    settings.CALL_LIMIT_SECONDS = 420

    assert costs.actual(420) == costs.reservation() == Decimal("0.6888")


@pytest.mark.django_db
def test_a_lost_call_counts_with_its_reservation() -> None:
    campaign = make_campaign()
    make_call(campaign, status="failed", cost=None, cost_reserved="0.70")
    make_call(campaign, status="completed", cost="0.10", cost_reserved="0.70")
    make_call(campaign, status="in_progress", cost_reserved="0.70")

    assert costs.committed(campaign.pk) == Decimal("1.50")


def test_fifteen_calls_at_once_fit_into_a_campaigns_budget(settings: Settings) -> None:
    assert 15 * costs.reservation() <= Decimal(settings.CAMPAIGN_BUDGET)


def test_the_parts_of_a_bill_are_those_it_was_made_of() -> None:
    for seconds in (1, 60, 61, 300):
        cost = costs.actual(seconds)
        assert costs.voice_part(cost) == Decimal("0.08") * costs.minutes(seconds)
    assert costs.voice_part(Decimal(0)) == 0
