"""The pieces of a campaign's page: what is drawn again, and for whom."""

import pytest
from django.utils import timezone

from campaigns.models import Event
from campaigns.pages import fragments
from tests.factories import make_call, make_campaign, make_offer, make_person

pytestmark = pytest.mark.django_db


def test_why_nothing_came_of_it_counts_the_last_try_of_each_desk() -> None:
    campaign = make_campaign(status="failed")
    first = make_call(campaign, status="failed", outcome="busy")
    make_call(campaign, provider=first.provider, attempt=2, status="completed", outcome="no_slots")
    make_call(campaign, status="completed", outcome="no_slots")
    make_call(campaign, status="failed", outcome="no_answer")

    told = fragments.failures(list(campaign.calls.all()))

    assert told == [("no suitable time", 2), ("no answer", 1)]


def test_what_waits_talks_and_has_finished_adds_up_to_all_calls() -> None:
    campaign = make_campaign(status="negotiating")
    for status in ("queued", "queued", "ringing", "in_doubt", "completed", "failed", "cancelled"):
        make_call(campaign, status=status)

    groups = fragments.head(campaign)["groups"]

    assert (groups["waiting"], groups["live"], groups["finished"]) == (2, 2, 3)
    assert groups["all"] == 7


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


def test_a_time_that_is_taken_back_is_taken_off_its_card() -> None:
    offer = make_offer(make_call(status="completed", outcome="offer"))
    assert offer.move("withdrawn")
    event = Event.objects.get(kind=Event.Kind.OFFER_MOVED)

    drawn = fragments.changed(offer.campaign_id, [event])

    assert f'id="call-{offer.call_id}"' in drawn and "No longer open" in drawn


def test_no_panel_is_drawn_of_a_call_of_another_campaign() -> None:
    mine, theirs = make_call(), make_call()

    assert mine.campaign is not None
    assert fragments.panel(mine.campaign.pk, mine.pk)
    assert fragments.panel(mine.campaign.pk, theirs.pk) is None
