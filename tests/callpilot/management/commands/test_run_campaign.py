"""What the terminal waits for, and what it tells."""

import io
from datetime import timedelta

import pytest
from django.utils.timezone import now
from rich.console import Console

from callpilot.json_types import JsonObject
from callpilot.management.commands.run_campaign import waits_long
from callpilot.management.terminal import Board
from campaigns.models import Event
from tests.factories import make_call, make_campaign, make_offer

pytestmark = pytest.mark.django_db


def test_a_retry_that_is_due_tomorrow_is_not_waited_for() -> None:
    campaign = make_campaign()
    make_call(campaign, status="completed")
    make_call(campaign, due_at=now() + timedelta(hours=9))

    assert waits_long(campaign)


@pytest.mark.parametrize("other", [{"status": "in_progress"}, {"status": "dialing"}, {}])
def test_what_goes_on_or_is_due_is_waited_for(other: JsonObject) -> None:
    campaign = make_campaign()
    make_call(campaign, due_at=now() + timedelta(hours=9))
    make_call(campaign, **other)

    assert not waits_long(campaign)


def test_who_looks_for_providers_is_waited_for() -> None:
    assert not waits_long(make_campaign())


def test_an_offer_is_told_once_however_often_it_is_noted() -> None:
    offer, paper = make_offer(), io.StringIO()
    for number in (1, 2):
        Event.objects.create(
            campaign=offer.campaign, offer=offer, kind="offer_noted", number=number, data={}
        )

    Board(Console(file=paper), offer.campaign).look()

    assert len([line for line in paper.getvalue().splitlines() if line.startswith("offer:")]) == 1
