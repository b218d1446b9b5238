"""The permit of a campaign in rows: one at a time, and what it may become."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Booking, Event, Offer
from tests.factories import make_call, make_offer

pytestmark = pytest.mark.django_db


def make_booking(offer: Offer | None = None, **changes: object) -> Booking:
    offer = offer or make_offer()
    fields: JsonObject = {
        "campaign": offer.campaign,
        "offer": offer,
        "deadline_at": now() + timedelta(hours=1),
        **changes,
    }
    return Booking.objects.create(**fields)


@pytest.mark.parametrize("first", Booking.HOLDING)
@pytest.mark.parametrize("second", Booking.HOLDING)
def test_a_campaign_has_one_permit(first: str, second: str) -> None:
    offer = make_offer()
    make_booking(offer, status=first)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_booking(offer, status=second)


@pytest.mark.parametrize("status", [Booking.Status.REFUSED, Booking.Status.CANCELLED])
def test_a_permit_that_was_given_back_is_free(status: str) -> None:
    offer = make_offer()
    make_booking(offer, status=status)

    assert make_booking(offer).pk


def test_two_campaigns_have_a_permit_each() -> None:
    make_booking()

    assert make_booking().pk


@pytest.mark.parametrize("wanted", Booking.Status.values)
def test_what_was_refused_or_cancelled_stays_so(wanted: str) -> None:
    for status in (Booking.Status.REFUSED, Booking.Status.CANCELLED):
        assert not make_booking(status=status).move(wanted)


def test_what_is_booked_can_only_be_cancelled() -> None:
    booking = make_booking(status=Booking.Status.BOOKED)

    assert not booking.move(Booking.Status.REFUSED)
    assert booking.move(Booking.Status.CANCELLED)


def test_every_move_is_in_the_log() -> None:
    booking = make_booking()

    booking.move(Booking.Status.REFUSED, reason="Gone.")

    event = Event.objects.get(kind="booking_moved")
    assert event.offer == booking.offer and event.data == {"status": "refused", "reason": "Gone."}


def test_an_offer_that_was_booked_cannot_be_deleted_alone() -> None:
    offer = make_booking().offer

    with pytest.raises(ProtectedError):
        offer.delete()


def test_of_two_who_decide_at_once_one_decides() -> None:
    booking = make_booking()
    twin = Booking.objects.get(pk=booking.pk)

    assert booking.move(Booking.Status.BOOKED)
    assert not twin.move(Booking.Status.REFUSED)
    assert make_call().pk  # nothing else is in the way
