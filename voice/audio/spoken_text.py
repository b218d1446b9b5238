"""Which of the agent's words were heard: utterances, their sound and their text. Pure."""

from dataclasses import dataclass


def cut(text: str, share: float) -> str:
    """The whole words of `text` that fit into the first `share` (0 to 1) of its sound."""
    if share >= 1:
        return text
    room = share * len(text)
    end = 0
    position = 0
    for word in text.split():
        position = text.index(word, position) + len(word)
        if position > room:
            break
        end = position
    return text[:end]


@dataclass
class Utterance:
    """One say of the agent: its words and its sound, which may arrive in either order."""

    text: str = ""
    number: int | None = None  # of its turn, once the text is known
    said_id: int = 0
    sound_id: int = 0
    ms: float = 0  # of its sound, received so far
    start: float | None = None  # position on the line; None: nothing was sent yet
    began_ms: int | None = None  # when it was first heard, on the line's clock
    ended_ms: int = 0  # and until when, as far as it has been sent
    doomed: bool = False  # an interruption has passed it
    final: bool = False  # cut or corrected: the text is what was heard

    def heard_share(self, position: float) -> float:
        """How much of the sound lies before a position that was proven to be heard."""
        if self.start is None or not self.ms:
            return 0.0
        return min(max((position - self.start) / self.ms, 0.0), 1.0)


class SpokenText:
    """The agent's utterances that may still be cut short.

    Vendors give a text and its sound the same event id, or none; a second text, or sound with
    another id than the text has, begins another utterance.
    """

    def __init__(self) -> None:
        self.recent: list[Utterance] = []
        self._until_ms = 0.0  # when all that was sent will have been played
        self._current: Utterance | None = None

    def sound(self, event_id: int, ms: float) -> Utterance:
        """Sound has come in; returns the utterance it belongs to."""
        current = self._current
        if current is not None and current.text and event_id > current.said_id > 0:
            # Sound of a later id than the text has belongs to the next text, where ids are shared.
            current = None if current.sound_id == current.said_id else current
        if current is None:
            current = self._begin()
        current.sound_id = event_id or current.sound_id
        current.ms += ms
        return current

    def said(self, text: str, event_id: int) -> Utterance:
        """A text has come in; returns the utterance it belongs to."""
        current = self._current
        if current is None:
            current = self._cut_before_its_text(event_id)
        if current is None or current.text:
            current = self._begin()
        current.text, current.said_id = text, event_id
        return current

    def _begin(self) -> Utterance:
        self._current = Utterance()
        self.recent = [*self.recent[-7:], self._current]
        return self._current

    def _cut_before_its_text(self, event_id: int) -> Utterance | None:
        """Interrupted while the reply was being written, its text comes later, already cut."""
        last = self.recent[-1] if self.recent else None
        if last is None or last.text or not last.doomed:
            return None
        if event_id and last.sound_id and event_id != last.sound_id:
            return None
        last.final = True
        return last

    def sent(self, utterance: Utterance, ms: float, now_ms: float) -> None:
        """The line has taken so much more of it; it is played behind what waits there."""
        start = max(now_ms, self._until_ms)
        if utterance.began_ms is None:
            utterance.began_ms = round(start)
        self._until_ms = start + ms
        utterance.ended_ms = round(self._until_ms)

    @property
    def last_sent(self) -> Utterance | None:
        """The utterance that the line has taken sound of last."""
        return next((each for each in reversed(self.recent) if each.start is not None), None)

    def silenced(self, now_ms: float) -> None:
        """The line dropped what waited there."""
        self._until_ms = min(self._until_ms, now_ms)
        for utterance in self.recent:
            utterance.ended_ms = min(utterance.ended_ms, round(now_ms))

    def boundary(self) -> None:
        """What comes next is another utterance: the callee has spoken."""
        self._current = None

    def interrupted(self) -> None:
        """All utterances so far are to be cut at what will turn out to have been heard."""
        for utterance in self.recent:
            utterance.doomed = True
        self._current = None

    def cleared(self, position: float) -> list[Utterance]:
        """The line was cleared, having played up to `position`; returns whose text changed."""
        changed = []
        for utterance in self.recent:
            if not utterance.doomed or utterance.final:
                continue
            share = utterance.heard_share(position)
            if utterance.text:
                utterance.final = True
                heard = cut(utterance.text, share)
                if heard != utterance.text:
                    utterance.text = heard
                    changed.append(utterance)
        return changed

    def corrected(self, text: str, event_id: int) -> Utterance | None:
        """The agent's own account of what it got to say, which wins over ours."""
        for utterance in reversed(self.recent):
            known = utterance.number is not None
            if known and (not event_id or event_id in (utterance.said_id, utterance.sound_id)):
                utterance.text, utterance.final = text, True
                return utterance
        return None
