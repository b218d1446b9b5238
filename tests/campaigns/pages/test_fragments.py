"""The pieces of a campaign's page: what is drawn again, and for whom."""

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Event
from campaigns.pages import fragments
from tests.factories import make_call, make_campaign, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("status", "done", "current"),
    [
        ("created", 0, "Understood"), ("dialing", 2, "Calling"), ("negotiating", 2, "Calling"),
        ("ranking", 3, "Your choice"), ("confirmed", 6, None), ("failed", 0, None),
    ],
)  # fmt: skip
def test_the_way_of_a_campaign_shows_where_it_is(
    status: str, done: int, current: str | None
) -> None:
    phases = fragments.phases(Campaign(status=status))

    assert sum(phase["done"] for phase in phases) == done
    assert [str(phase["label"]) for phase in phases if phase["current"]] == (
        [current] if current else []
    )


def test_why_nothing_came_of_it_counts_the_last_try_of_each_desk() -> None:
    campaign = make_campaign(status="failed")
    first = make_call(campaign, status="failed", outcome="busy")
    make_call(campaign, provider=first.provider, attempt=2, status="completed", outcome="no_slots")
    make_call(campaign, status="completed", outcome="no_slots")
    make_call(campaign, status="failed", outcome="no_answer")

    told = fragments.failures(list(campaign.calls.all()))

    assert told == [("no suitable time", 2), ("no answer", 1)]


def test_pieces_are_drawn_on_the_clocks_of_their_reader() -> None:
    campaign = make_campaign(make_person(timezone="Asia/Tokyo"))

    with fragments.read_by(campaign):
        assert str(timezone.get_current_timezone()) == "Asia/Tokyo"


def test_a_sentence_draws_its_call_again_and_nothing_around_it() -> None:
    campaign = make_campaign(status="negotiating")
    call, other = make_call(campaign, status="in_progress"), make_call(campaign)
    event = Event.record(
        campaign, Event.Kind.TURN, call=call, number=1, speaker="callee", text="Good morning."
    )

    drawn = fragments.changed(campaign.pk, [event])

    assert "Good morning." in drawn and str(call.pk) in drawn
    assert str(other.pk) not in drawn and 'id="radar"' not in drawn


def test_no_panel_is_drawn_of_a_call_of_another_campaign() -> None:
    mine, theirs = make_call(), make_call()

    assert mine.campaign is not None
    assert fragments.panel(mine.campaign.pk, mine.pk)
    assert fragments.panel(mine.campaign.pk, theirs.pk) is None
