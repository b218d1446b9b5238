"""A browser is told of what the person wants to hear, and of nothing else."""

import json

import pytest
from django.template import Context

from campaigns.models import Preferences
from campaigns.templatetags.notifications import browser_wishes
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


def test_only_what_the_person_has_switched_on_is_told() -> None:
    campaign = make_campaign()
    Preferences.objects.update_or_create(
        user=campaign.person, defaults={"notify": {"offer": ["browser"], "booked": ["email"]}}
    )

    told = json.loads(browser_wishes(Context(), campaign))

    chosen = Preferences.chosen_by(campaign.person_id)
    assert {event for event in told if not chosen.tells(event, "browser")} == set()
    assert "booked" not in told and told["offer"] == "An offer has arrived."
