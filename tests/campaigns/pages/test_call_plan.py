"""What will be done, in words, before anybody is called."""

import pytest

from campaigns.models import Campaign, Candidate
from campaigns.pages import call_plan
from tests.factories import make_campaign, make_provider

pytestmark = pytest.mark.django_db


def test_before_providers_are_found_the_plan_names_the_most_that_may_be_called() -> None:
    campaign = make_campaign(max_providers=12, max_parallel=5)

    assert (call_plan.plan(campaign).calls, call_plan.plan(campaign).parallel) == (12, 5)


def test_once_they_are_found_it_counts_those_who_are_called() -> None:
    campaign = make_campaign(max_providers=12, max_parallel=5)
    for position, reason in enumerate(("", "", "never call again")):
        Candidate.objects.create(
            campaign=campaign,
            provider=make_provider(),
            position=position,
            skipped_because=reason,
        )

    assert (call_plan.plan(campaign).calls, call_plan.plan(campaign).parallel) == (2, 2)


def test_it_says_what_is_heard_what_may_be_told_and_who_decides() -> None:
    plan = call_plan.plan(make_campaign(may_share=["phone", "name"]))
    books = Campaign.BookingPolicy.BOOK_WHEN_IT_FITS

    assert "automated assistant calling on behalf of Alex Example" in plan.disclosure
    assert plan.shared == "name, phone" and not plan.books
    assert call_plan.plan(make_campaign(booking_policy=books)).books
