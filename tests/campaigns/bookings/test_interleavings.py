"""Booking when person, desks, clock and deaths take their steps in any order whatever.

Some orders in the suite, the same in every run; `make explore` looks for others.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar
from uuid import UUID

import hypothesis
import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from callpilot.errors import Refused
from campaigns import tasks
from campaigns.bookings import booking, died_lines
from campaigns.calls import cancel, outcomes
from campaigns.models import Booking, Call, Campaign, Offer
from campaigns.models.call import CallQuerySet
from campaigns.pages import booking_progress
from scheduling.models import Appointment, Hold
from tests.campaigns.answered_calls import answer, hang_up, offered, running, slot_at
from tests.campaigns.bookings.fates import Died, Dies, Fate, Lives, Meets, befallen

P = ParamSpec("P")
R = TypeVar("R")
THOROUGH = not hypothesis.settings().derandomize  # under the profile "explore"
ORDERS, STEPS = (300, 25) if THOROUGH else (5, 12)
DESKS = 4  # of which one is still on the line when the person begins to choose
RIVALS = ["choose", "stop", "agree", "refuse", "line_ends", "conclude", "lapse", "sweep"]
UNWORTHY = [Call.Outcome.BOOKED, Call.Outcome.REFUSED, Call.Outcome.DECLINED]
check: Callable[..., None] = run_state_machine_as_test
fates = st.one_of(
    st.just(Lives()),
    st.builds(Dies, st.integers(0, 16)),
    st.builds(Meets, st.integers(0, 4), st.sampled_from(RIVALS)),
)
numbers = st.integers(0, DESKS - 1)


class BookingInAnyOrder(RuleBasedStateMachine):
    """One request and its desks; what each desk was told and believes is written down apart."""

    @initialize(trusting=st.booleans(), patience=st.integers(0, 10))
    def somebody_asks(self, trusting: bool, patience: int) -> None:
        policies = Campaign.BookingPolicy
        policy = policies.BOOK_WHEN_IT_FITS if trusting else policies.ASK_ME
        self.campaign, calls = running(DESKS, booking_policy=policy)
        for number, call in enumerate(calls):
            offered(answer(call), slot_at(self.campaign, hour=10 + number))
        for call in calls[1:]:
            hang_up(call, Call.Outcome.OFFER)
        self.offers = [call.offers.get() for call in calls]
        self.patience = patience  # steps until the person may give up
        self.said: dict[UUID, str] = {}  # the desk's last word on the booking, by call
        self.expecting: set[UUID] = set()  # the desks that believe that somebody comes
        self.doubts: list[Call] = []  # of the second judge, which asks until they are stored

    # --- steps -------------------------------------------------------------------------------

    def step(
        self, fate: Fate, action: Callable[P, R], *args: P.args, **named: P.kwargs
    ) -> R | Refused | Died:
        """What the action returns, or what has stopped it."""
        rivals: dict[str, Callable[[], None]] = {
            "choose": lambda: self._choose(Lives(), 1),
            "stop": self._stop_if_impatient,
            "agree": lambda: self._for_first(self.may_agree(), self._agree),
            "refuse": lambda: self._for_first(self.may_refuse(), self._refuse),
            "line_ends": lambda: self._for_first(self.talking(), self._line_ends),
            "conclude": lambda: self._for_first(self.unconcluded(), self._conclude),
            "lapse": lambda: self._lapse(Lives()),
            "sweep": tasks.sweep_campaigns,
        }
        self.patience -= 1
        try:
            with befallen(fate, rivals):
                return action(*args, **named)
        except (Refused, Died) as stopped:
            return stopped

    def _for_first(self, calls: list[Call], act: Callable[[Fate, Call], None]) -> None:
        for call in calls[:1]:
            act(Lives(), call)

    # --- the person --------------------------------------------------------------------------

    @rule(number=numbers, key=st.sampled_from(["", "form"]), rude=st.booleans(), fate=fates)
    def choose(self, number: int, key: str, rude: bool, fate: Fate) -> None:
        self._choose(fate, number, key, rude)

    def _choose(self, fate: Fate, number: int, key: str = "", rude: bool = False) -> None:
        offer = Offer.objects.get(pk=self.offers[number].pk)
        self.step(fate, booking.confirm, offer.campaign, offer, key=key, end_others=rude)

    @precondition(lambda self: self.patience < 0)
    @rule(fate=fates)
    def stop_everything(self, fate: Fate) -> None:
        self.step(fate, cancel.cancel_campaign, Campaign.objects.get(pk=self.campaign.pk))

    def _stop_if_impatient(self) -> None:
        if self.patience < 0:
            self.stop_everything(Lives())

    @precondition(lambda self: self.patience < 0 and self.appointments().exists())
    @rule(fate=fates)
    def cancel_the_appointment(self, fate: Fate) -> None:
        self.step(fate, booking.cancel_appointment, self.appointments().get())

    # --- the desks ---------------------------------------------------------------------------

    @precondition(lambda self: self.waiting())
    @rule(number=numbers, there=st.sampled_from([True, True, True, False]))
    def ring(self, number: int, there: bool) -> None:
        calls = self.waiting()
        self._ring(calls[number % len(calls)], there)

    def _ring(self, call: Call, there: bool) -> None:
        assert call.move(Call.Status.DIALING)
        if there:
            assert call.move(Call.Status.IN_PROGRESS, answered_at=now())
        else:
            assert call.move(Call.Status.FAILED, outcome="no_answer", ended_at=now())

    @precondition(lambda self: self.may_agree())
    @rule(number=numbers, fate=fates)
    def agree(self, number: int, fate: Fate) -> None:
        calls = self.may_agree()
        self._agree(fate, calls[number % len(calls)])

    def _agree(self, fate: Fate, call: Call) -> None:
        self.said[call.pk] = "yes"
        self.expecting.add(self.desk(call))
        told = self.step(fate, _book, call)
        call.refresh_from_db()
        if isinstance(told, Refused) and not call.ended and not call.unwanted_at:
            self.said[call.pk] = "told"  # by the agent, who is there: it is not booked
            self.expecting.discard(self.desk(call))

    @precondition(lambda self: self.may_refuse())
    @rule(number=numbers, fate=fates)
    def refuse(self, number: int, fate: Fate) -> None:
        calls = self.may_refuse()
        self._refuse(fate, calls[number % len(calls)])

    def _refuse(self, fate: Fate, call: Call) -> None:
        self.said[call.pk] = "no"
        self.expecting.discard(self.desk(call))
        self.step(fate, booking.refused, call.pk, "They have given it away.")

    @precondition(lambda self: self.may_doubt())
    @rule(number=numbers, fate=fates)
    def doubt(self, number: int, fate: Fate) -> None:
        calls = self.may_doubt()
        call = calls[number % len(calls)]
        self.said[call.pk] = "perhaps"
        told = self.step(fate, booking.doubted, call.pk, "But I must ask.")
        if isinstance(told, Died) and call.ended:
            self.doubts.append(call)

    @precondition(lambda self: self.giving_back())
    @rule(number=numbers, fate=fates)
    def hear_that_we_do_not_come(self, number: int, fate: Fate) -> None:
        calls = self.giving_back()
        self._hear_that_we_do_not_come(fate, calls[number % len(calls)])

    def _hear_that_we_do_not_come(self, fate: Fate, call: Call) -> None:
        self.expecting.discard(self.desk(call))
        outcomes.note_outcome(call.pk, Call.Outcome.RELEASED)
        self._line_ends(fate, call)

    # --- lines, tasks and the clock ----------------------------------------------------------

    @precondition(lambda self: self.talking())
    @rule(number=numbers, fate=fates)
    def line_ends(self, number: int, fate: Fate) -> None:
        calls = self.talking()
        self._line_ends(fate, calls[number % len(calls)])

    def _line_ends(self, fate: Fate, call: Call) -> None:
        """The news of it, and the last words in the same transaction."""
        self.step(fate, self._end, call)

    def _end(self, call: Call) -> None:
        with transaction.atomic():
            ended = call.move(Call.Status.COMPLETED, ended_at=now())
            if ended and self.said.get(call.pk) == "yes" and call.outcome not in UNWORTHY:
                died_lines.line_died_after_yes(call.pk, _spoken_of(call))
            elif ended and self.said.get(call.pk) == "perhaps":
                booking.doubted(call.pk, "But I must ask.")

    @precondition(lambda self: self.cut_after_yes())
    @rule(number=numbers, fate=fates)
    def a_socket_is_lost_after_the_yes(self, number: int, fate: Fate) -> None:
        """And perhaps another goes on with the call, where they are asked again."""
        calls = self.cut_after_yes()
        call = calls[number % len(calls)]
        self.step(fate, died_lines.line_died_after_yes, call.pk, _spoken_of(call))

    @precondition(lambda self: self.unconcluded())
    @rule(number=numbers, fate=fates)
    def conclude(self, number: int, fate: Fate) -> None:
        calls = self.unconcluded()
        self._conclude(fate, calls[number % len(calls)])

    def _conclude(self, fate: Fate, call: Call) -> None:
        self.step(fate, outcomes.conclude_call, call.pk)

    @precondition(lambda self: self.ended())
    @rule(number=st.integers(0, 9), fate=fates)
    def all_that_was_heard_of_a_call_comes_again(self, number: int, fate: Fate) -> None:
        calls = self.ended()
        call = calls[number % len(calls)]
        self.step(fate, outcomes.conclude_call, call.pk)
        if self.said.get(call.pk) == "yes":
            self.step(fate, booking.agreed, call.pk, proof(call))

    @precondition(lambda self: self.undecided().exists())
    @rule(fate=fates)
    def lapse(self, fate: Fate) -> None:
        self._lapse(fate)

    def _lapse(self, fate: Fate) -> None:
        for made in self.undecided():
            Booking.objects.filter(pk=made.pk).update(deadline_at=now() - timedelta(seconds=1))
            self.step(fate, booking.lapse, made.pk)

    @rule(fate=fates)
    def sweep(self, fate: Fate) -> None:
        self.campaign.calls.filter(concluded_at=None).exclude(ended_at=None).update(
            ended_at=now() - timedelta(minutes=1)
        )
        self.step(fate, tasks.sweep_campaigns)

    # --- what always holds -------------------------------------------------------------------

    @invariant()
    def one_permit_one_appointment_one_call(self) -> None:
        assert self.held().count() <= 1
        assert self.appointments().count() <= 1
        confirming = self.calls().filter(purpose=Call.Purpose.CONFIRM)
        assert confirming.filter(status=Call.Status.QUEUED).count() <= 1

    @invariant()
    def what_is_booked_was_agreed_to(self) -> None:
        for made in self.held().filter(status=Booking.Status.BOOKED):
            assert made.appointment is not None and made.appointment.status == "booked"
            assert self.said[UUID(made.evidence["call_id"])] in ("yes", "perhaps")
            assert made.offer.status == Offer.Status.BOOKED
        booked = self.appointments().filter(status=Appointment.Status.BOOKED)
        assert not booked.exclude(booking__status=Booking.Status.BOOKED).exists()

    @invariant()
    def the_time_is_kept_while_a_yes_may_stand(self) -> None:
        for made in self.held():
            hold = made.appointment.hold if made.appointment else made.offer.hold
            assert hold is not None and Hold.objects.standing().filter(pk=hold.pk).exists()

    def teardown(self) -> None:
        """Time passes, what waits is rung, and nothing dies any more: is all in order?"""
        if not hasattr(self, "campaign"):
            return
        for call in self.doubts:
            booking.doubted(call.pk, "But I must ask.")
        rounds = 0
        while self.calls().open().exists() or self.unconcluded() or self.undecided().exists():
            self._settle()
            rounds += 1
            assert rounds < 12
        self.what_is_booked_was_agreed_to()
        self._nobody_waits_for_us_in_vain()
        self._nothing_is_kept_for_nothing()

    def _settle(self) -> None:
        for call in self.calls().live():
            self._line_ends(Lives(), call)
        for call in self.unconcluded():
            self._conclude(Lives(), call)
        for call in self.waiting():
            self._ring(call, call.purpose in Call.LETTING_GO)
        for call in self.giving_back():
            self._hear_that_we_do_not_come(Lives(), call)
        self.sweep(Lives())
        if not self.calls().open().exists():
            self._lapse(Lives())

    def _nobody_waits_for_us_in_vain(self) -> None:
        """Who expects us is whom the person goes to, or whom they were asked to ring."""
        booked = self.held().values_list("offer__provider_id", flat=True)
        tried = Booking.objects.filter(campaign=self.campaign).select_related("offer")
        left_to_person = {made.offer.provider_id for made in tried if _left_to_person(made)}
        assert self.expecting <= {*booked, *left_to_person}
        assert set(booked) <= self.expecting

    def _nothing_is_kept_for_nothing(self) -> None:
        self.campaign.refresh_from_db()
        kept = Hold.objects.standing().filter(wish=self.campaign.pk)
        if self.campaign.wanted:
            assert self.campaign.status == Campaign.Status.RANKING
            assert self.campaign.offers.standing().exists()
        else:
            assert kept.exclude(appointment__status="booked").count() == 0
        if self.campaign.status == Campaign.Status.CONFIRMED:
            assert not self.campaign.offers.filter(status=Offer.Status.STANDING).exists()
        assert (self.campaign.status == Campaign.Status.CONFIRMED) is self.held().exists()
        self.campaign.status = Campaign.Status.FAILED  # no later order's sweep looks at it
        self.campaign.save()

    # --- what there is -----------------------------------------------------------------------

    def calls(self) -> CallQuerySet:
        return Call.objects.filter(campaign=self.campaign).order_by("created_at", "pk")

    def talking(self) -> list[Call]:
        return list(self.calls().filter(status=Call.Status.IN_PROGRESS))

    def ended(self) -> list[Call]:
        return list(self.calls().filter(status__in=Call.ENDED))

    def unconcluded(self) -> list[Call]:
        return [call for call in self.ended() if call.concluded_at is None]

    def waiting(self) -> list[Call]:
        """For a desk that is not on the line, the one that waits longest."""
        live = self.calls().live().values("to_number")
        calls = self.calls().filter(status=Call.Status.QUEUED).exclude(to_number__in=live)
        return list({call.to_number: call for call in reversed(calls)}.values())

    def may_agree(self) -> list[Call]:
        """Calls in which a booking is spoken of that has not been made."""
        calls = [call for call in self.talking() if call.purpose not in Call.LETTING_GO]
        trusting = self.campaign.booking_policy == Campaign.BookingPolicy.BOOK_WHEN_IT_FITS
        asked = [call for call in calls if call.purpose == Call.Purpose.CONFIRM or trusting]
        return [call for call in asked if self.said.get(call.pk, "") in ("", "yes")]

    def cut_after_yes(self) -> list[Call]:
        agreed = [call for call in self.talking() if self.said.get(call.pk) == "yes"]
        return [call for call in agreed if call.outcome not in UNWORTHY]

    def may_refuse(self) -> list[Call]:
        confirming = [call for call in self.talking() if call.purpose == Call.Purpose.CONFIRM]
        return [call for call in confirming if not self.booked_by(call)]

    def may_doubt(self) -> list[Call]:
        return [call for call in self.calls() if self.booked_by(call)]

    def giving_back(self) -> list[Call]:
        return [call for call in self.talking() if call.purpose in Call.LETTING_GO]

    def booked_by(self, call: Call) -> bool:
        booked = self.held().filter(status=Booking.Status.BOOKED)
        return booked.filter(evidence__call_id=str(call.pk)).exists()

    def held(self) -> QuerySet[Booking]:
        rows = Booking.objects.filter(campaign=self.campaign, status__in=Booking.HOLDING)
        return rows.select_related("offer__hold", "appointment__hold")

    def undecided(self) -> QuerySet[Booking]:
        return self.held().filter(status__in=booking.UNDECIDED)

    def appointments(self) -> QuerySet[Appointment]:
        rows = Appointment.objects.filter(booking__campaign=self.campaign)
        return rows.exclude(status=Appointment.Status.CANCELLED)

    def desk(self, call: Call) -> UUID:
        assert call.provider_id is not None
        return call.provider_id


def proof(call: Call) -> dict[str, object]:
    return {"quote": "Yes, it is booked.", "call_id": str(call.pk)}


def _spoken_of(call: Call) -> Offer:
    return call.offers.get() if call.offer is None else call.offer


def _book(call: Call) -> Booking:
    """What the tool does once the desk's yes is proven."""
    if call.purpose == Call.Purpose.ENQUIRE:
        booking.take_permit_in_call(call, _spoken_of(call))
    return booking.agreed(call.pk, proof(call))


def _left_to_person(made: Booking) -> bool:
    """Whether the person reads that they had better ring there themselves."""
    told = booking_progress.told(made)
    return "Please ring" in made.reason or (told is not None and told.state == "not")


@pytest.mark.django_db(transaction=True)
def test_in_any_order_at_most_one_desk_expects_the_person_who_then_comes() -> None:
    check(
        BookingInAnyOrder,
        settings=hypothesis.settings(max_examples=ORDERS, stateful_step_count=STEPS),
    )
