"""Whether a time on the wall exists in its zone: clocks skip some times and show others twice."""

from datetime import UTC, datetime


def skipped(moment: datetime) -> bool:
    """Whether the clocks of its zone go forward over `moment`, so that they never show it."""
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None) != moment.replace(tzinfo=None)


def comes_twice(moment: datetime) -> bool:
    """Whether the clocks of its zone go back and show `moment` once more."""
    first, second = moment.replace(fold=0), moment.replace(fold=1)
    return first.utcoffset() != second.utcoffset() and not skipped(moment)
