"""Negotiator: the rule-based speaker. Words and tool answers in, acts out; no I/O, no clock."""

import re
from collections.abc import Callable

from callpilot.json_types import JsonMapping
from voice.agents.base import YOUR_TURN
from voice.evidence.answer_detection import NOBODY, heard_in
from voice.evidence.further_calls import QUESTION, FurtherCalls, further_calls
from voice.evidence.intents import attitude
from voice.evidence.patterns import one_of
from voice.evidence.prompt_injection import misuses
from voice.negotiation import machines, phrasing, replies, words
from voice.negotiation.acts import Act, CallTool, Finish, Speak
from voice.negotiation.confirmation import Cancellation, Confirmation, Release
from voice.negotiation.dialogue_state import DialogueState
from voice.negotiation.enquiry import Enquiry
from voice.negotiation.facts import Facts
from voice.negotiation.goal import Goal
from voice.negotiation.instructions import Instruction, read
from voice.negotiation.understanding import Heard
from voice.negotiation.whisper_parser import hint, suits

__all__ = ["Act", "CallTool", "Finish", "Negotiator", "Speak"]

SILENCE_MS = 8_000
MOMENT_MS = 60_000  # after "one moment, please"
HOLD_MS = 300_000
INJECTIONS = 3
MAX_BROKEN = 5  # turns with words lost on the line
MAX_TURNS = 24  # of ours; then it is wrapped up whatever happens

_NO_TIME = re.compile(one_of(words.NO_TIME))


