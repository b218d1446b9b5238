"""When our own sound was heard, on the line's clock; what was only sent has no place there."""

from collections import deque
from dataclasses import dataclass

from telephony.audio.stereo_wav import RATE_HZ, Piece

LATE = RATE_HZ // 25  # a proof later than 40 ms after its sound was due: the sound came late too
MAX_WAITING = 120 * RATE_HZ  # nobody plays so far behind; what is sent beyond it is not kept


@dataclass(frozen=True, slots=True)
class _Sent:
    position: int  # in all our sound
    ulaw: bytes
    at: int  # the line's clock when it was sent: it cannot be heard earlier


class Heard:
    """Places our sound once it is proven, or as far as it had been played when it was cut.

    Sound is played as it comes, without pause while more is there. Clock and positions are
    counted in samples; the clock is the callee's media timestamps. A mark that waited behind
    sound comes back the moment that sound ends, and in order with the callee's frames, so it
    tells the end of that sound on the very clock of the callee's side.
    """

    def __init__(self) -> None:
        self._waiting: deque[_Sent] = deque()
        self._waiting_samples = 0
        self._sent = 0  # position behind all that was sent
        self._until = 0  # the clock up to which our side is known
        self._asked: dict[int, int] = {}  # position → clock when its mark was sent

    def sent(self, ulaw: bytes, now: int) -> None:
        position = self._sent
        self._sent += len(ulaw)
        if self._waiting_samples + len(ulaw) <= MAX_WAITING:
            self._waiting.append(_Sent(position, ulaw, now))
            self._waiting_samples += len(ulaw)

    def asked(self, position: int, now: int) -> None:
        """A mark was sent behind everything up to this position."""
        self._asked[position] = now

    def proven(self, position: int, now: int) -> list[Piece]:
        """Everything up to this position has been heard by now."""
        asked = self._asked.pop(position, now)
        laid = self._lay(self._take(position))
        if not laid:
            return []
        end = laid[-1][0] + len(laid[-1][1])
        late = now - end
        if late > LATE and asked < end:
            laid = [(start + late, ulaw) for start, ulaw in laid]
            end = now
        self._until = end
        return laid

    def cleared(self, position: int, now: int) -> list[Piece]:
        """The line was silenced, or is gone: what was being played was heard until now.

        position: up to which everything is proven; what is sent next stands there.
        """
        laid = self._lay(self._take(self._sent))
        self._asked.clear()
        self._sent = position
        heard = [(start, ulaw[: now - start]) for start, ulaw in laid if start < now]
        if heard:
            self._until = heard[-1][0] + len(heard[-1][1])
        return heard

    def _take(self, position: int) -> list[_Sent]:
        taken = []
        while self._waiting and self._waiting[0].position < position:
            piece = self._waiting.popleft()
            whole = position - piece.position
            if len(piece.ulaw) > whole:
                rest = _Sent(position, piece.ulaw[whole:], piece.at)
                self._waiting.appendleft(rest)
                piece = _Sent(piece.position, piece.ulaw[:whole], piece.at)
            self._waiting_samples -= len(piece.ulaw)
            taken.append(piece)
        return taken

    def _lay(self, pieces: list[_Sent]) -> list[Piece]:
        """One after another, none before it was sent; what follows without a pause is one."""
        laid: list[tuple[int, list[bytes]]] = []
        until = self._until
        for piece in pieces:
            if laid and piece.at <= until:
                laid[-1][1].append(piece.ulaw)
            else:
                until = max(until, piece.at)
                laid.append((until, [piece.ulaw]))
            until += len(piece.ulaw)
        return [(start, b"".join(parts)) for start, parts in laid]
