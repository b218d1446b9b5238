"""What our own side tells the speaker in mid-call, in plain words."""

import json
import re
from dataclasses import dataclass, field
from typing import Literal

from callpilot.json_types import JsonObject

Kind = Literal[
    "leverage",
    "wrap_up",
    "end",
    "ask_if_there",
    "ask_whether_to_call",
    "go_on",
    "answer",
    "whisper",
    "none",
]
SAID = re.IGNORECASE | re.DOTALL


@dataclass(frozen=True)
class Instruction:
    kind: Kind
    words: str = ""
    name: str = ""  # of the tool whose answer came late
    answer: JsonObject = field(default_factory=dict)
    outcome: str = "failed"
    goodbye: str = ""


def read(text: str) -> Instruction:
    """An instruction; what is none of the known ones is a whisper of the person."""
    text = text.strip()
    low = text.lower()
    if not text:
        return Instruction("none")
    if late := re.match(r"the answer to (\w+): (\{.*\})$", text, re.IGNORECASE | re.DOTALL):
        return _late(late.group(1), late.group(2))
    quoted = re.search(r'"(.*)"', text, re.DOTALL)
    if whisper := re.match(r"(?:whisper|the person you call for adds)[^:\"]*:\s*(.*)$", text, SAID):
        words = quoted.group(1) if quoted else whisper.group(1)
        return Instruction("whisper", words.strip())
    if "better option" in low or "already have an option" in low:
        words = quoted.group(1) if quoted else text.partition(":")[2].strip()
        return Instruction("leverage", words)
    if "want to be called" in low and "ask exactly" in low:
        return Instruction("ask_whether_to_call")
    if "apologi" in low and "end the call" in low:
        outcome = "failed" if "wrong number" in low else "declined"
        return Instruction(
            "end", text, outcome=outcome, goodbye="I'm sorry for the disturbance. Goodbye."
        )
    if "emergency" in low and "end the call" in low:
        return Instruction("end", text, goodbye="Please get help right away. Goodbye.")
    if "wrap up" in low:
        return Instruction("wrap_up")
    if "end the call" in low:
        return Instruction("end", text, goodbye="Thank you. Goodbye.")
    if "still there" in low:
        return Instruction("ask_if_there")
    if "your turn" in low or "go on with" in low:
        return Instruction("go_on")
    return Instruction("whisper", text)


def _late(name: str, answer: str) -> Instruction:
    try:
        found = json.loads(answer)
    except json.JSONDecodeError:
        return Instruction("none")
    return (
        Instruction("answer", name=name, answer=found)
        if isinstance(found, dict)
        else Instruction("none")
    )
