"""How an appointment came about: who did what, in the order of the clock."""

import pytest

from campaigns.bookings import booking
from campaigns.pages.appointment_timeline import timeline
from scheduling import appointments
from tests.campaigns.answered_calls import answer, appointment_of, booked, with_offers

pytestmark = pytest.mark.django_db


def test_from_the_request_to_the_yes_and_the_cancellation() -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    call = answer(campaign.calls.get(purpose="confirm"))
    row = booking.agreed(call.pk, {"quote": "Yes.", "call_id": str(call.pk)})
    appointment = appointment_of(row)

    told = [moment.text for moment in timeline(appointment, row)]

    assert told[0] == "You asked for it." and "They agreed in their own words." in told
    assert [text for text in told if "chose" in text] == ["You chose it."]
    [agreed] = [moment for moment in timeline(appointment, row) if "agreed" in moment.text]
    assert agreed.call_id == call.pk
    appointments.cancel(appointment)
    appointment.refresh_from_db()
    assert timeline(appointment, row)[-1].text == "It was cancelled."


def test_one_that_no_request_made_was_simply_made() -> None:
    campaign, [offer] = with_offers(1)
    appointment = appointment_of(booked(campaign, offer))

    assert [moment.text for moment in timeline(appointment, None)] == ["It was made."]
