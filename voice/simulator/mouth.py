"""The agent's mouth: replies one after another, sent a little ahead of being heard. Pure."""

from collections import deque
from dataclasses import dataclass

from callpilot.simulation.modem import Modulated
from voice.simulator.formats import Format

FRAME_MS = 100
AHEAD_MS = 1500  # sent before it is heard: covers a slow machine, is worth an interruption
WRITING_MS = 500  # of a reply's sound, after which its text is complete


@dataclass
class Reply:
    """One say: its sound in the agent's format, and how far it has come."""

    text: str
    spoken: Modulated
    audio: bytes
    ms: int
    event_id: int = 0
    began_ms: int = 0
    sent_bytes: int = 0
    told: bool = False  # its text has been sent

    @property
    def sent(self) -> bool:
        return self.sent_bytes >= len(self.audio)


class Mouth:
    """Times are milliseconds of the callee's sound, the only clock there is."""

    def __init__(self, format: Format) -> None:
        self.format = format
        self.current: Reply | None = None
        self._next: deque[Reply] = deque()

    @property
    def waiting(self) -> bool:
        """Whether something is still to be begun."""
        return bool(self._next)

    @property
    def idle(self) -> bool:
        return self.current is None and not self._next

    def add(self, text: str, spoken: Modulated) -> None:
        audio = self.format.encode(spoken.samples)
        ms = len(spoken.samples) * 1000 // self.format.sample_rate_hz
        self._next.append(Reply(text, spoken, audio, ms))

    def begin(self, now_ms: int, event_id: int) -> Reply:
        """Start the next reply."""
        self.current = self._next.popleft()
        self.current.event_id, self.current.began_ms = event_id, now_ms
        return self.current

    def frames(self, now_ms: int) -> list[bytes]:
        """The sound that is due to be sent."""
        reply = self.current
        if reply is None:
            return []
        size = FRAME_MS * self.format.bytes_per_ms
        due = (now_ms - reply.began_ms + AHEAD_MS) * self.format.bytes_per_ms
        frames = []
        while not reply.sent and reply.sent_bytes < due:
            frames.append(reply.audio[reply.sent_bytes : reply.sent_bytes + size])
            reply.sent_bytes += size
        return frames

    def text_due(self, now_ms: int) -> bool:
        """Whether the text of what is being said is complete and was not told yet."""
        reply = self.current
        if reply is None or reply.told:
            return False
        return now_ms - reply.began_ms >= min(WRITING_MS, reply.ms)

    def finish_due(self, now_ms: int) -> None:
        """Notice that the reply has been heard to its end."""
        reply = self.current
        if reply is not None and reply.told and now_ms >= reply.began_ms + reply.ms:
            self.current = None

    def stop(self, now_ms: int) -> str:
        """Fall silent in mid-word; return the words of the reply that were heard."""
        reply = self.current
        if reply is None:
            return ""
        played = (now_ms - reply.began_ms) * self.format.sample_rate_hz // 1000
        ends = zip(reply.spoken.words, reply.spoken.word_ends, strict=True)
        self.current = None
        return " ".join(word for word, end in ends if end <= played)
