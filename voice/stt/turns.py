"""Turns in the order that the port promises, whatever a vendor tells of them. Pure."""

from voice.stt.base import (
    EagerEndOfTurn,
    EndOfTurn,
    Partial,
    Transcript,
    TurnEvent,
    TurnResumed,
    TurnStarted,
    Why,
)


class Turns:
    """Each method takes what was heard of the turn so far and returns what that means."""

    def __init__(self) -> None:
        self._number = 0
        self._going_on = False
        self._eager: Transcript | None = None  # the words at the eager end that stands

    @property
    def going_on(self) -> bool:
        return self._going_on

    def heard(self, heard: Transcript) -> list[TurnEvent]:
        """More words, or none: then nothing begins."""
        if not self._going_on:
            return self._begun(heard)
        if self._eager is not None and heard.text != self._eager.text:
            return self.resumed(heard)
        return [Partial(self._number, heard)]

    def eager(self, heard: Transcript, likelihood: float = 0.0) -> list[TurnEvent]:
        events = self._caught_up(heard)
        if self._going_on and heard.text and self._eager is None:
            self._eager = heard
            events.append(EagerEndOfTurn(self._number, heard, likelihood))
        return events

    def resumed(self, heard: Transcript) -> list[TurnEvent]:
        if self._eager is None:
            return self.heard(heard)
        self._eager = None
        return [TurnResumed(self._number, heard)]

    def end(
        self, heard: Transcript, likelihood: float = 0.0, why: Why = "judged"
    ) -> list[TurnEvent]:
        events = self._caught_up(heard)
        if self._going_on:
            events.append(EndOfTurn(self._number, heard, likelihood, why))
            self._number += 1
            self._going_on, self._eager = False, None
        return events

    def _begun(self, heard: Transcript) -> list[TurnEvent]:
        if not heard.text:
            return []
        self._going_on = True
        return [TurnStarted(self._number, heard)]

    def _caught_up(self, heard: Transcript) -> list[TurnEvent]:
        """What ought to have been told before; other words than at the eager end take it back."""
        if not self._going_on:
            return self._begun(heard)
        if self._eager is not None and heard.text != self._eager.text:
            return self.resumed(heard)
        return []
