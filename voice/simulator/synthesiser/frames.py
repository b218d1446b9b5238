"""A sentence's sound in frames, with the times of its letters, and the other frames. Pure."""

from base64 import b64encode
from collections.abc import Iterator

from callpilot.json_types import JsonObject
from callpilot.simulation.modem import Modulated
from voice.simulator.formats import Format

FRAME_MS = 400


def letters(spoken: Modulated, sample_rate_hz: int) -> list[tuple[str, int, int]]:
    """Each character with its start and duration: letters share their word's, blanks have none."""
    told, begin = [], 0
    for word, end in zip(spoken.words, spoken.word_ends, strict=True):
        marks = [
            (begin + (end - begin) * place // len(word)) * 1000 // sample_rate_hz
            for place in range(len(word) + 1)
        ]
        told += [
            (letter, mark, following - mark)
            for letter, mark, following in zip(word, marks, marks[1:], strict=False)
        ]
        told.append((" ", marks[-1], 0))
        begin = end
    return told


def sound(
    spoken: Modulated, format: Format, context: str | None, *, aligned: bool = True
) -> Iterator[JsonObject]:
    """context: None on the socket that has but one."""
    audio = format.encode(spoken.samples)
    waiting = letters(spoken, format.sample_rate_hz)
    size = FRAME_MS * format.bytes_per_ms
    for at in range(0, len(audio), size):
        begin_ms = at // format.bytes_per_ms
        last = at + size >= len(audio)
        here = [each for each in waiting if last or each[1] < begin_ms + FRAME_MS]
        waiting = waiting[len(here) :]
        alignment = {
            "chars": [letter for letter, _, _ in here],
            "charStartTimesMs": [start - begin_ms for _, start, _ in here],
            "charDurationsMs": [duration for _, _, duration in here],
        }
        frame: JsonObject = {
            "audio": b64encode(audio[at : at + size]).decode(),
            "isFinal": None if context is None else False,
            "normalizedAlignment": alignment if aligned else None,
            "alignment": alignment if aligned else None,
        }
        yield frame if context is None else frame | {"contextId": context}


def final(context: str | None) -> JsonObject:
    if context is None:
        return {"audio": None, "isFinal": True, "normalizedAlignment": None, "alignment": None}
    return {"isFinal": True, "contextId": context}


def error(name: str, message: str) -> JsonObject:
    return {"message": message, "error": name, "code": 1008}
