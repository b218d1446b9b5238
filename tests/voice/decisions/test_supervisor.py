"""What code decides in a call, told in words and milliseconds alone."""

import pytest

from campaigns.models import Call
from voice.decisions import instructions
from voice.decisions.answering_machine import WORDS_MS
from voice.decisions.duties import APOLOGISE, ASK_WHETHER, Duty
from voice.decisions.silence_timer import AGENT_MS, ASK_AFTER_MS, END_AFTER_MS, SilenceTimer
from voice.decisions.supervisor import GOODBYE_MS, Supervisor
from voice.evidence.claim_ledger import Said

TICK_MS = 200


class Recorded:
    """A voice that only notes what it is to do."""

    def __init__(self) -> None:
        self.present = True
        self.speaks_until_ms = 0.0
        self.told: list[str] = []
        self.urged: list[str] = []
        self.silenced = 0
        self.reasons: list[str] = []
        self.kept: list[tuple[Duty, str]] = []

    def instruct(self, text: str, *, speak: bool = False) -> None:
        (self.urged if speak else self.told).append(text)

    def fall_silent(self) -> None:
        self.silenced += 1

    def finish(self, reason: str) -> None:
        self.reasons.append(reason)

    def keep(self, duty: Duty, words: str) -> None:
        self.kept.append((duty, words))


