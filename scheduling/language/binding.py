"""Which clock time belongs to which day, and which part of the day to which of them."""

from dataclasses import dataclass, field, replace

from scheduling.language.pieces import Between, Clock, Day, PartOfDay, Piece, one_day


@dataclass(eq=False)
class Item:
    """A piece on its way into a mention: a day, a clock or limits of one, or a loose part."""

    piece: Piece
    part: PartOfDay | None = None
    day: "Item | None" = None  # of a clock
    loose: bool = False
    clocks: "list[Item]" = field(default_factory=list)  # of a day, those right beside it

    @property
    def is_day(self) -> bool:
        return isinstance(self.piece, Day)

    @property
    def broken(self) -> bool:
        return self.piece.broken or bool(self.part and self.part.broken)

    @property
    def is_clock(self) -> bool:
        return isinstance(self.piece, Clock | Between)


def days_joined(pieces: list[Piece]) -> list[Piece]:
    """ "Tuesday", "the first", "of December" become one day where they are said together."""
    for links in (("joined",), ("joined", "comma")):
        joined: list[Piece] = []
        for piece in pieces:
            last = joined[-1] if joined else None
            if isinstance(piece, Day) and isinstance(last, Day) and piece.link in links:
                whole = one_day(last, piece)
                if whole:
                    joined[-1] = whole
                    continue
            joined.append(piece)
        pieces = joined
    return pieces


def with_parts(pieces: list[Piece]) -> list[Item]:
    """Give each part of the day to the day or clock beside it; "tonight" is a day itself."""
    items: list[Item] = []
    waiting: PartOfDay | None = None
    for piece in pieces:
        last = items[-1] if items else None
        if isinstance(piece, PartOfDay):
            if waiting is not None:
                items.append(Item(waiting))
                waiting, last = None, items[-1]
            if piece.today and not (last and last.is_day and piece.link == "joined"):
                today = Day(start=piece.start, end=piece.end, link=piece.link, offset=0)
                items.append(Item(replace(today, broken=piece.broken), piece))
            elif last and piece.link == "joined" and last.part is None and last.piece != waiting:
                last.part = piece
            else:
                waiting = piece
            continue
        if waiting is not None:
            if piece.link == "joined" and not isinstance(piece, PartOfDay):
                whole = replace(piece, link=waiting.link)
                items.append(Item(whole, waiting))
                waiting = None
                continue
            items.append(Item(waiting))
            waiting = None
        items.append(Item(piece))
    if waiting is not None:
        items.append(Item(waiting))
    return items


# which clock belongs to which day


def bind(items: list[Item], has_context: bool) -> None:
    for number, item in enumerate(items):
        if not item.is_clock:
            continue
        left, right = _day_before(items, number), _day_behind(items, number)
        if right and left and items[number - 1] is left:
            right = None  # "Tuesday at nine Wednesday at two"
        if right and left and right.clocks:
            right = None
        item.day = right or left
        if item.day:
            item.day.clocks.append(item)
            continue
        item.loose = True
        earlier = [each for each in items[:number] if each.is_day]
        item.day = earlier[-1] if earlier else None
        if item.day is None and not has_context:
            item.day = _day_later_in_sentence(items, number)


def _day_before(items: list[Item], number: int) -> Item | None:
    """The day that the clock follows directly, perhaps in a list: "Tuesday at nine or ten"."""
    while number > 0:
        item, before = items[number], items[number - 1]
        if before.is_day:
            return before if item.piece.link in ("joined", "comma") else None
        if not before.is_clock or item.piece.link not in ("or", "comma", "joined"):
            return None
        number -= 1
    return None


def _day_behind(items: list[Item], number: int) -> Item | None:
    """The day that the clock is followed by: "nine or ten on Thursday", not if it has its own."""
    while number + 1 < len(items):
        behind = items[number + 1]
        if behind.is_day:
            after = items[number + 2] if number + 2 < len(items) else None
            taken = after is not None and after.is_clock and after.piece.link == "joined"
            return behind if behind.piece.link in ("joined", "comma") and not taken else None
        if not behind.is_clock or behind.piece.link not in ("or", "comma"):
            return None
        number += 1
    return None


def _day_later_in_sentence(items: list[Item], number: int) -> Item | None:
    """ "Ten thirty would be possible on Tuesday": no other clock, no other clause between."""
    behind = items[number + 1] if number + 1 < len(items) else None
    if behind and behind.is_day and behind.piece.link == "apart":
        return behind
    return None
