"""Booking: one permit, proof from the callee alone, and every way it can go wrong."""

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.mail.message import EmailAttachment
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot.errors import BadInput, NotPermitted, Refused, SlotTaken
from campaigns import tasks
from campaigns.bookings import booking, died_lines, mail
from campaigns.calls import cancel, outcomes
from campaigns.models import Booking, Call, Campaign, Event, Notice, Offer, Suppression
from campaigns.offers.offers import withdraw
from scheduling import appointments
from scheduling.models import Appointment, CalendarEntry, Hold
from tests.campaigns.answered_calls import (
    answer,
    appointment_of,
    confirm_call,
    hang_up,
    offered,
    running,
    slot_at,
    unreached,
    with_offers,
)
from tests.factories import make_call, make_provider

pytestmark = pytest.mark.django_db
PROOF = {"turns": [4], "quote": "Yes, that is booked."}


def confirming(count: int = 1) -> tuple[Campaign, list[Offer], Booking, Call]:
    campaign, offers = with_offers(count)
    made = booking.confirm(campaign, offers[0])
    campaign.refresh_from_db()
    return campaign, offers, made, confirm_call(campaign)


def booked(count: int = 1) -> tuple[Campaign, list[Offer], Booking, Call]:
    campaign, offers, _made, call = confirming(count)
    made = booking.agreed(answer(call).pk, PROOF)
    campaign.refresh_from_db()
    return campaign, offers, made, call


def test_confirming_takes_the_permit_holds_the_time_and_queues_the_call() -> None:
    campaign, [offer], made, call = confirming()

    assert (made.status, campaign.status, call.status) == ("confirming", "confirming", "queued")
    assert call.offer == offer and call.due_at <= now() and made.confirm_calls == 1
    assert offer.hold is not None
    hold = Hold.objects.get(pk=offer.hold.pk)
    assert hold.lapses_at == made.deadline_at
    assert not Appointment.objects.exists()


def test_confirming_twice_gives_the_same_answer() -> None:
    campaign, [offer], made, _call = confirming()

    assert booking.confirm(campaign, offer) == made
    assert campaign.calls.filter(purpose="confirm").count() == 1


def test_after_it_is_booked_confirming_still_gives_the_same_answer() -> None:
    campaign, [offer, other], made, _call = booked(2)

    assert booking.confirm(campaign, offer) == made
    with pytest.raises(NotPermitted, match="booked already"):
        booking.confirm(campaign, other)


def test_a_second_offer_waits_for_the_first() -> None:
    campaign, [_first, second], _made, _call = confirming(2)

    with pytest.raises(NotPermitted, match="Another offer is being confirmed"):
        booking.confirm(campaign, second)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "withdrawn"}, "no longer has this time"),
        ({"status": "expired"}, "expired"),
        ({"status": "released"}, "not needed"),
        ({"start": now() - timedelta(hours=2)}, "expired"),
        ({"verified": False}, "Nobody was heard saying this time"),
    ],
)
def test_an_offer_that_cannot_be_booked_is_refused_with_the_reason(
    changes: dict[str, object], words: str
) -> None:
    campaign, [offer] = with_offers(1)
    Offer.objects.filter(pk=offer.pk).update(**changes)
    offer.refresh_from_db()

    with pytest.raises(Refused, match=words):
        booking.confirm(campaign, offer)
    assert not Booking.objects.exists()


def test_unknown_and_foreign_offers_are_refused() -> None:
    campaign, _offers = with_offers(1)
    _other, [foreign] = with_offers(1)

    for offer in (None, foreign):
        with pytest.raises(Refused, match="does not belong"):
            booking.confirm(campaign, offer)


@pytest.mark.parametrize(("status", "words"), [("failed", "has ended"), ("cancelled", "cancelled")])
def test_a_campaign_that_is_over_books_nothing(status: str, words: str) -> None:
    campaign, [offer] = with_offers(1)
    campaign.move(status)

    with pytest.raises(Refused, match=words):
        booking.confirm(campaign, offer)


