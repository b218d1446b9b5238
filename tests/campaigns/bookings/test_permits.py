"""The booking permit: one a campaign, only for what can be booked, and given back whole."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from callpilot.errors import NotPermitted, Refused, SlotTaken
from callpilot.json_types import JsonObject
from campaigns.bookings import permits
from campaigns.models import Booking, Call, Event, Offer, Suppression
from scheduling import holds
from scheduling.models import Appointment, CalendarEntry, Hold
from tests.campaigns.answered_calls import with_offers

pytestmark = pytest.mark.django_db
NOBODY = ("", "")


def taken(count: int = 1) -> tuple[Booking, list[Offer]]:
    campaign, offers = with_offers(count)
    return permits.take(campaign, offers[0], NOBODY), offers


def test_a_permit_holds_the_time_until_it_must_be_decided() -> None:
    booking, [offer] = taken()

    offer.refresh_from_db()
    assert offer.hold is not None and offer.hold.lapses_at == booking.deadline_at
    assert booking.deadline_at <= offer.start
    assert Event.objects.filter(kind="booking_moved").count() == 1


def test_whom_it_is_for_is_the_campaigns_person_unless_somebody_else_is_named() -> None:
    campaign, [offer, other] = with_offers(2)
    named = permits.take(campaign, offer, ("Kim Lee", "+14155550177"), note="Ring twice.")
    named.move("refused")

    usual = permits.take(campaign, other, NOBODY)

    assert (named.contact_name, named.contact_phone) == ("Kim Lee", "+14155550177")
    assert named.note == "Ring twice." and usual.contact_name == campaign.contact_name


def test_a_second_permit_is_refused_with_the_first_one() -> None:
    booking, [_, other] = taken(2)

    with pytest.raises(permits.AlreadyTaken) as refused:
        permits.take(booking.campaign, other, NOBODY)

    assert refused.value.booking == booking and Booking.objects.count() == 1


def test_two_who_book_one_offer_at_once_learn_of_the_same_booking() -> None:
    """The second has looked before the first wrote, and the offer is booked meanwhile."""
    booking, [offer] = taken()
    offer.move("booked")

    with pytest.raises(permits.AlreadyTaken) as refused:
        permits.take(booking.campaign, offer, NOBODY)

    assert refused.value.booking == booking


def test_the_same_offer_again_is_the_same_booking_and_another_is_not_permitted() -> None:
    booking, [offer, other] = taken(2)

    assert permits.same(booking, offer) == booking
    with pytest.raises(NotPermitted, match="being confirmed"):
        permits.same(booking, other)
    booking.status = "booked"
    with pytest.raises(NotPermitted, match="booked already"):
        permits.same(booking, other)


@pytest.mark.parametrize(
    "changes,words",
    [
        ({"status": "withdrawn"}, "no longer has"), ({"status": "expired"}, "expired"),
        ({"status": "released"}, "not needed"), ({"status": "booked"}, "booked already"),
        ({"verified": False}, "Nobody was heard"),
        ({"start": now() - timedelta(hours=1)}, "has passed"),
    ],
)  # fmt: skip
def test_what_is_no_longer_or_was_never_offered_cannot_be_booked(
    changes: JsonObject, words: str
) -> None:
    campaign, [offer] = with_offers(1)
    Offer.objects.filter(pk=offer.pk).update(**changes)

    with pytest.raises(Refused, match=words):
        permits.take(campaign, offer, NOBODY)

    assert not Booking.objects.exists()


@pytest.mark.parametrize("status", ["cancelled", "failed"])
def test_a_campaign_that_is_over_books_nothing(status: str) -> None:
    campaign, [offer] = with_offers(1)
    campaign.status = status

    with pytest.raises(Refused):
        permits.must_be_confirmable(campaign, offer)


def test_a_number_that_asked_not_to_be_called_cannot_be_rung_back() -> None:
    campaign, [offer] = with_offers(1)
    Suppression.objects.create(phone=offer.provider.phone, source="callee")

    with pytest.raises(Refused, match="asked not to be called"):
        permits.must_be_confirmable(campaign, offer)


def test_a_number_that_only_had_no_time_can() -> None:
    campaign, [offer] = with_offers(1)
    Suppression.objects.create(
        phone=offer.provider.phone, source="cool_down", lapses_at=now() + timedelta(hours=1)
    )

    permits.must_be_confirmable(campaign, offer)


def test_a_wrong_number_cannot_be_rung_back() -> None:
    campaign, [offer] = with_offers(1)
    offer.provider.number_wrong = True

    with pytest.raises(Refused, match="wrong"):
        permits.must_be_confirmable(campaign, offer)


def test_the_calendar_is_looked_at_once_more() -> None:
    campaign, [offer] = with_offers(1)
    permits.must_be_free(campaign, offer)
    CalendarEntry.objects.create(
        person=campaign.person, start=offer.start, end=offer.end, title="Dinner"
    )

    with pytest.raises(SlotTaken) as refused:
        permits.must_be_free(campaign, offer)

    assert "Dinner" not in str(refused.value)


def test_a_hold_that_has_lapsed_is_placed_again() -> None:
    campaign, [offer] = with_offers(1)
    Hold.objects.update(lapses_at=now() - timedelta(minutes=1))
    offer.refresh_from_db()

    fresh = permits.hold_until(offer, now() + timedelta(hours=2))

    assert fresh in Hold.objects.standing()
    assert Offer.objects.get(pk=offer.pk).hold == fresh


def test_a_time_that_went_to_another_wish_meanwhile_is_taken() -> None:
    campaign, [offer] = with_offers(1)
    Hold.objects.all().update(released_at=now())
    holds.place_hold(campaign.person, offer.slot, wish=offer.pk, keep=timedelta(hours=1))
    offer.refresh_from_db()

    with pytest.raises(SlotTaken):
        permits.hold_until(offer, now() + timedelta(hours=2))


def test_the_confirm_call_knows_what_it_is_about() -> None:
    booking, [offer] = taken()

    call = permits.queue_confirm_call(booking)

    assert (call.purpose, call.offer, call.provider) == ("confirm", offer, offer.provider)
    assert call.brief["contact_name"] == booking.contact_name
    assert Booking.objects.get().confirm_calls == 1


def test_a_confirm_call_finds_its_booking_and_an_enquiry_does_not() -> None:
    booking, [offer] = taken()
    call = permits.queue_confirm_call(booking)

    assert permits.of_call(call) == booking
    assert permits.of_call(offer.call) is None


def test_an_enquiry_finds_its_booking_when_the_agent_may_book() -> None:
    booking, [offer] = taken()
    type(booking.campaign).objects.update(booking_policy="book_when_it_fits")
    offer.call.refresh_from_db()

    assert permits.of_call(offer.call) == booking


def test_a_release_call_is_about_no_booking() -> None:
    booking, [offer] = taken()

    assert permits.of_call(Call(campaign=booking.campaign, offer=offer, purpose="release")) is None


# --- giving it back -----------------------------------------------------------------------------


def test_a_permit_that_is_given_back_is_free_for_another_offer() -> None:
    booking, [_, other] = taken(2)

    assert permits.free(booking, "They changed their mind.", gone=False)

    assert permits.of_campaign(booking.campaign) is None
    assert permits.take(booking.campaign, other, NOBODY).pk


def test_it_is_given_back_once() -> None:
    booking, _ = taken()

    assert permits.free(booking, "Gone.", gone=True)
    assert not permits.free(booking, "Gone.", gone=True)


@pytest.mark.parametrize("gone,status", [(True, "withdrawn"), (False, "standing")])
def test_the_offer_stands_unless_the_desk_no_longer_has_it(gone: bool, status: str) -> None:
    booking, [offer] = taken()

    permits.free(booking, "No.", gone=gone)

    offer.refresh_from_db()
    assert offer.status == status


def test_the_confirm_calls_that_still_wait_are_ended() -> None:
    booking, _ = taken()
    call = permits.queue_confirm_call(booking)

    permits.free(booking, "You stopped it.", gone=False)

    call.refresh_from_db()
    assert (call.status, call.reason) == ("cancelled", "You stopped it.")


def test_an_appointment_that_was_made_is_cancelled() -> None:
    booking, _ = taken()
    made = permits.appointment_of(booking, Appointment.Status.BOOKED)
    booking.appointment = made
    booking.save()

    permits.free(booking, "No.", gone=True)

    made.refresh_from_db()
    assert made.status == Appointment.Status.CANCELLED


def test_the_next_best_is_proposed_and_nothing_when_there_is_none() -> None:
    booking, [_, other] = taken(2)
    permits.free(booking, "No.", gone=True)

    event = Event.objects.get(kind="next_best")
    assert event.offer == other and other.provider.name in event.data["text"]

    alone, _ = taken(1)
    permits.free(alone, "No.", gone=True)
    assert Event.objects.filter(kind="next_best").count() == 1


def test_an_appointment_tells_what_it_is_and_where() -> None:
    booking, [offer] = taken()
    booking.note = "Ring twice."

    made = permits.appointment_of(booking, Appointment.Status.BOOKED)

    assert offer.provider.name in made.title and made.phone == offer.provider.phone
    assert "Ring twice." in made.notes and (made.start, made.end) == (offer.start, offer.end)
