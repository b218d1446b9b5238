"""The state of a dialogue: what both sides have said, which tools are out, what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from callpilot.json_types import JsonObject
from voice.negotiation.acts import Act, CallTool, Finish, Speak
from voice.negotiation.facts import Facts

Answer = JsonObject
Then = Callable[[Answer], list[Act]]


@dataclass(frozen=True)
class Line:
    """One thing said. Reads like a turn of the transcript, so that the same proofs judge both."""

    number: int
    speaker: str
    text: str
    interrupted: bool = False


class DialogueState:
    """Shared by the parts of one conversation."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.lines: list[Line] = []
        self.waiting: dict[str, Then] = {}  # tool calls without an answer
        self.ending = False  # end_call is out or answered
        self.over = False
        self._tools = 0
        self._picks: dict[str, int] = {}

    # speaking

    def say(self, text: str, *, then_listen: bool = True) -> list[Act]:
        self.lines.append(Line(len(self.lines) + 1, "agent", text))
        return [Speak(text, then_listen)]

    def hears(self, text: str) -> None:
        self.lines.append(Line(len(self.lines) + 1, "callee", text))

    def cut(self, heard: str) -> bool:
        """Of the sentence we were saying only `heard` was heard; whether anything was lost."""
        heard = heard.rstrip(" .?!…")
        ours = [at for at, line in enumerate(self.lines) if line.speaker == "agent"]
        at = next((n for n in reversed(ours) if self.lines[n].text.startswith(heard)), None)
        if at is None:
            return bool(ours)
        line = self.lines[at]
        if heard == line.text.rstrip(" .?!…"):
            return False
        self.lines[at] = Line(line.number, "agent", heard, interrupted=True)
        return True

    def pick(self, *ways: str) -> str:
        """One of several ways to put it: differs between calls, and within one when repeated."""
        key = ways[0]
        subject = f"{self.facts.provider}|{self.facts.person}|{key}"
        first = int.from_bytes(sha256(subject.encode()).digest()[:4], "big")
        turn = self._picks.get(key, 0)
        self._picks[key] = turn + 1
        return ways[(first + turn) % len(ways)]

    # tools

    def call(self, name: str, arguments: JsonObject, then: Then) -> list[Act]:
        self._tools += 1
        tool_call_id = f"tool_{self._tools}"
        self.waiting[tool_call_id] = then
        return [CallTool(tool_call_id, name, arguments)]

    def answered(self, tool_call_id: str, answer: Answer) -> list[Act]:
        then = self.waiting.pop(tool_call_id, None)
        return then(answer) if then else []

    # leaving

    def end(self, outcome: str, summary: str, goodbye: str, *, before: str = "") -> list[Act]:
        """Report how it went, say goodbye, leave. `before` is said at once."""
        if self.ending:
            return []
        self.ending = True
        self.waiting.clear()
        acts = self.say(before, then_listen=False) if before else []

        def leave(answer: Answer) -> list[Act]:
            self.over = True
            words = self.say(goodbye, then_listen=False) if goodbye else []
            return [*words, Finish(outcome)]

        return [*acts, *self.call("end_call", {"outcome": outcome, "summary": summary}, leave)]


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