def test_a_desk_that_asked_not_to_be_called_is_not_rung_back() -> None:
    campaign, [offer] = with_offers(1)
    Suppression.objects.create(phone=offer.provider.phone, source="callee")

    with pytest.raises(Refused, match="asked not to be called"):
        booking.confirm(campaign, offer)


def test_the_live_calendar_is_looked_at_again() -> None:
    campaign, [offer] = with_offers(1)
    CalendarEntry.objects.create(
        person=campaign.person, start=offer.start, end=offer.end, title="Secret"
    )

    with pytest.raises(SlotTaken, match="not free in the calendar"):
        booking.confirm(campaign, offer)


def test_a_lapsed_hold_is_placed_again_unless_the_time_has_gone() -> None:
    campaign, [offer] = with_offers(1)
    Hold.objects.filter(offers=offer).update(lapses_at=now() - timedelta(seconds=1))
    offer.refresh_from_db()

    booking.confirm(campaign, offer)

    hold = Offer.objects.get(pk=offer.pk).hold
    assert hold is not None and hold.released_at is None
    assert hold.lapses_at is not None and hold.lapses_at > now()


def test_the_contact_is_kept_and_checked() -> None:
    campaign, [offer] = with_offers(1)
    with pytest.raises(BadInput) as caught:
        booking.confirm(campaign, offer, contact_phone="12")
    assert set(caught.value.errors) == {"user_contact.phone"}

    made = booking.confirm(campaign, offer, contact_name=" Mia ", contact_phone="415 555 0166")

    assert (made.contact_name, made.contact_phone) == ("Mia", "+14155550166")


def test_a_proven_yes_books_everything() -> None:
    campaign, [offer, other], made, call = booked(2)

    assert (made.status, made.evidence) == ("booked", PROOF)
    assert campaign.status == "confirmed" and campaign.ended_at is not None
    appointment = appointment_of(made)
    assert (appointment.status, appointment.slot) == ("booked", offer.slot)
    assert appointment.place_name == offer.provider.name
    offer.refresh_from_db()
    assert offer.status == "booked"
    assert not campaign.calls.filter(purpose="release").exists()  # before the line is down
    hang_up(call)
    assert call.outcome == "booked"
    assert [hold.pk for hold in Hold.objects.standing()] == [appointment.hold_id]
    release = campaign.calls.get(purpose="release")
    assert release.provider == other.provider and release.status == "queued"
    assert Campaign.objects.get(pk=campaign.pk).status == "confirmed"


def doubtful(count: int = 1) -> tuple[Campaign, list[Offer], Booking, Call]:
    campaign, offers, _made, call = confirming(count)
    booking.agreed(answer(call).pk, PROOF | {"call_id": str(call.pk)})
    made = booking.doubted(call.pk, "Wait, the doctor is out that day.")
    assert made is not None
    campaign.refresh_from_db()
    return campaign, offers, made, call


def test_a_yes_that_is_doubted_counts_no_longer_and_is_asked_for_once_more() -> None:
    campaign, [offer, _other], made, call = doubtful(2)
    hang_up(call)

    made.refresh_from_db()
    assert (made.status, made.evidence["doubt"]) == (
        "needs_confirmation",
        "Wait, the doctor is out that day.",
    )
    assert (appointment_of(made).status, campaign.status) == ("needs_confirmation", "confirming")
    again = confirm_call(campaign)
    assert again.retry_of == call and again.status == "queued" and call.outcome == "failed"
    offer.refresh_from_db()
    assert offer.status == "standing"
    assert not campaign.calls.filter(purpose="release").exists()


def test_a_doubt_is_told_to_the_person_and_the_booking_is_not(
    mailoutbox: list[EmailMessage],
) -> None:
    _campaign, _offers, made, call = doubtful()
    hang_up(call)

    tasks.mail_notice(str(Notice.objects.get(booking=made).pk))
    tasks.mail_booking(str(made.pk))

    [told] = mailoutbox
    assert told.subject.startswith("Not sure yet")
    assert "the doctor is out that day" in str(told.body)


