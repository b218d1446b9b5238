"""Which words of an utterance were said when, as its sound tells. Pure."""

from voice.tts.base import Sound

BYTES_PER_MS = 8


class Timeline:
    """Of one utterance, as far as its sound has come."""

    def __init__(self) -> None:
        self.text = ""
        self.ms = 0.0  # of sound
        self._starts_ms: list[int] = []

    def add(self, sound: Sound) -> None:
        self.ms += len(sound.audio) / BYTES_PER_MS
        self.text += sound.text
        self._starts_ms += sound.starts_ms

    def heard(self, played_ms: float) -> str:
        """The whole words that lie before a moment of the sound; a word is said at its end."""
        end = 0
        for place, letter in enumerate(self.text):
            following = place + 1
            if letter.isspace() or (following < len(self.text) and not _ends(self.text, following)):
                continue
            over_ms = self._starts_ms[following] if following < len(self.text) else self.ms
            if over_ms > played_ms:
                break
            end = following
        return self.text[:end].strip()


def _ends(text: str, place: int) -> bool:
    """Whether a word is over where this character begins."""
    return text[place].isspace()
