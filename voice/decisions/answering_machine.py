"""A machine on the line: when to listen, to leave a message, and to give up. Pure.

Milliseconds are counted in the callee's frames, as by the silence timer.
"""

from dataclasses import dataclass
from enum import Enum, auto

from voice.evidence.answer_detection import PickedUp

WORDS_MS = 8_000  # of silence: a menu would have said itself again by now, so it records
GREETING_MS = 5_000  # of silence after the words of a voicemail: it has no tone, or had it
TONE_MS = 600  # of silence after its tone: now it records
LONGEST_MS = 60_000  # of a machine's talk, music or noise


class Due(Enum):
    END = auto()  # nobody is there, and nothing is to be said
    MESSAGE = auto()  # it records: the message is left now, or never


@dataclass
class AnsweringMachine:
    """Told what picked up and how time passes, says what is due.

    The carrier may take for a machine what is a phone menu, or a person with a long greeting. Our
    agent is silent meanwhile; whoever says something telling is talked to after all.

    leaves_message: a voicemail is waited for until it records; otherwise it is left at once.
    """

    leaves_message: bool = False
    silent: bool = False  # our agent
    _voicemail: bool = False  # by its own words
    _beeped: bool = False
    _heard_ms: int = 0
    _quiet_ms: int = 0

    @property
    def waits_for_tone(self) -> bool:
        """Whether it is of use to listen for a tone; and whatever our agent does, we stay."""
        return self.silent and self.leaves_message

    def found(self, picked_up: PickedUp) -> None:
        """What is on the line, as far as it is known now."""
        self._voicemail = picked_up == "voicemail"
        self.silent = picked_up == "machine" or (self._voicemail and self.leaves_message)
        self._beeped = self._beeped and self.silent  # its words are known later than its tone
        self._heard_ms = self._quiet_ms = 0

    def tick(self, ms: int, *, loud: bool, beeped: bool = False) -> Due | None:
        """So much time has passed on the line, with a tone or not.

        loud: the callee's side was not silent.
        """
        if not self.silent:
            return None
        self._heard_ms += ms
        self._quiet_ms = 0 if loud else self._quiet_ms + ms
        self._beeped = self._beeped or beeped
        if self._quiet_ms >= self._patience_ms:
            return Due.MESSAGE if self.leaves_message else Due.END
        return Due.END if self._heard_ms >= LONGEST_MS else None

    @property
    def _patience_ms(self) -> int:
        if self._beeped:
            return TONE_MS
        return GREETING_MS if self._voicemail else WORDS_MS