def test_after_a_doubt_a_second_yes_books_it_and_lets_the_others_go() -> None:
    campaign, _offers, made, call = doubtful(2)
    hang_up(call)
    again = answer(confirm_call(campaign))
    booking.agreed(again.pk, PROOF | {"call_id": str(again.pk)})
    hang_up(again)

    made.refresh_from_db()
    campaign.refresh_from_db()
    assert (made.status, appointment_of(made).status) == ("booked", "booked")
    assert campaign.status == "confirmed" and Appointment.objects.count() == 1
    assert campaign.calls.filter(purpose="release").count() == 1


@pytest.mark.parametrize("concluded_first", [False, True])
def test_a_second_doubt_is_the_last_one(concluded_first: bool) -> None:
    campaign, [offer], made, call = doubtful()
    hang_up(call)
    again = answer(confirm_call(campaign))
    booking.agreed(again.pk, PROOF | {"call_id": str(again.pk)})
    if concluded_first:
        hang_up(again)
    booking.doubted(again.pk, "Oh, it is not letting me book that one.")
    if not concluded_first:
        hang_up(again)

    made.refresh_from_db()
    campaign.refresh_from_db()
    assert made.status == "refused" and offer.provider.phone in made.reason
    assert campaign.status == "ranking"
    assert appointment_of(made).status == "cancelled"
    assert campaign.calls.filter(purpose="confirm").count() == 2


def test_desks_that_were_to_be_let_go_keep_their_times_after_a_late_doubt() -> None:
    campaign, [_offer, other], made, call = confirming(2)
    booking.agreed(answer(call).pk, PROOF | {"call_id": str(call.pk)})
    hang_up(call)
    release = campaign.calls.get(purpose="release")

    booking.doubted(call.pk, "No, that one is gone.")

    release.refresh_from_db()
    other.refresh_from_db()
    made.refresh_from_db()
    assert (release.status, other.status) == ("cancelled", "standing")
    assert made.status == "needs_confirmation"


def test_a_call_doubts_nothing_but_its_own_booking() -> None:
    _campaign, _offers, made, call = booked()
    other = make_call(made.campaign, provider=make_provider())

    assert booking.doubted(other.pk, "No.") is None
    assert booking.doubted(call.pk, "No.") is None  # PROOF names no call
    made.refresh_from_db()
    assert made.status == "booked"


def test_the_same_yes_twice_is_one_appointment() -> None:
    _campaign, _offers, made, call = booked()

    assert booking.agreed(call.pk, {"quote": "again"}) == made
    assert Appointment.objects.count() == 1
    made.refresh_from_db()
    assert made.evidence == PROOF


def test_a_yes_after_the_line_is_down_is_not_stored() -> None:
    _campaign, _offers, _made, call = confirming()
    answer(call)
    call.move("completed", ended_at=now())

    with pytest.raises(NotPermitted, match="over"):
        booking.agreed(call.pk, PROOF)
    assert not Appointment.objects.exists()


def test_a_yes_without_a_permit_books_nothing() -> None:
    campaign, calls = running()
    answer(calls[0])

    with pytest.raises(NotPermitted):
        booking.agreed(calls[0].pk, PROOF)


def test_release_calls_end_the_other_offers() -> None:
    campaign, [_offer, other], _made, call = booked(2)
    hang_up(call)
    release = campaign.calls.get(purpose="release")

    hang_up(answer(release), Call.Outcome.RELEASED)

    other.refresh_from_db()
    assert other.status == "released"


def test_desks_that_no_longer_keep_the_time_are_not_rung_for_it() -> None:
    campaign, [_first, past, unverified] = with_offers(3)
    Offer.objects.filter(pk=past.pk).update(kept_until=now() - timedelta(minutes=1))
    Offer.objects.filter(pk=unverified.pk).update(verified=False)
    booking.confirm(campaign, _first)

    call = answer(confirm_call(campaign))
    booking.agreed(call.pk, PROOF)
    hang_up(call)

    assert not campaign.calls.filter(purpose="release").exists()
    assert set(campaign.offers.values_list("status", flat=True)) == {"booked", "expired"}


