"""`manage.py talk`: hold a conversation by keyboard, or watch one with a simulated callee."""

from datetime import date

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from telephony.simulator.personas.callees import PERSONAS, people
from telephony.simulator.personas.text_call import TextCall
from voice.evidence.judge import Said
from voice.negotiation.negotiator import Act, CallTool, Finish, Negotiator, Speak
from voice.negotiation.rehearsal import Diary, Record, brief_facts, disclosed

PHONE = "+14155550199"  # of nobody in the town
SILENCE_MS = 8_000  # what an empty line stands for
NAMES = {"agent": "Agent", "callee": "Callee", "carrier": "Announcement"}


class Command(PlainCommand):
    help = "Talk with the rule-based agent: you type the callee, or a persona plays it."

    def add_arguments(self, parser: CommandParser) -> None:
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--persona", metavar="NAME", help=f"one of: {', '.join(PERSONAS)}")
        who.add_argument("--as-callee", action="store_true", help="you type (the default)")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another mood")

    def carry_out(self, options: JsonObject) -> None:
        persona = options["persona"]
        if persona and persona not in PERSONAS:
            raise CommandError(
                f"There is no persona {persona}; there are {', '.join(PERSONAS)}.", returncode=2
            )
        today = now().date()
        try:
            if persona:
                self._watch(persona, options["seed"], today)
            else:
                self._talk(today)
        except (EOFError, KeyboardInterrupt):
            self.stdout.write("\nThe line is closed.")

    def _watch(self, persona: str, seed: int, today: date) -> None:
        town = people(seed, now)
        town.place(PHONE, persona)
        facts = brief_facts(today)
        call = TextCall(town.pick_up(PHONE), facts, Diary.of(facts), self._show)
        self._summarise(call.run())

    def _talk(self, today: date) -> None:
        self.stdout.write("You have been rung up. Type what you say; an empty line is a silence.\n")
        facts = brief_facts(today)
        keyboard = _Keyboard(self, facts)
        self._show(Said(0, "carrier", disclosed(facts)))
        keyboard.do(keyboard.negotiator.begin())
        while not keyboard.record.finished:
            said = input("You: ").strip()
            if said:
                keyboard.turn("callee", said)
                keyboard.do(keyboard.negotiator.hear(said))
            else:
                keyboard.do(keyboard.negotiator.silence(SILENCE_MS))
        self._summarise(keyboard.record)

    def _show(self, turn: Said) -> None:
        self.stdout.write(f"{NAMES[turn.speaker]}: {turn.text}")

    def _summarise(self, record: Record) -> None:
        self.stdout.write("")
        for use in record.tools:
            answer = {key: value for key, value in use.answer.items() if value not in ("", None)}
            self.stdout.write(f"  {use.name} {use.arguments} -> {answer}")
        self.stdout.write(f"Outcome: {record.outcome or 'none'}")


class _Keyboard:
    """The callee's side as somebody who types."""

    def __init__(self, command: Command, facts: JsonObject) -> None:
        self.command = command
        self.negotiator = Negotiator(facts)
        self.diary = Diary.of(facts)
        self.record = Record()

    def turn(self, speaker: str, text: str) -> Said:
        said = Said(len(self.record.turns) + 1, speaker, text)
        self.record.turns.append(said)
        return said

    def do(self, acts: list[Act]) -> None:
        for act in acts:
            if isinstance(act, Speak):
                self.command._show(self.turn("agent", act.text))
            elif isinstance(act, Finish):
                self.record.finished = True
            elif isinstance(act, CallTool):
                answer = self.record.use(act, self.diary)
                self.do(self.negotiator.tool_answer(act.tool_call_id, answer))
