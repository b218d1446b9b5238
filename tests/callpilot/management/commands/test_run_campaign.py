"""What the terminal waits for, and what it tells."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.utils.timezone import now
from rich.console import Console

from callpilot.json_types import JsonObject
from callpilot.management.commands.run_campaign import Command, waits_long
from callpilot.management.terminal import Board
from campaigns.models import Campaign, Event
from tests.factories import make_call, make_campaign, make_offer, make_person

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
            mandate=offer.campaign, offer=offer, kind="offer_noted", number=number, data={}
        )

    Board(Console(file=paper), offer.campaign).look()

    assert len([line for line in paper.getvalue().splitlines() if line.startswith("offer:")]) == 1


def created(request: str, *, ask: bool) -> tuple[Campaign, str]:
    command, paper = Command(), io.StringIO()
    command.console = Console(file=paper)
    return command.created(make_person(), {"request": request}, ask=ask), paper.getvalue()


def test_who_sits_at_the_terminal_says_which_place_is_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("builtins.input", lambda question: "2")

    campaign, said = created("dentist in Springfield next week", ask=True)

    assert campaign.place == "Springfield, Massachusetts" and f"2. {campaign.place}" in said


def test_a_place_that_may_be_several_is_refused_with_them_where_nobody_can_be_asked() -> None:
    with pytest.raises(CommandError, match="Springfield, Missouri · Springfield, Mass") as refused:
        created("dentist in Springfield next week", ask=False)

    assert refused.value.returncode == 2


def test_nobody_chooses_a_place_for_a_request_that_has_other_faults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("builtins.input", lambda question: pytest.fail("asked"))

    with pytest.raises(CommandError, match="date_range_start"):
        created("dentist in Springfield on February 30", ask=True)
