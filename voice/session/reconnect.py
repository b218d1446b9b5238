"""How often a lost agent session is opened again, and after which pause. Pure but for the clock."""

import time
from collections.abc import Callable, Sequence

REOPENS = 3  # per socket of a call
QUICK_SECONDS = 5.0  # a session that dies sooner was never well
QUICK_FAILURES = 3  # in a row: whoever accepts and closes at once will do so again
PAUSES_SECONDS = (0.0, 0.5, 1.0)


class Reconnect:
    """Counts losses; a server that accepts and hangs up must not be called for ever."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        pauses_seconds: Sequence[float] = PAUSES_SECONDS,
    ) -> None:
        self.clock = clock
        self.pauses_seconds = pauses_seconds
        self.losses = 0
        self.quick = 0
        self._opened = clock()

    def opening(self) -> None:
        """A session is being opened now."""
        self._opened = self.clock()

    def after_loss(self) -> float | None:
        """Seconds to wait before opening another, or None: enough is enough."""
        self.losses += 1
        quick = self.clock() - self._opened < QUICK_SECONDS
        self.quick = self.quick + 1 if quick else 0
        if self.losses > REOPENS or self.quick >= QUICK_FAILURES:
            return None
        return self.pauses_seconds[min(self.losses, len(self.pauses_seconds)) - 1]
