"""The pages: what a person sees, and that strangers' words stay text."""

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from callpilot.management import terminal
from callpilot.models import User
from campaigns.bookings import booking
from campaigns.calls import outcomes
from campaigns.models import Campaign, Event, Provider
from scheduling.models import Appointment, Hold
from tests.campaigns import answered_calls
from tests.campaigns.answered_calls import answer, appointment_of, hang_up, with_offers
from tests.campaigns.broken_calendar import BreakableCalendar
from tests.campaigns.clients import browser_of
from tests.factories import make_call, make_campaign, make_offer, make_person, make_provider

pytestmark = pytest.mark.django_db
EVIL = "<img src=x onerror=alert(1)>"


def test_the_page_of_a_campaign_shows_calls_words_and_offers(browser: Client, alice: User) -> None:
    campaign = make_campaign(alice, status="ranking")
    call = make_call(campaign, status="completed", outcome="offer")
    Event.record(
        campaign, Event.Kind.TURN, call=call, number=2, speaker="callee", text="We have Tuesday."
    )
    make_offer(call, rank=1, score=0.8, why=["earliest of 1"])

    page = browser.get(f"/campaigns/{campaign.pk}/?call={call.pk}").content.decode()

    assert "We have Tuesday." in page
    assert "earliest of 1" in page
    assert "Book this" in page


def test_a_strangers_words_are_text_wherever_they_appear(browser: Client, alice: User) -> None:
    campaign = make_campaign(alice, status="ranking", request=EVIL)
    call = make_call(campaign, provider=make_provider(name=EVIL), status="completed")
    Event.record(campaign, Event.Kind.TURN, call=call, number=1, speaker="callee", text=EVIL)
    offer = make_offer(call, rank=1, evidence={"quote": EVIL})

    for path in ("", f"offers/{offer.pk}/confirm/", "cancel/"):
        page = browser.get(f"/campaigns/{campaign.pk}/{path}").content.decode()
        assert "<img" not in page
    assert "&lt;img" in browser.get(f"/campaigns/{campaign.pk}/").content.decode()


@pytest.mark.parametrize("path", ["", "cancel/", "offers/{offer}/confirm/"])
def test_somebody_elses_campaign_has_no_page(browser: Client, path: str) -> None:
    offer = make_offer()

    answered = browser.get(f"/campaigns/{offer.campaign_id}/{path.format(offer=offer.pk)}")

    assert answered.status_code == 404


@pytest.mark.parametrize("path", ["/requests/new/", "/campaigns/", "/appointments/"])
def test_who_is_not_signed_in_is_asked_to(path: str) -> None:
    answered = Client().get(path)

    assert answered.status_code == 302
    assert answered["Location"].startswith("/accounts/login/")


def test_the_demo_button_exists_only_where_no_phone_rings(settings: Settings) -> None:
    make_person("demo")
    assert Client().post("/demo/").status_code == 302
    settings.SIMULATED = False
    assert Client().post("/demo/").status_code == 404


