"""Stereo files grow on both sides at any place, are always whole, and know how loud they are."""

import os
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.audio.codecs import ULAW_SILENCE, encode_ulaw
from telephony.audio.stereo_wav import (
    CALLEE,
    HEADER_BYTES,
    OURS,
    PEAKS,
    RATE_HZ,
    SIDES,
    StereoFile,
    header,
)

QUIET = bytes([ULAW_SILENCE])


def side_of(path: Path, side: int) -> bytes:
    return path.read_bytes()[HEADER_BYTES:][side::SIDES]


def made(tmp_path: Path, *pieces: tuple[int, int, bytes]) -> Path:
    """A file with these (side, place, sound) written one after another."""
    path = tmp_path / "x.wav"
    path.unlink(missing_ok=True)
    file = StereoFile(path, make=True)
    for side, start, sound in pieces:
        file.write(side, [(start, sound)])
    file.close()
    return path


def test_a_header_says_what_players_need() -> None:
    told = header(1000)

    assert (told[:4], told[8:16], told[38:42]) == (b"RIFF", b"WAVEfmt ", b"fact")
    kind, channels, rate = struct.unpack("<HHI", told[20:28])
    assert (kind, channels, rate) == (7, 2, RATE_HZ)
    assert struct.unpack("<I", told[-4:]) == (2000,)


@given(st.integers(0, 10**6))
def test_a_header_counts_the_whole_file(samples: int) -> None:
    told = header(samples)

    assert struct.unpack("<I", told[4:8])[0] + 8 == len(told) + samples * SIDES
    assert struct.unpack("<I", told[42:46])[0] == 0 or len(told) == HEADER_BYTES


def test_a_new_file_is_empty_and_whole(tmp_path: Path) -> None:
    path = made(tmp_path)

    assert path.read_bytes() == header(0)


def test_a_new_file_is_only_ours_to_read(tmp_path: Path) -> None:
    assert made(tmp_path).stat().st_mode & 0o077 == 0


def test_a_file_is_never_made_over_another(tmp_path: Path) -> None:
    path = made(tmp_path, (CALLEE, 0, b"abc"))

    with pytest.raises(FileExistsError):
        StereoFile(path, make=True)
    assert side_of(path, CALLEE) == b"abc"


def test_a_file_that_is_not_there_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        StereoFile(tmp_path / "none.wav")


def test_what_one_side_says_leaves_the_other_silent(tmp_path: Path) -> None:
    path = made(tmp_path, (OURS, 0, b"hello"))

    assert side_of(path, OURS) == b"hello" and side_of(path, CALLEE) == QUIET * 5


def test_a_gap_is_silence_on_both_sides(tmp_path: Path) -> None:
    path = made(tmp_path, (CALLEE, 3, b"abc"))

    assert side_of(path, CALLEE) == QUIET * 3 + b"abc"
    assert side_of(path, OURS) == QUIET * 6


def test_what_is_laid_over_replaces_only_its_own_side(tmp_path: Path) -> None:
    path = made(tmp_path, (CALLEE, 0, b"aaaa"), (OURS, 0, b"bbbb"), (CALLEE, 1, b"cc"))

    assert side_of(path, CALLEE) == b"acca" and side_of(path, OURS) == b"bbbb"


def test_nothing_written_far_away_makes_the_file_no_longer(tmp_path: Path) -> None:
    assert made(tmp_path, (CALLEE, 99_999, b"")).stat().st_size == HEADER_BYTES


def test_the_header_is_true_after_every_write(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    file = StereoFile(path, make=True)
    for length in (1, 7, 160):
        file.write(OURS, [(file.samples, b"x" * length)])
        assert path.read_bytes()[:HEADER_BYTES] == header(file.samples)
    file.close()


def test_a_file_opened_again_goes_on_where_it_was(tmp_path: Path) -> None:
    path = made(tmp_path, (CALLEE, 0, b"abc"))

    file = StereoFile(path)
    assert file.samples == 3
    file.write(CALLEE, [(3, b"d")])
    file.close()

    assert side_of(path, CALLEE) == b"abcd"


def test_a_file_that_broke_off_in_mid_sample_is_made_whole(tmp_path: Path) -> None:
    path = made(tmp_path, (CALLEE, 0, b"abcd"))
    os.truncate(path, HEADER_BYTES + 5)

    file = StereoFile(path)
    file.write_lengths()
    file.close()

    assert path.read_bytes()[:HEADER_BYTES] == header(2) and side_of(path, CALLEE) == b"ab"


def test_a_file_that_broke_off_in_its_header_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(header(9)[:20])

    StereoFile(path).close()

    assert path.read_bytes() == header(0)


@given(
    st.lists(
        st.tuples(st.sampled_from([CALLEE, OURS]), st.integers(0, 60), st.binary(max_size=20)),
        max_size=8,
    )
)
def test_any_writes_in_any_order_are_as_in_memory(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[int, int, bytes]]
) -> None:
    sides = [bytearray(), bytearray()]
    for side, start, sound in pieces:
        end = start + len(sound) if sound else 0
        for each in sides:
            each.extend(QUIET * (end - len(each)))
        sides[side][start:end] = sound if sound else sides[side][start:end]

    path = made(tmp_path_factory.mktemp("wav"), *pieces)

    assert [side_of(path, CALLEE), side_of(path, OURS)] == [bytes(each) for each in sides]


def test_silence_has_no_peaks(tmp_path: Path) -> None:
    file = StereoFile(made(tmp_path, (CALLEE, 0, QUIET * 4000)))

    assert file.peaks() == bytes(PEAKS * SIDES)
    file.close()


def test_a_loud_place_shows_where_it_was_and_on_which_side(tmp_path: Path) -> None:
    loud = encode_ulaw(np.full(800, 20_000, np.int16))
    file = StereoFile(made(tmp_path, (OURS, 4000, loud), (CALLEE, 7999, QUIET)))
    peaks = file.peaks()
    file.close()

    callee, ours = peaks[:PEAKS], peaks[PEAKS:]
    assert not any(callee)
    assert all(ours[400:480]) and not any(ours[:399]) and not any(ours[481:])


def test_an_empty_file_has_peaks_of_nothing(tmp_path: Path) -> None:
    file = StereoFile(made(tmp_path))

    assert file.peaks() == bytes(PEAKS * SIDES)
    file.close()


def test_a_file_that_one_has_alone_is_nobody_elses_and_one_that_many_have_is_no_ones_alone(
    tmp_path: Path,
) -> None:
    path = made(tmp_path)
    one, other = StereoFile(path), StereoFile(path)
    with pytest.raises(BlockingIOError):
        StereoFile(path, alone=True)
    one.close()
    other.close()

    alone = StereoFile(path, alone=True)
    for again in (False, True):
        with pytest.raises(BlockingIOError):
            StereoFile(path, alone=again)
    alone.close()

    StereoFile(path).close()