class Negotiator:
    """One conversation with one callee.

    Feed it what is heard (`hear`), tool answers (`tool_answer`), the length of a silence in
    milliseconds (`silence`), notes in the context (`note`) and how much of its last sentence was
    heard when it was talked over (`interrupted`); do what it answers, in order. After Finish it
    answers nothing more. Deterministic: the same facts and words give the same acts.
    """

    def __init__(self, facts: JsonMapping) -> None:
        self.facts = Facts.of(facts)
        self.state = DialogueState(self.facts)
        goals: dict[str, type[Goal]] = {
            "confirm": Confirmation,
            "release": Release,
            "cancel": Cancellation,
        }
        self.goal: Goal = goals.get(self.facts.purpose, Enquiry)(self.state)
        self.waiting_for = "human"  # or: moment, hold, menu
        self._missed: list[str] = []  # heard while a tool was out
        self._notes: list[Instruction] = []  # of our own side, for our next turn
        self._injections = 0
        self._levels = 0
        self._menus_heard: list[str] = []
        self._greeted = 0
        self._broken = 0
        self._asked_if_there = False
        self._silence_from_ms = 0
        self._late: dict[str, str] = {}  # tool name → call id, answers that come by instruction
        self._names: dict[str, str] = {}
        self._asked_person = False
        self._kept_answers: list[tuple[str, JsonMapping]] = []  # while we ask whether to call again

    @property
    def over(self) -> bool:
        return self.state.over

    def begin(self) -> list[Act]:
        return self.goal.begin()

    def hear(self, text: str) -> list[Act]:
        text = " ".join(text.split())
        if not text or self.state.over:
            return []
        if text == YOUR_TURN:
            return self._our_turn()
        self.state.hears(text)
        self._asked_if_there, self._silence_from_ms = False, 0
        if self.state.ending:
            return []
        grave = self._grave(text)
        if grave is not None:
            return grave
        if self.state.waiting:
            self._missed.append(text)
            return []
        return self._kept(self._react(text))

    def tool_answer(self, tool_call_id: str, answer: JsonMapping) -> list[Act]:
        if answer.get("pending") and tool_call_id in self.state.waiting:
            self._late[self._names.get(tool_call_id, "")] = tool_call_id
            return []
        waited_for = tool_call_id in self.state.waiting and not self.state.ending
        if waited_for and self._calls.kind == "asked":
            self._kept_answers.append((tool_call_id, answer))
            return []
        checking = self._names.get(tool_call_id, "") in ("validate_slot", "propose_alternatives")
        if checking and self._missed and tool_call_id in self.state.waiting:
            missed = " ".join(self._missed)
            if self._has_news(missed):
                self.state.waiting.pop(tool_call_id)
                self._missed = []
                return self._kept(self._react(missed))
        acts = self.state.answered(tool_call_id, dict(answer))
        if not any(isinstance(act, CallTool) for act in acts):
            self._missed = []
        return self._kept(acts)

    def silence(self, silent_ms: int) -> list[Act]:
        """Nobody has spoken for so long; may be told again and again as it grows."""
        if self.state.over:
            return []
        if silent_ms <= self._silence_from_ms:
            self._silence_from_ms = 0  # counted anew since our last words
        quiet_ms = silent_ms - self._silence_from_ms
        if self._calls.kind == "asked" and not self.state.ending:
            patience_ms = MOMENT_MS if self.waiting_for == "moment" else SILENCE_MS
            return self._never_again() if quiet_ms >= patience_ms else []
        if self.state.ending or self.state.waiting:
            return self._late_answer(quiet_ms)
        if self.waiting_for in ("hold", "menu"):
            if silent_ms < HOLD_MS:
                return []
            return self._kept(self.state.end("busy", "Nobody came to the line in time.", ""))
        if quiet_ms < (MOMENT_MS if self.waiting_for == "moment" else SILENCE_MS):
            return []
        self._silence_from_ms = silent_ms
        if self._notes:
            return self._our_turn()
        if self._asked_if_there:
            return self._kept(self._nobody_there())
        self._asked_if_there = True
        self.waiting_for = "human"
        return self.state.say("Are you still there?")

    def note(self, text: str) -> None:
        """Something in the context: heeded at our next turn if it bears our own side's word."""
        marker = f"{self.facts.order_word}: "
        if not self.facts.order_word or not text.startswith(marker):
            return
        told = read(text.removeprefix(marker))
        if told.kind == "leverage" and isinstance(self.goal, Enquiry):
            self.goal.leverage_words = told.words
        else:
            self._notes.append(told)

    def _our_turn(self) -> list[Act]:
        """Nobody has spoken, but we are to."""
        if self.state.ending:
            return []
        if not self._notes:
            if self._calls.kind == "asked":
                return []  # they have the word
            idle = self.waiting_for == "human" and not self.state.waiting
            return self.goal.again() if idle else []
        return self._obeyed()

    def _obeyed(self, *, answering: bool = False) -> list[Act]:
        """Do what the notes say; who is to leave need not do the rest.

        answering: somebody has spoken, and is to be answered in the same breath.
        """
        notes, self._notes = self._notes, []
        leave = [told for told in notes if told.kind in ("end", "wrap_up")]
        acts: list[Act] = []
        for told in leave[-1:] or notes:
            if not (answering and told.kind in ("ask_if_there", "go_on")):
                acts += self._obey(told, answering)
        return self._kept(acts)

    def _obey(self, told: Instruction, answering: bool) -> list[Act]:
        if told.kind == "answer":
            tool_call_id = self._late.pop(told.name, None)
            return self.tool_answer(tool_call_id, told.answer) if tool_call_id else []
        if told.kind == "end":
            return self._kept(self.state.end(told.outcome, told.words, told.goodbye))
        if self.state.waiting:
            if told.kind in ("wrap_up", "whisper"):
                self._notes.append(told)  # these keep
            return []
        if told.kind == "wrap_up":
            if answering and isinstance(self.goal, Enquiry) and self.goal.hurry():
                return []  # this is the answer
            return self._kept(self.goal.wrap_up())
        if told.kind == "ask_whether_to_call":
            return self._ask_whether_to_call() if self._calls.kind == "doubtful" else []
        if self._calls.kind == "asked" and told.kind in ("ask_if_there", "go_on"):
            return []
        if told.kind == "ask_if_there":
            if self._asked_if_there:
                return []
            self._asked_if_there = True
            return self.state.say("Are you still there?")
        if told.kind == "go_on":
            return self.goal.again()
        if told.kind == "whisper":
            return self._kept(self._heed(told.words, answering))
        return []

    def _heed(self, whisper: str, answering: bool) -> list[Act]:
        """Use what the person whispers, and note what was made of it; it is never repeated."""
        found = hint(whisper)
        if found.kind == "wrap_up":
            return [*self._noted("I am wrapping up."), *self.goal.wrap_up()]
        if found.kind == "say":
            words = f"I may add: {found.words}."
            say = self.state.say(words, then_listen=False) if answering else self.goal.again(words)
            return [*say, *self._noted("I said it.")]
        enquiry = self.goal if isinstance(self.goal, Enquiry) else None
        candidate = enquiry.candidate if enquiry is not None else None
        if candidate is not None and found.kind == "when" and suits(found.words, candidate):
            return self._noted("The time we speak about is that already.")
        if enquiry is not None and not enquiry.agreed and found.kind in ("when", "other_day"):
            asks = enquiry.wish_for(found.words)
            return [*asks, *self._noted("I am asking for it.")]
        return self._noted("I have read it; there is nothing I can do with it in this call.")

    def _noted(self, message: str) -> list[Act]:
        return self.state.call("log_event", {"message": message}, _nothing)

    def interrupted(self, heard_text: str) -> None:
        """The callee spoke over our last sentence, of which only this was heard."""
        self.goal.unheard = self.state.cut(heard_text)

    # what comes before any negotiation

    def _grave(self, text: str) -> list[Act] | None:
        """Words after which there is nothing to negotiate; None if it goes on."""
        end: Callable[..., list[Act]] = self.state.end
        calls = self._calls
        if calls.forbidden:
            return self._never_again()
        grave = attitude(text)
        if grave == "emergency":
            care = "Please call nine one one right away. Goodbye."
            return self._kept(end("failed", "An emergency was described.", care))
        if grave == "wrong_number":
            sorry = "I'm sorry, I have the wrong number. Goodbye."
            return self._kept(end("failed", "Wrong number.", sorry))
        if grave == "abuse":
            return self._kept(
                end("failed", "It became abusive.", "I will leave it at that. Goodbye.")
            )
        if misuses(text):
            return self._resist()
        if calls.kind == "doubtful" and not heard_in(text):
            return self._ask_whether_to_call(text)
        if calls.kind == "asked":
            return self._ask_whether_to_call(text) if grave == "question" else self._wait(grave)
        return self._go_on(text) if calls.answered else None

    # whether we may call again

    @property
    def _calls(self) -> FurtherCalls:
        return further_calls(self.state.lines)

    def _ask_whether_to_call(self, heard: str = "") -> list[Act]:
        self.waiting_for = "human"
        plainly = replies.what_we_are(self.facts, heard.lower())
        return self.state.say(f"{plainly} {QUESTION}".strip())

    def _wait(self, attitude: str) -> list[Act]:
        self.waiting_for = "moment" if attitude == "hold" else self.waiting_for
        return []

    def _never_again(self) -> list[Act]:
        sorry = "I'm sorry for the disturbance. We will not call again. Goodbye."
        return self._kept(self.state.end("declined", "They asked not to be called.", sorry))

    def _go_on(self, text: str) -> list[Act] | None:
        """They do not mind: back to what we were about; None if they are there already."""
        answers, self._kept_answers = self._kept_answers, []
        if answers:
            return [act for answer in answers for act in self.tool_answer(*answer)]
        if self.state.waiting:
            return []
        return None if self.goal.listen(text).parts else self._kept(self.goal.again("Thank you."))

    def _resist(self) -> list[Act]:
        self._injections += 1
        if self._injections >= INJECTIONS:
            goodbye = "I can't help with that. Goodbye."
            return self._kept(self.state.end("failed", "Attempts to misuse the call.", goodbye))
        if self.state.waiting:
            return []
        return self.goal.again("I'm sorry, I can't do that.")

    def _react(self, text: str) -> list[Act]:
        if self._our_turns() > MAX_TURNS:
            return self.goal.wrap_up()
        heard = self.goal.listen(text)
        machine = self._machine(text, heard)
        if machine is not None:
            return machine
        back = self.waiting_for != "human"
        was_held = self.waiting_for in ("hold", "menu")
        self.waiting_for = "human"
        if back and heard.greets and (was_held or not heard.slots):
            return self.goal.again(phrasing.introduction(self.facts), anew=True)
        leaving = self._leaving(heard)
        if leaving is not None:
            return leaving
        heeded = self._obeyed(answering=True)
        asked = any(isinstance(act, Speak) and act.then_listen for act in heeded)
        if asked or self.state.ending:
            return heeded
        return [*heeded, *(self._answering(heard) or self.goal.react(heard))]

    def _machine(self, text: str, heard: Heard) -> list[Act] | None:
        kind = heard_in(text)
        if nobody := NOBODY.get(kind):
            return self.state.end(*nobody, "")
        if kind == "voicemail":
            return self.state.end("voicemail", "A voicemail answered.", "")
        if kind == "menu":
            return self._menu(text)
        if kind == "screening":
            lead = phrasing.introduction(self.facts)
            return self.state.say(f"{lead} It is about {self.facts.service_phrase}.")
        if kind == "hold" and not heard.slots and not heard.open:
            self.waiting_for = "moment" if heard.fills else "hold"
            return []
        if heard.fills and not heard.asks:
            self.waiting_for = "moment"
            return []
        return None

    def _menu(self, text: str) -> list[Act]:
        self.waiting_for = "menu"
        flat = " ".join(sorted(option.key + option.what for option in machines.options(text)))
        repeated = self._menus_heard.count(flat)
        key = machines.choice(text, human=repeated > 0)
        word = machines.word(text)
        if not key and word and repeated <= 1:
            self._menus_heard.append(flat)
            return self.state.say(f"{word.capitalize()}.")
        if not key:
            return [] if machines.choice(text) == "" and not repeated else self._menu_end()
        if repeated > 1 or self._levels >= machines.MAX_LEVELS:
            return self._menu_end()
        self._menus_heard.append(flat)
        self._levels += 1
        return self.state.call("press_keys", {"digits": key}, _nothing)

    def _menu_end(self) -> list[Act]:
        return self.state.end("failed", "The phone menu led nowhere.", "")

    def _leaving(self, heard: Heard) -> list[Act] | None:
        """They will not talk now, or not at all, without asking never to be called."""
        end = self.state.end
        if _NO_TIME.search(heard.low):
            sorry = "I'm sorry to have disturbed you. Goodbye."
            return end("declined", "They had no time for this.", sorry)
        if isinstance(self.goal, Enquiry) and self.goal.agreed:
            return None
        if heard.attitude == "website" and not heard.slots:
            thanks = "I will pass that on. Thank you, goodbye."
            return end("no_slots", f"They refer to their website: {heard.text[:200]}", thanks)
        if heard.attitude == "call_back":
            thanks = "Thank you, we will call again then. Goodbye."
            return end("callback_promised", heard.text[:200], thanks)
        return None

    def _answering(self, heard: Heard) -> list[Act] | None:
        """Questions to us, greetings and broken words; None if it is part of the negotiation."""
        if plainly := replies.what_we_are(self.facts, heard.low):
            return self.goal.again(plainly)
        if heard.broken and not heard.slots:
            self._broken += 1
            if self._broken > MAX_BROKEN:
                return self.goal.wrap_up()
            return self.state.say(
                self.state.pick(
                    "Sorry, the line broke up. Could you say that again?",
                    "I'm sorry, could you repeat that?",
                )
            )
        if heard.slots or (heard.open is not None and heard.open.has_clock):
            return None
        topic = replies.about(heard.low)
        if topic:
            self._greeted += 1
            if self._greeted > 8:
                return self.goal.wrap_up()
            if replies.only_the_person_knows(topic, heard.low) and not self._asked_person:
                return self._ask_person(heard)
            return self._replied(topic)
        if heard.greets and not heard.nothing_free and self._greeted < 3:
            self._greeted += 1
            return self.goal.again()
        if heard.lost_it:
            self.goal.useless += 1
            return self.goal.again() if self.goal.useless < 3 else self.goal.wrap_up()
        return None

    def _ask_person(self, heard: Heard) -> list[Act]:
        """What only the person can say they are asked, once, while the desk waits a moment."""
        self._asked_person = True
        moment = self.state.say("One moment, please, I will ask.", then_listen=False)

        def told(answer: JsonMapping) -> list[Act]:
            return self.goal.again(str((answer.get("ok") and answer.get("say")) or replies.UNKNOWN))

        question = {"question": heard.text[:160]}
        return [*moment, *self.state.call("ask_person", question, told)]

    def _replied(self, topic: str) -> list[Act]:
        """The answer, and our own question again when it was not the first of its kind."""
        told = replies.reply(self.facts, topic)
        if self.goal.asked == "slot":
            return self.state.say(told)
        return self.goal.again(told)

    # small things

    def _has_news(self, text: str) -> bool:
        heard = self.goal.listen(text)
        return bool(heard.slots or heard.open or heard.attitude == "no" or heard.nothing_free)

    def _our_turns(self) -> int:
        return sum(line.speaker == "agent" for line in self.state.lines)

    def _nobody_there(self) -> list[Act]:
        if isinstance(self.goal, Enquiry) and self.goal.agreed:
            return self.goal.leave_with_offer()
        return self.state.end("failed", "Nobody spoke any more.", "Goodbye.")

    def _late_answer(self, quiet_ms: int) -> list[Act]:
        """A tool has not answered for long: leave rather than keep somebody waiting."""
        asking = any(self._names.get(each) == "ask_person" for each in self.state.waiting)
        if quiet_ms < (HOLD_MS if asking else 4 * SILENCE_MS):
            return []
        if self.state.ending:
            self.state.over = True
            return [Finish("unanswered")]
        return self._kept(
            self.state.end("failed", "Our side did not answer.", "I'm sorry. Goodbye.")
        )

    def _kept(self, acts: list[Act]) -> list[Act]:
        for act in acts:
            if isinstance(act, CallTool):
                self._names[act.tool_call_id] = act.name
        return acts


def _nothing(answer: JsonMapping) -> list[Act]:
    return []
