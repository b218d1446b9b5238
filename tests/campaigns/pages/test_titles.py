"""What a request is called."""

from datetime import date

import pytest

from campaigns.pages.titles import title
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 30), date(2026, 12, 6)


def test_it_names_kind_parts_of_the_day_and_days() -> None:
    campaign = make_campaign(
        day_parts=["morning"],
        request="well, you see, my tooth",
        date_range_start=FIRST,
        date_range_end=LAST,
    )

    assert title(campaign) == "Dentist, mornings, Nov 30 – Dec 6"


def test_what_exactly_is_named_shortly() -> None:
    campaign = make_campaign(
        service="car_repair",
        detail="brakes " * 20,
        day_parts=["morning", "evening"],
        date_range_start=FIRST,
        date_range_end=LAST,
    )

    assert title(campaign).startswith("Car repair, brakes brakes")
    assert title(campaign).endswith("mornings or evenings, Nov 30 – Dec 6")
    assert len(title(campaign)) < 100


def test_one_day_is_named_once() -> None:
    day = date(2026, 12, 1)

    assert title(make_campaign(date_range_start=day, date_range_end=day)) == "Dentist, Dec 1"