def test_open_enquiries_end_when_it_is_booked() -> None:
    campaign, calls = running(3)
    offer = offered(answer(calls[0]), slot_at(campaign))
    hang_up(calls[0], "offer")
    answer(calls[1])
    booking.confirm(campaign, offer)

    booking.agreed(answer(confirm_call(campaign)).pk, PROOF)

    for call in calls[1:]:
        call.refresh_from_db()
    assert calls[1].unwanted_at is not None and calls[2].status == "cancelled"


def test_a_no_frees_the_permit_and_proposes_the_next_best() -> None:
    campaign, [offer, other], made, call = confirming(2)
    answer(call)

    booking.refused(call.pk, "That one just went.")
    hang_up(call, Call.Outcome.REFUSED)

    for row in (made, offer, campaign, call):
        row.refresh_from_db()
    assert (made.status, made.reason) == ("refused", "That one just went.")
    assert offer.status == "withdrawn" and campaign.status == "ranking"
    assert call.outcome == "refused"
    best = campaign.events.filter(kind=Event.Kind.NEXT_BEST).get()
    assert best.offer == other and other.provider.name in best.data["text"]
    assert booking.confirm(campaign, other).status == "confirming"


def test_after_a_no_the_same_form_may_be_sent_for_another_offer() -> None:
    campaign, [first, other] = with_offers(2)
    made = booking.confirm(campaign, first, key="form")
    call = answer(confirm_call(campaign))
    booking.refused(call.pk, "That one just went.")
    hang_up(call, Call.Outcome.REFUSED)

    again = booking.confirm(campaign, other, key="form")

    assert (again.offer, again.status) == (other, "confirming") and again != made


def test_a_no_to_the_only_offer_leaves_nothing() -> None:
    campaign, _offers, _made, call = confirming()

    booking.refused(answer(call).pk, "Gone.")
    hang_up(call)

    campaign.refresh_from_db()
    assert campaign.status == "failed" and not Hold.objects.standing().exists()


def test_no_clear_answer_frees_the_permit_and_leaves_the_offer() -> None:
    campaign, [offer], made, call = confirming()

    hang_up(answer(call), Call.Outcome.FAILED)

    for row in (made, offer, campaign):
        row.refresh_from_db()
    assert (made.status, made.reason) == ("refused", "The desk did not clearly agree.")
    assert (offer.status, campaign.status) == ("standing", "ranking")
    assert booking.confirm(campaign, offer).status == "confirming"


@pytest.mark.parametrize("outcome", ["busy", "no_answer"])
def test_a_desk_that_cannot_be_reached_is_rung_again_and_then_given_up(outcome: str) -> None:
    campaign, [offer], made, call = confirming()

    for attempt in (2, 3):
        unreached(call, outcome)
        call = campaign.calls.get(purpose="confirm", attempt=attempt)
        assert call.due_at > now()
    unreached(call, outcome)

    made.refresh_from_db()
    assert (made.status, made.confirm_calls) == ("refused", 3)
    assert made.reason == "Nobody could be reached to book it."
    campaign.refresh_from_db()
    assert campaign.status == "ranking"


def test_a_retry_past_the_deadline_is_not_made() -> None:
    campaign, _offers, made, call = confirming()
    Booking.objects.filter(pk=made.pk).update(deadline_at=now() + timedelta(minutes=5))

    unreached(call)

    made.refresh_from_db()
    assert made.status == "refused" and campaign.calls.filter(purpose="confirm").count() == 1


def test_a_booking_past_its_deadline_lapses() -> None:
    campaign, _offers, made, call = confirming()
    with time_machine.travel(made.deadline_at + timedelta(seconds=1), tick=False):
        booking.lapse(made.pk)
        booking.lapse(made.pk)

    made.refresh_from_db()
    call.refresh_from_db()
    assert (made.status, call.status) == ("refused", "cancelled")


