"""What a place is named after that is no town or street: a bridge, an airport, one's office."""

from campaigns.intake.words.alternatives import any_of
from scheduling.language.en.words import MONTH_NAMES, WEEKDAY_NAMES

_NOUNS = (
    "bridge", "tower", "airport", "university", "college", "hospital", "museum", "station",
    "stadium", "arena", "ballpark", "mall", "zoo", "library", "building", "church", "cathedral",
    "mosque", "synagogue", "temple", "school", "pier", "wharf", "harbou?r", "marina", "hotel",
    "campus", "monument", "memorial", "statue", "aquarium", "courthouse", "city hall", "town hall",
    "theat(?:er|re)", "opera(?: house)?", "terminal", "beach", "lake", "river", "castle", "palace",
    "lighthouse", "casino", "fairgrounds?", "observatory", "headquarters", "cemetery",
)  # fmt: skip
_NAMED_NOUNS = ("center", "centre", "park", "square", "plaza", "gardens?", "falls", "depot")
_OWN = (
    "office", "work", "workplace", "job", "gym", "dorm", "studio", "shop", "store", "factory",
    "(?:parents|mom|mother|dad|father|sister|brother|friend|boss)(?:'s?|s')?(?: (?:house|place))?",
)  # fmt: skip
_NEAR = ("near(?: to)?", "close to", "next to", "around", "across from", "opposite", "beside")
_ALSO = ("by", "at", "from", "in", "on", "outside", "behind")
_STOPS = (
    *WEEKDAY_NAMES, *MONTH_NAMES, "on", "at", "in", "for", "and", "or", "with", "tomorrow", "today",
    "tonight", "next", "this", "from", "of", "me", "any", "i", "we", "that", "who", "which",
    "after", "before", "by", "near", "an?", "the", "my", "our", "home",
)  # fmt: skip
_WORD = rf"(?!{any_of(_STOPS)}\b)[^\W\d_][\w'’-]*"
_NAMED_WORD = rf"(?!{any_of(_STOPS)}\b)(?-i:[^\W\d_a-z])[\w'’-]*"
_OF = r" of(?: the)? [^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)?"
_NOUN = any_of(_NOUNS)
# "near the old bridge" in whatever letters; behind the others only what bears a name.
LANDMARKS = (
    rf"\b{any_of(_NEAR)} (?:the |my |our )?"
    rf"(?P<name>(?:{_WORD} ){{0,4}}?{_NOUN}(?!\w)(?:(?= of){_OF})?)",
    rf"\b{any_of(_NEAR)} (?:the )?(?P<name>(?:{_WORD} ){{1,4}}?{any_of(_NAMED_NOUNS)}(?!\w))",
    rf"\b{any_of(_ALSO)} (?:the )?"
    rf"(?P<name>(?:{_NAMED_WORD} ){{1,4}}?{any_of((*_NOUNS, *_NAMED_NOUNS))}(?!\w))",
    rf"\b{any_of((*_NEAR, *_ALSO))} (?:the )?(?P<name>pier \d+)\b",
    rf"\b(?:by|from) the (?P<name>(?:{_WORD} )?"
    r"(?:airport|station|beach|lake|river|harbou?r|marina))\b",
    rf"\b{any_of(_NEAR)} (?P<name>(?:my |our )(?:\w+(?:'s|s') )?{any_of(_OWN)}|work)\b",
    rf"\b(?:near|close to|next to|across from|opposite) the "
    rf"(?P<name>{_NAMED_WORD}(?: {_NAMED_WORD}){{0,3}})",
)
# "…, San Francisco", "… in San Francisco": the town in whose midst it is looked for then.
BEHIND = r"\s*(?:,|\bin\b)\s*(?=((?:[\w'’.-]+,? ?){1,4}))"
