"""Words of addresses: what stands before a town's name or behind it, and what is a street."""

BEFORE = frozenset(
    {
        "near", "in", "around", "at", "by", "close", "to", "next", "the", "city", "town", "of",
        "downtown", "central", "greater",
    }
)  # fmt: skip
AROUND = frozenset({"area", "metro", "downtown", "centre", "center", "city centre", "city center"})
# "saint" is what "St" is read as.
STREETS = frozenset(
    {
        "saint", "street", "road", "rd", "avenue", "ave", "av", "boulevard", "blvd", "lane", "ln",
        "drive", "dr", "way", "court", "ct", "place", "pl", "square", "sq", "terrace", "parkway",
        "pkwy", "highway", "hwy", "alley", "row", "close", "crescent",
    }
)  # fmt: skip
STREETS_END = ("strasse", "gasse", "platz", "allee", "ufer", "straat", "laan", "plein")
STREETS_BEGIN = frozenset(
    {
        "rue", "avenue", "boulevard", "place", "quai", "via", "viale", "piazza", "corso", "calle",
        "avenida", "plaza", "paseo", "carrer", "rua", "praca", "ulica", "ul",
    }
)  # fmt: skip


def is_street_word(word: str) -> bool:
    """Of a folded word."""
    return word in STREETS or word.endswith(STREETS_END)
