"""Preferences: set once, made when first asked for, the usual until then."""

from datetime import datetime, time

import pytest
import time_machine
from django.core.mail import EmailMessage

from campaigns.bookings import mail
from campaigns.models import Preferences
from tests.campaigns.answered_calls import booked, with_offers
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_person_has_one_row_made_when_it_is_first_asked_for() -> None:
    person = make_person()

    assert Preferences.of(person) == Preferences.of(person)
    assert Preferences.of(person).weights == {
        "earliest_weight": 0.50,
        "rating_weight": 0.25,
        "distance_weight": 0.20,
        "preference_weight": 0.05,
    }


def test_what_nobody_has_chosen_is_asked_about() -> None:
    row = Preferences.of(make_person())
    row.share = {"name": "never"}

    assert [row.sharing(kind) for kind in ("name", "phone", "notes", "shoe_size")] == [
        "never", "always", "ask", "ask",
    ]  # fmt: skip


def test_an_event_is_told_in_the_ways_that_were_chosen() -> None:
    row = Preferences.of(make_person())

    assert row.tells("booked", "email") and not row.tells("offer", "email")
    row.notify = {"booked": []}
    assert not row.tells("booked", "email") and row.tells("offer", "browser")


@pytest.mark.parametrize(
    ("first", "last", "clock", "quiet"),
    [
        (time(22), time(7), 23, True), (time(22), time(7), 3, True), (time(22), time(7), 12, False),
        (time(9), time(17), 12, True), (time(9), time(17), 17, False), (None, None, 3, False),
    ],
)  # fmt: skip
def test_quiet_hours_are_on_the_persons_own_clock(
    first: time | None, last: time | None, clock: int, quiet: bool
) -> None:
    row = Preferences.of(make_person())
    row.quiet_from, row.quiet_until = first, last
    moment = datetime(2026, 12, 1, clock, tzinfo=row.user.profile.zone)

    with time_machine.travel(moment, tick=False):
        assert row.quiet_now() == quiet


def test_who_wants_no_e_mail_gets_none(mailoutbox: list[EmailMessage]) -> None:
    campaign, [offer] = with_offers(1)
    row = Preferences.of(campaign.person)
    row.notify = {"booked": []}
    row.save()
    made = booked(campaign, offer)

    assert not mail.send(made.pk) and not mailoutbox


def test_in_quiet_hours_the_e_mail_waits(mailoutbox: list[EmailMessage]) -> None:
    campaign, [offer] = with_offers(1)
    row = Preferences.of(campaign.person)
    row.quiet_from, row.quiet_until = time(0), time(23, 59, 59)
    row.save()
    made = booked(campaign, offer)

    assert not mail.send(made.pk)
    Preferences.objects.update(quiet_from=None)
    assert mail.send(made.pk) and len(mailoutbox) == 1
