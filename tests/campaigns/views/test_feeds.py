"""The private feed: read without a session, kept by its person alone."""

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django.fixtures import Settings

from callpilot.models import User
from scheduling.models import Feed
from tests.campaigns.views.test_appointments import booked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


def address(person: User) -> str:
    return f"/feeds/{Feed.of(person).token}.ics"


def test_a_calendar_program_reads_it_without_a_session(alice: User) -> None:
    _campaign, row = booked(alice)

    answered = Client().get(address(alice))

    [event] = Calendar.from_ical(answered.content).walk("VEVENT")
    assert event["UID"] == f"{row.pk}@callpilot"
    assert answered["Content-Type"] == "text/calendar; charset=utf-8"
    assert "noindex" in answered["X-Robots-Tag"] and "private" in answered["Cache-Control"]
    assert not answered.cookies


def test_what_has_not_changed_is_not_sent_again(alice: User) -> None:
    booked(alice)
    etag = Client().get(address(alice))["ETag"]

    same = Client().get(address(alice), headers={"If-None-Match": etag})
    assert (same.status_code, same.content) == (304, b"")
    Feed.objects.update(detail="busy")
    assert Client().get(address(alice), headers={"If-None-Match": etag}).status_code == 200


def test_a_token_that_nobody_has_is_not_found(alice: User) -> None:
    for token in ("", "x", Feed.of(alice).token[:-1]):
        assert Client().get(f"/feeds/{token}.ics").status_code == 404


def test_a_reset_makes_the_old_address_unknown(browser: Client, alice: User) -> None:
    old = address(alice)

    browser.post("/settings/feed/reset/")

    assert Client().get(old).status_code == 404
    assert Client().get(address(alice)).status_code == 200 and address(alice) != old


def test_the_person_decides_what_it_tells(browser: Client, alice: User) -> None:
    booked(alice)
    assert browser.post("/settings/feed/", {"detail": "everything"}).status_code == 422

    assert browser.post("/settings/feed/", {"detail": "busy"}).status_code == 302

    assert b"SUMMARY:Busy" in Client().get(address(alice)).content


def test_the_page_shows_the_address_to_be_copied(browser: Client, alice: User) -> None:
    for path in ("/settings/feed/", "/appointments/"):
        assert f"http://testserver{address(alice)}" in browser.get(path).content.decode()


def test_whoever_is_gone_has_no_feed(alice: User) -> None:
    there = address(alice)
    alice.is_active = False
    alice.save()

    assert Client().get(there).status_code == 404


def test_a_program_that_comes_all_the_time_is_asked_to_wait(
    alice: User, settings: Settings
) -> None:
    settings.FEED_RATE = "3/minute"
    there = address(alice)
    codes = [Client().get(there) for _ in range(8)]

    refused = [answered for answered in codes if answered.status_code == 429]
    assert codes[0].status_code == 200 and refused and refused[0]["Retry-After"] == "60"


def test_a_feed_does_not_print_its_secret(alice: User) -> None:
    assert Feed.of(alice).token not in f"{Feed.of(alice)}{Feed.of(alice)!r}"


@pytest.mark.parametrize("path", ["/settings/feed/", "/appointments/all.ics"])
def test_its_pages_ask_to_sign_in(path: str) -> None:
    assert Client().get(path).status_code == 302