def test_a_booking_that_lapses_after_a_yes_in_doubt_asks_the_person_to_ring() -> None:
    _campaign, [offer], made, call = confirming()
    died_lines.line_died_after_yes(answer(call).pk)

    with time_machine.travel(made.deadline_at + timedelta(seconds=1), tick=False):
        booking.lapse(made.pk)

    made.refresh_from_db()
    told = f"We could not confirm it. Please ring {offer.provider.phone}."
    assert (made.status, made.reason) == ("refused", told)


def test_a_confirm_call_that_staff_stops_frees_the_permit() -> None:
    campaign, _offers, made, call = confirming()

    call.end("Stopped by you.")
    outcomes.conclude_call(call.pk)

    made.refresh_from_db()
    assert (made.status, made.reason) == ("refused", "The call was stopped.")


def test_a_line_that_dies_after_the_yes_needs_one_more_confirmation() -> None:
    campaign, _offers, made, call = confirming()
    answer(call)
    call.move("completed", ended_at=now())

    died_lines.line_died_after_yes(call.pk)
    died_lines.line_died_after_yes(call.pk)
    outcomes.conclude_call(call.pk)

    made.refresh_from_db()
    assert made.status == "needs_confirmation"
    assert appointment_of(made).status == "needs_confirmation"
    again = confirm_call(campaign)
    assert (again.attempt, again.status) == (2, "queued")

    final = booking.agreed(answer(again).pk, PROOF)

    assert (final.status, appointment_of(final).status) == ("booked", "booked")
    assert final.appointment_id == made.appointment_id


def test_when_the_repeated_call_gives_nothing_the_person_is_told_to_ring() -> None:
    campaign, [offer], made, call = confirming()
    answer(call)
    call.move("completed", ended_at=now())
    died_lines.line_died_after_yes(call.pk)
    outcomes.conclude_call(call.pk)

    hang_up(answer(confirm_call(campaign)), Call.Outcome.FAILED)

    made.refresh_from_db()
    assert made.status == "refused" and offer.provider.phone in made.reason
    assert appointment_of(made).status == "cancelled"
    assert campaign.calls.filter(purpose="confirm").count() == 2


def in_call(policy: str = "book_when_it_fits") -> tuple[Campaign, Call, Offer]:
    campaign, [call] = running(booking_policy=policy)
    return campaign, call, offered(answer(call), slot_at(campaign))


def test_what_fits_is_booked_in_the_first_call_when_the_person_allows_it() -> None:
    campaign, call, offer = in_call()

    made = booking.take_permit_in_call(call, offer)
    assert booking.take_permit_in_call(call, offer) == made
    assert booking.agreed(call.pk, PROOF).status == "booked"
    hang_up(call)

    campaign.refresh_from_db()
    assert (campaign.status, call.outcome) == ("confirmed", "booked")
    assert not campaign.calls.filter(purpose="confirm").exists()


def test_without_the_persons_leave_no_call_books_by_itself() -> None:
    _campaign, call, offer = in_call("ask_me")

    with pytest.raises(NotPermitted, match="choose first"):
        booking.take_permit_in_call(call, offer)


def test_only_one_call_gets_the_permit() -> None:
    campaign, [first, second] = running(2, booking_policy="book_when_it_fits")
    mine = offered(answer(first), slot_at(campaign))
    theirs = offered(answer(second), slot_at(campaign, hour=12))
    booking.take_permit_in_call(first, mine)

    with pytest.raises(NotPermitted):
        booking.take_permit_in_call(second, theirs)
    with pytest.raises(NotPermitted):
        booking.take_permit_in_call(second, mine)


def test_a_permit_that_was_not_used_in_the_call_is_free_again() -> None:
    campaign, call, offer = in_call()
    made = booking.take_permit_in_call(call, offer)

    hang_up(call)

    made.refresh_from_db()
    campaign.refresh_from_db()
    assert (made.status, campaign.status) == ("refused", "ranking")


