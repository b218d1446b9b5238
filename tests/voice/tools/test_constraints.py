"""What a desk said about when it has time: each name is kept to, and nonsense is refused."""

from datetime import datetime, timedelta

import msgspec
import pytest
from django.utils.timezone import now

from callpilot.errors import Refused
from scheduling.slots import Slot
from tests.factories import make_call
from tests.voice.desk import workday
from voice.tools.constraints import Constraints, fits
from voice.tools.context import Context

pytestmark = pytest.mark.django_db
TEN, THREE = workday(10), workday(15)
NEXT = TEN + timedelta(days=1)


def on(name: str, moment: datetime) -> Constraints:
    """As an agent sends it."""
    return msgspec.convert({name: [f"{moment:%A}".lower()]}, Constraints)


@pytest.fixture
def context() -> Context:
    return Context(make_call(status="in_progress", answered_at=now()), at_ms=0)


def kept(context: Context, wanted: Constraints) -> list[datetime]:
    keeps = fits(context, wanted)
    return [start for start in (TEN, THREE, NEXT) if keeps(Slot.of(start, 30))]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Constraints(), [TEN, THREE, NEXT]),
        (on("days", TEN), [TEN, THREE]),
        (on("avoid_days", TEN), [NEXT]),
        (Constraints(day_parts=("afternoon",)), [THREE]),
        (Constraints(day_parts=("morning", "evening")), [TEN, NEXT]),
        (Constraints(not_before=NEXT.date().isoformat()), [NEXT]),
        (Constraints(not_after=TEN.date().isoformat()), [TEN, THREE]),
        (Constraints(not_before=f"{TEN:%Y-%m-%dT12:00}"), [THREE, NEXT]),
        (Constraints(not_after=f"{TEN:%Y-%m-%dT10:30}"), [TEN]),
        (Constraints(earliest_time="10:01"), [THREE]),
        (Constraints(latest_time="10:00"), [TEN, NEXT]),
        (Constraints(words="after lunch"), [THREE]),
        (Constraints(words=f"not on {TEN:%A}"), [NEXT]),
        (Constraints(words="at three in the afternoon"), [THREE]),
        (Constraints(words="mornings", not_before=NEXT.date().isoformat()), [NEXT]),
    ],
)
def test_each_name_is_kept_to(context: Context, wanted: Constraints, left: list[datetime]) -> None:
    assert kept(context, wanted) == left


@pytest.mark.parametrize(
    "wanted",
    [
        Constraints(words="the blue one"),
        Constraints(earliest_time="late"),
        Constraints(not_before="soon"),
        Constraints(not_after="9999-12-31"),
    ],
)
def test_what_makes_no_sense_is_refused(context: Context, wanted: Constraints) -> None:
    with pytest.raises(Refused):
        fits(context, wanted)
