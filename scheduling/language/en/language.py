"""English as a language that times can be read and said in."""

from dataclasses import dataclass
from datetime import date

from scheduling.language.base import Language, Speech
from scheduling.language.en import speech
from scheduling.language.en.from_now import read_from_now
from scheduling.language.en.reader import read
from scheduling.language.en.wishes import read_wish
from scheduling.language.pieces import FromNow, Piece
from scheduling.language.wish_pieces import WishPiece


@dataclass(frozen=True)
class English:
    speech: Speech = speech

    def read(self, text: str) -> list[Piece]:
        return list(read(text))

    def read_from_now(self, text: str) -> list[FromNow]:
        return read_from_now(text)

    def read_wish(self, text: str, today: date) -> list[WishPiece]:
        return read_wish(text, today)


LANGUAGE: Language = English()