def test_the_person_cancels_the_appointment_and_the_desk_is_told() -> None:
    campaign, [offer], made, call = booked()
    hang_up(call)

    assert booking.cancel_appointment(appointment_of(made))
    assert not booking.cancel_appointment(appointment_of(made))

    for row in (made, campaign):
        row.refresh_from_db()
    assert (made.status, campaign.status) == ("cancelled", "cancelled")
    told = campaign.calls.get(purpose="cancel")
    assert told.offer == offer
    hang_up(answer(told), Call.Outcome.RELEASED)
    offer.refresh_from_db()
    assert offer.status == "released" and not Hold.objects.standing().exists()


def test_cancelling_an_appointment_in_doubt_keeps_no_other_time_and_asks_no_other_desk() -> None:
    campaign, [offer, _other], _made, call = confirming(2)
    enquiry = answer(make_call(campaign))
    made = died_lines.line_died_after_yes(answer(call).pk)
    assert made is not None and confirm_call(campaign).status == "queued"

    booking.cancel_appointment(appointment_of(made))

    enquiry.refresh_from_db()
    assert enquiry.unwanted_at is not None and confirm_call(campaign).status == "cancelled"
    assert not Hold.objects.standing().exists()
    assert campaign.calls.get(purpose="cancel").offer == offer


def test_the_email_is_sent_once_with_the_file(mailoutbox: list[EmailMessage]) -> None:
    _campaign, [offer], made, _call = booked()

    assert [mail.send(made.pk), mail.send(made.pk)] == [True, False]

    [message] = mailoutbox
    reference = appointment_of(made).confirmation_ref
    assert reference in message.body
    assert offer.provider.name in message.subject and "Yes, that is booked." in message.body
    attachment = message.attachments[0]
    assert isinstance(attachment, EmailAttachment)
    assert (attachment.filename, attachment.mimetype) == ("appointment.ics", "text/calendar")
    assert reference in str(attachment.content).replace("\r\n ", "")


def test_an_email_that_fails_is_tried_again(settings: Settings) -> None:
    _campaign, _offers, made, _call = booked()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens

    with pytest.raises(OSError):
        mail.send(made.pk)

    made.refresh_from_db()
    assert made.mailed_at is None


def test_the_calendar_gets_its_entry() -> None:
    _campaign, [offer], made, _call = booked()

    appointment = appointment_of(made)
    appointments.sync_calendar(appointment.pk)

    assert CalendarEntry.objects.get(appointment=appointment).slot == offer.slot


def test_cancelling_the_campaign_before_the_yes_wins() -> None:
    campaign, _offers, made, call = confirming()
    answer(call)

    assert cancel.cancel_campaign(campaign)

    with pytest.raises(NotPermitted, match="may not be booked any more"):
        booking.agreed(call.pk, PROOF)
    call.refresh_from_db()
    assert call.unwanted_at is not None and not Hold.objects.standing().exists()


def test_cancelling_the_campaign_after_the_yes_is_too_late() -> None:
    campaign, _offers, made, _call = booked()

    assert not cancel.cancel_campaign(campaign)

    made.refresh_from_db()
    assert made.status == "booked" and Hold.objects.standing().count() == 1


def test_an_enquiry_books_nothing_that_the_person_chose_meanwhile() -> None:
    """Under "ask me" the desk was only asked to keep the time; its yes was to that."""
    campaign, [call] = running()
    offer = offered(answer(call), slot_at(campaign))
    booking.confirm(campaign, offer)

    with pytest.raises(NotPermitted):
        booking.agreed(call.pk, {"quote": "Yes."})
    assert died_lines.line_died_after_yes(call.pk) is None
    hang_up(call)

    assert Booking.objects.get().status == "confirming"
    assert campaign.calls.get(purpose="confirm").status == "queued"


def test_a_time_taken_back_and_then_agreed_after_all_is_booked_in_every_row() -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    call = answer(campaign.calls.get(purpose="confirm"))
    withdraw(call, offer.start, "one moment")

    booking.agreed(call.pk, {"quote": "Yes, it is booked."})

    offer.refresh_from_db()
    assert (offer.status, Booking.objects.get().status) == ("booked", "booked")
