"""Which shape a campaign's page has, and which steps of its way are done."""

import pytest

from campaigns.models import Campaign
from campaigns.pages import phases

NONE = {"live_calls": 0, "completed_calls": 0}


@pytest.mark.parametrize("status", Campaign.Status.values)
def test_every_status_has_a_shape(status: str) -> None:
    phase = phases.phase_of(Campaign(status=status), NONE)

    assert phase.first in ("calls", "offers") and phase.news


@pytest.mark.parametrize(
    ("counts", "name"),
    [({}, "before"), ({"live_calls": 1}, "calling"), ({"completed_calls": 2}, "calling")],
)
def test_while_every_call_is_put_off_none_has_begun(counts: dict[str, int], name: str) -> None:
    assert phases.phase_of(Campaign(status="dialing"), NONE | counts).name == name


@pytest.mark.parametrize(
    ("status", "done", "current"),
    [
        ("created", 0, "Understood"), ("dialing", 2, "Calling"), ("negotiating", 2, "Calling"),
        ("ranking", 3, "Your choice"), ("confirmed", 6, None), ("failed", 0, None),
    ],
)  # fmt: skip
def test_the_way_of_a_campaign_shows_where_it_is(
    status: str, done: int, current: str | None
) -> None:
    steps = phases.steps(Campaign(status=status))

    assert sum(step["done"] for step in steps) == done
    assert [str(step["label"]) for step in steps if step["current"]] == (
        [current] if current else []
    )
