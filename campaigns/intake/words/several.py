"""Of several wishes in one message: what stands between them, and what only looks like one."""

from campaigns.intake.words.alternatives import any_of
from campaigns.intake.words.numbers import NUMBER

JOINTS = (  # between two wishes
    r"\s*[,;.!?]?\s*\b(?:and(?: also| then)?|also|then|plus|or|as well as|after that|afterwards"
    r"|followed by|besides)\b[\s,]*",
    r"\s*[,;.!?&+]+\s+",
    r"\s+[&+/-]\s+",
    r"(?<=[a-z])/(?=[a-z])",
)
EITHER = (r"\bor\b", "/")
WHOSE = r"(?:an?|the|my|our|his|her|their|some|another)"
# What it is near, before or after is another appointment, and no wish.
BESIDE = (
    "before", "after", "near(?: to)?", "next to", "close to", "across from", "opposite", "beside",
    "behind", "during", "following", "until", "around",
)  # fmt: skip
REFERENCE = rf"\b{any_of(BESIDE)} (?:{WHOSE} (?:\w+ )?)?$"
REFERENCE_OF_A_HINT = rf"\b(?:with|bring|bringing|in|by) (?:{WHOSE} (?:\w+ )?)?$"
REFUSED = (
    r"\b(?:not|no|instead of|rather than|no longer(?: need| want)?|don't (?:need|want))"
    rf" (?:{WHOSE} )?$"
)
HAS = rf"\bi(?:'ve| have| already have|'ve already)(?: got)? (?:already )?{WHOSE} (?:\w+ )?$"
IS_BOOKED = r"^ (?:appointment|reservation|booking)s?\b(?! to\b)"
TAKEN_BACK = (  # "a massage, no wait, a doctor"
    r"^[\s.,;!…-]*(?:no,? wait|wait|sorry|actually|or rather|i mean|no, (?:an?|the)\b)"
)
COMPLAINT = (
    r"\b(?:hurts?|hurting|aches?|aching|broken?|broke|swollen|sick|ill|itch\w*|bleed\w*|chipped"
    r"|cracked|lost|pain)\b"
)
REASON = r"^(?:it'?s|it is|this is|that'?s|that is|for|because|since|he|she|they|so|i drive) "
THE_SAME = r"\b(?:any|the|that|this|same) (?:\w+ )?$"  # speaks again of what was wished for
FOR_PEOPLE = r"\bfor (?:me|myself|us|my (?:son|daughter|wife|husband|mother|father|mom|dad))\b"
BEFORE_IT = rf"(?:\b(?:{WHOSE}|one|get|book|find|need|want|then|i|me|{NUMBER})\s+)+$"
WHERE = r"\b(?:near|in|around|close to)\s+\S"
OF_ALL = (
    r"(?:^|[\s,;.]+)(?:(?:both|all|each)\b|(?:my|our) (?:\w+ )?number\b|insur|(?:call|reach) me\b)"
)
COUNTED = (  # how many follow, which asks for nothing itself
    r"^.{0,40}?\b(?:two|three|four|several|a few|a couple of|[2-4]) (?:\w+ )?"
    r"(?:appointments?|things?|requests?|bookings?|visits?|calls?)\b(?: please)?[\s:,.-]*"
)
ORDINALS = ("first", "second", "third", "fourth")
ALL = r"^(?:both|all|all of them|all (?:two|three|four)|in that order|one after the other)\W*$"
ADDED = (
    r"^(?:(?:oh|ok|okay|yes)[\s,]+)?(?:and(?: also| then)?|also|plus|another thing|besides"
    r"|as well as|(?=(?:i|we)(?:'d| would)? also\b))[\s,:]*"
)
