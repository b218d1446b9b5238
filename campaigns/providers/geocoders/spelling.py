"""How names of places are compared: small letters without accents, abbreviations in full."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_APOSTROPHES = re.compile(r"['’ʼ‘`´ʿʾ]")
_NO_WORDS = re.compile(r"[\W_]+")
_IN_FULL = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


def folded(text: str) -> str:
    """ "St. Pölten" and "saint polten" are one name; another script stays as it is."""
    plain = text.casefold()
    if not plain.isascii():
        small = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
        letters = unicodedata.normalize("NFKD", small)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
        plain = unicodedata.normalize("NFC", plain)
    words = _NO_WORDS.sub(" ", _APOSTROPHES.sub("", plain)).split()
    return " ".join(_IN_FULL.get(word, word) for word in words)
