"""Which part of a file a Range header asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.recording.http_range import NotThere, part


@pytest.mark.parametrize(
    "header,wanted",
    [
        ("bytes=0-", (0, 999)),
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("bytes=990-2000", (990, 999)),
        ("bytes=-1", (999, 999)),
        ("bytes=-5000", (0, 999)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("bytes=1-2-3", None),
        ("bytes=one-two", None),
        ("bytes=" + "9" * 5000 + "-", None),
    ],
)
def test_a_range_is_read_or_the_whole_file_is_given(
    header: str, wanted: tuple[int, ...] | None
) -> None:
    assert part(header, 1000) == wanted


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_what_lies_behind_the_end_is_not_there(header: str) -> None:
    with pytest.raises(NotThere):
        part(header, 1000)


@given(st.text(max_size=40) | st.from_regex(r"bytes=\d{0,6}-\d{0,6}"), st.integers(1, 10**6))
def test_no_header_reaches_outside_the_file(header: str, size: int) -> None:
    try:
        wanted = part(header, size)
    except NotThere:
        return
    assert wanted is None or 0 <= wanted[0] <= wanted[1] < size
