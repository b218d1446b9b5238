"""English phrases of wishes that are no times themselves: "asap", "weekends only", "not"."""

import re
from datetime import time

ASAP = re.compile(
    r"\b(?:asap|a\.s\.a\.p\.?|as (?:soon|early|quickly) as (?:possible|you can)|soonest"
    r"|(?<!at )the (?:soonest|earliest)(?: possible| available)?|earliest (?:possible|available)"
    r"|first available|next available|urgent(?:ly)?|right away|immediately)\b"
)
WEEKEND = re.compile(r"\b(?:only )?(?:on |at )?(?:the )?weekends\b(?: only)?|\bweekends? only\b")
WORKDAYS = re.compile(
    r"\b(?:only )?(?:on |during )?(?:weekdays|working days|workdays|business days)\b(?: only)?"
    r"|\bduring the week\b|\bweekdays? only\b|\b(?:on )?(?:any|a) (?:weekday|working day)\b"
)
NOT = (
    r"(?:\bnot?|\bexcept(?: for)?|\bavoid(?:ing)?|\bnever|\bcan'?t(?: do| make)?|\bcannot(?: do)?"
    r"|\bwithout|\bexcluding|\banything but|\bany day but|\bother than|\bunavailable|\bapart from)"
    r"(?: at| on| in)?(?: the| any)?\s+$"
)
HABITS: list[tuple[re.Pattern[str], time | None, time | None]] = [
    (re.compile(r"\bafter (?:work|office hours)\b"), time(17), None),
    (re.compile(r"\bafter school\b"), time(15), None),
    (re.compile(r"\bafter lunch\b"), time(13), None),
    (re.compile(r"\bbefore lunch\b"), None, time(12)),
    (re.compile(r"\bbefore work\b"), None, time(9)),
    (re.compile(r"\b(?:at|over|during|around)? ?lunch ?(?:time|break|hour)\b"), time(12), time(14)),
]
DENIED = re.compile(
    r"\b(?:not|no|never|nothing|don't|can't|cannot|nor|avoid)\b[^,.;]{0,25}"
    r"\b(?:before|after|past|until|till|by|than)\s*$"
)
REFUSED_BEHIND = re.compile(
    r"\s*(?:is|are|isn't|aren't|don't|doesn't|won't|does not|do not|will not)?\s*"
    r"(?:not (?:good|possible|work|an option)|(?<=n't )(?:work|suit|good|possible|an option)"
    r"|(?<=not )(?:work|suit)|bad|out\b|impossible|no good)"
)