def test_pages_carry_a_strict_content_security_policy(browser: Client) -> None:
    policy = browser.get("/requests/new/")["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def booked(alice: User) -> tuple[Campaign, Appointment]:
    campaign, [offer] = with_offers(1, person=alice)
    made = answered_calls.booked(campaign, offer, "Yes, that is booked.")
    return campaign, appointment_of(made)


def test_when_a_choice_is_gone_the_next_best_is_proposed(browser: Client, alice: User) -> None:
    campaign, [first, second] = with_offers(2, person=alice)
    booking.confirm(campaign, first)
    call = answer(campaign.calls.get(purpose="confirm"))
    outcomes.note_outcome(call.pk, "refused")
    hang_up(call)

    page = browser.get(f"/campaigns/{campaign.pk}/").content.decode()

    assert "Not booked with" in page and "Book this instead" in page
    assert f'href="/campaigns/{campaign.pk}/offers/{second.pk}/confirm/"' in page
    told = terminal.told(campaign.events.filter(kind="next_best").get())
    assert "Next best" in str(told)


def test_why_nothing_is_happening_yet_is_said(browser: Client, alice: User) -> None:
    reason = "It is outside calling hours there. First call: Mon 09:00."
    campaign = make_campaign(alice, status="dialing", reason=reason)

    assert reason in browser.get(f"/campaigns/{campaign.pk}/").content.decode()


def test_a_running_campaigns_page_comes_again_without_scripts(browser: Client, alice: User) -> None:
    campaign = make_campaign(alice, status="negotiating")
    address = f"/campaigns/{campaign.pk}/"
    refresh = '<noscript><meta http-equiv="refresh"'
    assert refresh in browser.get(address).content.decode()

    campaign.move("failed")

    assert refresh not in browser.get(address).content.decode()


def test_other_weights_rank_the_offers_again_and_ring_nobody(browser: Client, alice: User) -> None:
    campaign, [early, good] = with_offers(2, person=alice)
    Provider.objects.filter(pk=good.provider_id).update(rating=5.0, review_count=900)
    Provider.objects.filter(pk=early.provider_id).update(rating=1.0, review_count=900)
    address = f"/campaigns/{campaign.pk}/rerank/"
    weights = dict.fromkeys(["earliest_weight", "distance_weight", "preference_weight"], "0")
    page = browser.get(f"/campaigns/{campaign.pk}/").content.decode()
    assert 'value="50"' in page and 'name="earliest_weight"' in page
    assert not campaign.calls.filter(status="queued").exists()

    answered = browser.post(address, weights | {"rating_weight": "100"})

    good.refresh_from_db()
    assert answered["Location"] == f"/campaigns/{campaign.pk}/" and good.rank == 1
    assert not campaign.calls.filter(status="queued").exists()


@pytest.mark.parametrize("weight", ["0", "-1", "much", "", "nan", "inf"])
def test_weights_that_are_none_come_back_with_words(
    browser: Client, alice: User, weight: str
) -> None:
    campaign, _offers = with_offers(1, person=alice)
    names = ["earliest_weight", "rating_weight", "distance_weight", "preference_weight"]

    answered = browser.post(f"/campaigns/{campaign.pk}/rerank/", dict.fromkeys(names, weight))

    page = answered.content.decode()
    assert answered.status_code == 422
    assert '<details class="card" id="weights" open>' in page and 'role="alert"' in page
    if weight != "0":
        assert 'href="#id_rating_weight"' in page and 'id="id_rating_weight"' in page


def test_nobody_ranks_anothers_offers(browser: Client) -> None:
    theirs = make_campaign()

    assert browser.post(f"/campaigns/{theirs.pk}/rerank/", {}).status_code == 404


def test_a_calendar_that_is_down_books_nothing_and_says_so(
    browser: Client, alice: User, calendar: BreakableCalendar
) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    calendar.readable = False

    answered = browser.post(f"/campaigns/{campaign.pk}/offers/{offer.pk}/confirm/")

    assert answered.status_code == 409 and b"could not be read" in answered.content
    assert not campaign.bookings.exists()


def test_an_appointment_is_cancelled_after_a_question_and_the_desk_is_told(
    browser: Client, alice: User
) -> None:
    campaign, row = booked(alice)
    address = f"/appointments/{row.pk}/"
    assert f'{address}cancel/"' in browser.get(address).content.decode()

    question = browser.get(f"{address}cancel/")
    assert campaign.calls.filter(purpose="cancel").count() == 0 and question.status_code == 200
    browser.post(f"{address}cancel/")
    page = browser.get(address).content.decode()

    assert campaign.calls.filter(purpose="cancel", status="queued").count() == 1
    assert f'{address}cancel/"' not in page


def test_nobody_cancels_anothers_appointment(alice: User) -> None:
    _campaign, row = booked(alice)
    stranger = browser_of(make_person("charlie"))

    answered = stranger.post(f"/appointments/{row.pk}/cancel/")

    row.refresh_from_db()
    assert answered.status_code == 404 and row.status == "booked"


def test_pages_cost_the_same_however_much_they_show(
    browser: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    booked(alice)
    Hold.objects.update(released_at=now())  # the offers may have the same times
    campaign, _offers = with_offers(8, person=alice)

    # One asks whether calling is stopped, three keep when the session was last used.
    most = {f"/campaigns/{campaign.pk}/": 32, "/campaigns/": 16, "/appointments/": 16}
    for address, queries in most.items():
        with django_assert_max_num_queries(queries):
            assert browser.get(address).status_code == 200
