"""Who spoke when, on the line's clock: for turns, for silence and for the numbers of a call."""

from collections.abc import Callable

from voice.audio.audio_queue import Sound
from voice.session.metrics import Metrics


class Timing:
    """Milliseconds since the call was answered, but for `now`, which is the loop's time."""

    def __init__(self) -> None:
        self.agent_until = 0.0  # when what was sent will have been played
        self.interrupted_at = 0.0  # loop time
        self._callee_from: int | None = None  # first loud moment since their last turn
        self._callee_until = 0
        self._reply_due: tuple[int, float] | None = None  # the callee's last word, and `now` then

    def callee_loud(self, at_ms: int, ms: int) -> None:
        if self._callee_from is None:
            self._callee_from = at_ms
        self._callee_until = at_ms + ms

    def callee_said(self, at_ms: int, now: float) -> tuple[int, int]:
        """Beginning and end of the turn whose words are known now."""
        started = at_ms if self._callee_from is None else self._callee_from
        ended = max(started, self._callee_until or at_ms)
        self._callee_from = None
        self._reply_due = (ended, now)
        return started, ended

    def agent_said(self, at_ms: int, ms: float) -> tuple[int, int]:
        """Beginning and expected end of a turn of the agent with so much sound so far."""
        started = int(max(at_ms, self.agent_until - ms))
        return started, started + int(ms)

    def began(
        self,
        sound: Sound,
        at_ms: int,
        now: float,
        metrics: Metrics,
        tools_ms_since: Callable[[float], float],
    ) -> None:
        """The line has taken the first sound of an utterance."""
        if metrics.first_word_ms is None:
            metrics.first_word_ms = at_ms
        if self._reply_due is not None:
            ended, since = self._reply_due
            self._reply_due = None
            ours = (now - sound.arrived) * 1000 + tools_ms_since(since)
            metrics.our_ms.append(round(ours))
            metrics.reply_ms.append(max(at_ms - ended, 0))

    def sent(self, ms: float, at_ms: int) -> None:
        """The line has taken sound of the agent."""
        self.agent_until = max(self.agent_until, at_ms) + ms

    def cleared(self, at_ms: int, now: float, metrics: Metrics) -> None:
        """The line was silenced."""
        self.agent_until = float(at_ms)
        if self.interrupted_at:
            metrics.stop_ms.append((now - self.interrupted_at) * 1000)
            self.interrupted_at = 0.0
