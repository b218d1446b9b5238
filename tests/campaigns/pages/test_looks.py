"""Every status and outcome has one look: on the board, on a call's page, in a terminal."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from callpilot.management.terminal import board_table
from campaigns.models import Call, Campaign
from campaigns.pages import looks
from campaigns.pages.call_cards import Card
from tests.factories import make_call, make_campaign

STATIC = Path(settings.BASE_DIR) / "static"


@pytest.mark.parametrize("state", [*Call.Status.values, *Call.Outcome.values])
def test_every_status_and_outcome_of_a_call_has_a_look(state: str) -> None:
    look = looks.CALLS[state]

    assert look.css.startswith("is-") and look.icon and look.shape and look.label[0].isupper()


@pytest.mark.parametrize("outcome", Call.Outcome.values)
def test_every_outcome_of_a_conversation_has_a_sentence(outcome: str) -> None:
    look = looks.CALLS[outcome]

    assert bool(look.sentence) is (outcome not in ("failed", "cancelled"))  # those give a reason


@pytest.mark.parametrize("status", Campaign.Status.values)
def test_every_status_of_a_request_has_a_class(status: str) -> None:
    assert looks.CAMPAIGNS[status] or status == "cancelled"


def test_nothing_has_a_look_that_is_no_state() -> None:
    states = {*Call.Status.values, *Call.Outcome.values, looks.NEEDS_YOU, looks.GONE}

    assert set(looks.CALLS) == states and set(looks.CAMPAIGNS) == set(Campaign.Status.values)


def test_every_icon_is_drawn_and_every_class_is_styled() -> None:
    icons = (STATIC / "icons.svg").read_text()
    styles = "".join(path.read_text() for path in STATIC.rglob("*.css"))

    assert [look.icon for look in looks.CALLS.values() if f'id="{look.icon}"' not in icons] == []
    classes = {look.css for look in looks.CALLS.values()} | {*looks.CAMPAIGNS.values()} - {""}
    assert [css for css in classes if f".{css}" not in styles] == []


@pytest.mark.django_db
def test_a_cancelled_call_looks_the_same_everywhere() -> None:
    call = make_call(status="cancelled", outcome="cancelled")
    card, look = Card(call), looks.look_of(call)

    assert (card.css, card.icon, card.label) == (look.css, look.icon, look.label)
    assert (look.css, look.icon, look.label) == ("is-queued", "stop", "Stopped")
    row = list(board_table([call]).columns[2].cells)[0]
    assert str(row).casefold() == look.label.casefold()


@pytest.mark.django_db
def test_a_live_call_is_shown_by_its_status_and_an_ended_one_by_what_it_came_to() -> None:
    live = make_call(status="in_progress", outcome="offer")
    ended = make_call(status="completed", outcome="offer")
    silent = make_call(status="completed")

    assert [looks.state_of(call) for call in (live, ended, silent)] == [
        "in_progress", "offer", "completed",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_request_in_a_list_has_the_class_of_its_status() -> None:
    shown = render_to_string("campaigns/_list.html", {"campaigns": [make_campaign()]})

    assert 'class="chip is-talking"' in shown
