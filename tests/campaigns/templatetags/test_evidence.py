"""Where in its call a proof was said, for links and for eyes."""

import pytest

from campaigns.templatetags.evidence import clock, second


@pytest.mark.parametrize(
    ("at_ms", "in_links", "for_eyes"),
    [(None, "0", "0:00"), (0, "0", "0:00"), (67_900, "67", "1:07"), ("83900", "83", "1:23")],
)
def test_a_moment_is_whole_seconds_in_links_and_a_clock_for_eyes(
    at_ms: int | str | None, in_links: str, for_eyes: str
) -> None:
    assert (second(at_ms), clock(at_ms)) == (in_links, for_eyes)