class Supervised:
    """A call of which nothing but words and time is known."""

    def __init__(
        self,
        *turns: tuple[str, str],
        limit_ms: int = 600_000,
        max_turns: int = 500,
        answered_by: str = "",
        leaves_message: bool = False,
    ) -> None:
        self.voice = Recorded()
        self.turns: list[Said] = []
        for speaker, text in turns:
            self._add(speaker, text)
        self.supervisor = Supervisor(self.voice, max_turns=max_turns)
        self.timer = SilenceTimer(limit_ms=limit_ms, hold_budget_ms=300_000)
        self.supervisor.begin(
            self.turns, self.timer, answered_by=answered_by, leaves_message=leaves_message
        )

    def _add(self, speaker: str, text: str) -> None:
        self.turns.append(Said(len(self.turns) + 1, speaker, text))

    def callee(self, text: str) -> None:
        self._add("callee", text)
        self.supervisor.callee_spoke()

    def agent(self, text: str) -> None:
        self._add("agent", text)
        self.supervisor.agent_spoke()

    def wait(self, ms: int, *, loud: bool = False) -> None:
        for _ in range(ms // TICK_MS):
            self.supervisor.tick(TICK_MS, loud=loud)


# --- words --------------------------------------------------------------------------------------


def test_who_wants_no_calls_hears_one_apology_and_is_kept_at_once() -> None:
    call = Supervised()

    call.callee("Take us off your list and don't call again.")

    ((duty, words),) = call.voice.kept
    assert (duty.store, words) == ("opt_out", "Take us off your list and don't call again.")
    assert call.voice.urged == [APOLOGISE]
    assert call.supervisor.ending and call.supervisor.outcome == Call.Outcome.DECLINED


def test_after_the_last_word_nothing_is_to_be_reacted_to() -> None:
    call = Supervised()
    call.callee("You have the wrong number.")
    before = list(call.voice.urged)

    call.callee("You have the wrong number, I said.")
    call.supervisor.wrap_up()
    call.supervisor.farewell()

    assert call.voice.urged == before
    assert call.supervisor.reason == "Wrong number."


def test_what_was_heard_before_the_line_broke_off_ends_the_call_when_it_is_back() -> None:
    call = Supervised(("carrier", "Hello."), ("callee", "Stop calling us."))

    assert [duty.store for duty, _ in call.voice.kept] == ["opt_out"]
    assert call.voice.reasons == ["They do not want to be called."]
    assert call.voice.urged == []


def test_in_doubt_the_agent_is_to_ask_and_silence_is_an_opt_out() -> None:
    call = Supervised()
    call.callee("I'd rather you didn't do this.")
    asked = list(call.voice.urged)
    call.agent("Shall we not call you again?")

    call.wait(ASK_AFTER_MS)

    assert asked == [ASK_WHETHER]
    assert call.voice.urged == [ASK_WHETHER, APOLOGISE]


def test_who_never_stops_talking_is_left() -> None:
    call = Supervised(("agent", "Hello."), ("callee", "Hello."), max_turns=2)

    assert not call.supervisor.has_room()
    assert call.supervisor.outcome == Call.Outcome.FAILED
    assert call.voice.reasons == ["The conversation found no end."]


# --- who is there -------------------------------------------------------------------------------


def test_a_machine_is_not_talked_to_and_left_when_it_has_fallen_silent() -> None:
    call = Supervised(answered_by="machine_start")
    silenced = call.voice.silenced

    call.wait(WORDS_MS)

    assert silenced == 1 and call.supervisor.machine.silent
    assert call.supervisor.outcome == Call.Outcome.VOICEMAIL
    assert call.voice.urged == []


def test_a_verdict_that_comes_before_the_beginning_counts_from_then_on() -> None:
    supervisor = Supervisor(voice := Recorded())
    supervisor.answered_by("machine_start")
    early = voice.silenced

    supervisor.begin([], SilenceTimer(limit_ms=600_000, hold_budget_ms=0))

    assert (early, voice.silenced) == (0, 1)


def test_where_a_message_is_left_the_call_ends_at_the_tone_and_not_with_the_agent() -> None:
    call = Supervised(answered_by="machine_start", leaves_message=True)
    call.supervisor.agent_left("The agent hung up.", failed=True)
    before = list(call.voice.reasons)

    call.supervisor.tick(TICK_MS, loud=True, beeped=True)
    call.wait(1_000)

    assert before == [] and call.voice.reasons == ["A machine answered."]
    assert call.supervisor.after_tone and not call.supervisor.agent_failed


# --- time ---------------------------------------------------------------------------------------


def test_silence_is_asked_about_once_and_then_ends_the_call() -> None:
    call = Supervised()
    call.callee("We have Tuesday.")
    call.agent("Let me see.")

    call.wait(ASK_AFTER_MS)
    asked = list(call.voice.urged)
    call.agent("Are you still there?")
    call.wait(END_AFTER_MS)

    assert asked == [instructions.TOLD[next(iter(instructions.TOLD))]]
    assert call.supervisor.outcome == Call.Outcome.NO_SLOTS


def test_silence_is_counted_from_when_the_agent_has_been_heard() -> None:
    call = Supervised()
    call.voice.speaks_until_ms = 5_000.0
    call.agent("A long sentence.")

    call.wait(ASK_AFTER_MS + 4_000)
    early = list(call.voice.urged)
    call.wait(2_000)

    assert early == [] and len(call.voice.urged) == 1


def test_nobody_who_has_spoken_is_no_answer() -> None:
    call = Supervised(("carrier", "Hello."))
    call.agent("Hello?")

    call.wait(ASK_AFTER_MS)
    call.agent("Are you still there?")
    call.wait(END_AFTER_MS)

    assert call.supervisor.outcome == Call.Outcome.NO_ANSWER


@pytest.mark.parametrize("present,urged", [(True, 1), (False, 0)])
def test_an_agent_that_owes_an_answer_is_nudged_if_it_is_there(present: bool, urged: int) -> None:
    call = Supervised()
    call.voice.present = present
    call.callee("Hello?")

    call.wait(AGENT_MS)

    assert len(call.voice.urged) == urged
    assert call.supervisor.agent_failed is not present


def test_after_the_goodbye_the_line_is_left_even_if_the_agent_stays() -> None:
    call = Supervised()
    call.voice.speaks_until_ms = 3_000.0
    assert call.supervisor.leaving() and not call.supervisor.leaving()

    call.wait(3_000 + GOODBYE_MS)
    early = call.supervisor.over
    call.wait(TICK_MS)

    assert not early and call.voice.reasons == ["The agent said goodbye."]


# --- the end ------------------------------------------------------------------------------------


def test_the_first_end_counts() -> None:
    call = Supervised()

    call.supervisor.end_now(Call.Outcome.CANCELLED, "Stopped.")
    call.supervisor.end_now(Call.Outcome.FAILED, "Something went wrong on our side.")
    call.supervisor.agent_left("closed", failed=True)

    assert call.voice.reasons == ["Stopped."]
    assert call.supervisor.outcome == Call.Outcome.CANCELLED


def test_an_agent_that_fails_during_its_goodbye_has_not_failed_the_call() -> None:
    call = Supervised()
    call.supervisor.leaving()

    call.supervisor.agent_left("lost", failed=True)

    assert not call.supervisor.agent_failed and not call.supervisor.outcome


@pytest.mark.parametrize("spoken,outcome", [(True, "no_slots"), (False, "failed")])
def test_who_leaves_without_a_word_of_theirs_has_failed(spoken: bool, outcome: str) -> None:
    call = Supervised()
    if spoken:
        call.callee("Hello?")

    call.supervisor.agent_left("closed", failed=False)

    assert call.supervisor.outcome_of_finished() == outcome


def test_the_end_can_be_asked_for_before_the_beginning() -> None:
    supervisor = Supervisor(voice := Recorded())

    supervisor.farewell()
    supervisor.end_now(Call.Outcome.CANCELLED, "Stopped.")

    assert (supervisor.at_ms, voice.reasons) == (0, ["Stopped."])
