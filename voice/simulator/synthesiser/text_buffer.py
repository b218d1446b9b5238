"""Text of one context that waits until there is enough of it to be spoken. Pure."""

SCHEDULE = (120, 160, 250, 290)  # characters, for the first generation, the second, and so on
LEAST_TO_TRIGGER = 50


class TextBuffer:
    """auto: nothing waits. schedule: how much has to be there for each generation."""

    def __init__(self, *, auto: bool, schedule: tuple[int, ...] = SCHEDULE) -> None:
        self.schedule = schedule
        self._auto = auto
        self._text = ""
        self._generations = 0

    def feed(self, text: str, *, trigger: bool = False, flush: bool = False) -> str:
        """What is to be spoken now; words stay whole."""
        self._text += text
        if flush or self._auto:
            return self._take(len(self._text))
        needed = self.schedule[min(self._generations, len(self.schedule) - 1)]
        if trigger:
            needed = min(needed, LEAST_TO_TRIGGER)
        return self._take(self._text.rfind(" ") + 1) if len(self._text) >= needed else ""

    def drop(self) -> None:
        self._text = ""

    def _take(self, count: int) -> str:
        taken, self._text = self._text[:count].strip(), self._text[count:]
        self._generations += bool(taken)
        return taken
