"""Keys as sound: pressed, carried by a telephone line, read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callpilot.simulation.modem import modulate
from callpilot.simulation.speech import speak
from telephony.audio.codecs import decode_ulaw, encode_ulaw
from telephony.audio.dtmf import (
    COLUMNS_HZ,
    KEYS,
    RATE_HZ,
    ROWS_HZ,
    KeyReader,
    Samples,
    dial,
    keys_in,
)
from telephony.simulator.personas.sounds import BEEP, music


def pair(
    row_hz: float, column_hz: float, ms: int, row: float = 6000.0, column: float = 6000.0
) -> Samples:
    time = np.arange(RATE_HZ * ms // 1000) / RATE_HZ
    sound = row * np.sin(2 * np.pi * row_hz * time) + column * np.sin(2 * np.pi * column_hz * time)
    silence = np.zeros(RATE_HZ // 10)
    return np.concatenate([silence, sound, silence]).astype(np.int16)


@given(st.text(KEYS, max_size=12))
def test_every_key_comes_back_from_a_telephone_line(keys: str) -> None:
    assert keys_in(decode_ulaw(encode_ulaw(dial(keys)))) == keys


def test_a_key_sounds_as_the_standard_says() -> None:
    spectrum = np.abs(np.fft.rfft(dial("6"), RATE_HZ))

    loudest = sorted(np.argsort(spectrum[:900])[-1:]) + [900 + int(np.argmax(spectrum[900:]))]
    assert loudest == pytest.approx([770, 1477], abs=2)


def test_the_same_key_twice_is_two_keys() -> None:
    assert keys_in(dial("5500")) == "5500"


@pytest.mark.parametrize("key,row_hz,column_hz", [("1", 697, 1209), ("6", 770, 1477)])
def test_the_high_tone_is_two_decibels_louder_and_nothing_else_is_there(
    key: str, row_hz: int, column_hz: int
) -> None:
    spectrum = np.abs(np.fft.rfft(dial(key)[: RATE_HZ // 10])) ** 2  # in steps of 10 Hz

    row, column = (
        spectrum[round(hz / 10) - 5 : round(hz / 10) + 6].sum() for hz in (row_hz, column_hz)
    )

    assert 10 * np.log10(column / row) == pytest.approx(2, abs=0.3)
    assert row + column > 0.98 * spectrum.sum()


def test_a_key_and_its_pause_are_as_long_as_exchanges_need_them() -> None:
    loud = np.flatnonzero(np.abs(dial("5").astype(int)) > 100)

    assert loud[-1] - loud[0] >= 0.07 * RATE_HZ
    assert len(dial("5")) - loud[-1] >= 0.07 * RATE_HZ


@pytest.mark.parametrize("wait,seconds", [("w", 0.5), ("W", 1.0)])
def test_a_wait_is_a_pause_and_no_key(wait: str, seconds: float) -> None:
    assert len(dial(f"1{wait}2")) - len(dial("12")) == RATE_HZ * seconds
    assert keys_in(dial(f"1{wait}2")) == "12"


def test_letters_may_be_small() -> None:
    assert np.array_equal(dial("d"), dial("D"))


def test_what_no_telephone_has_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        dial("12x")


@settings(max_examples=30)
@given(st.lists(st.integers(0, 500), max_size=40))
def test_the_cut_into_chunks_changes_nothing(sizes: list[int]) -> None:
    sound = np.concatenate([dial("1379#"), np.zeros(400, np.int16)])
    reader = KeyReader()

    pieces = np.split(sound, np.minimum(np.cumsum(sizes), len(sound)))

    assert "".join(reader.hear(piece) for piece in pieces) == "1379#"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("off", [0.985, 1.0, 1.015])
def test_keys_slightly_out_of_tune_are_read(key: str, off: float) -> None:
    place = KEYS.index(key)

    sound = pair(ROWS_HZ[place // 4] * off, COLUMNS_HZ[place % 4] * off, 60)

    assert keys_in(sound) == key


def test_a_key_of_50_ms_is_read_and_a_click_of_15_ms_is_not() -> None:
    assert keys_in(pair(770, 1336, 50)) == "5"
    assert keys_in(pair(770, 1336, 15)) == ""


@pytest.mark.parametrize("row,column", [(6000.0, 3000.0), (3000.0, 6000.0), (300.0, 300.0)])
def test_uneven_and_faint_keys_are_read(row: float, column: float) -> None:
    assert keys_in(pair(697, 1633, 80, row, column)) == "A"


@pytest.mark.parametrize("row,column", [(6000.0, 300.0), (6000.0, 0.0), (0.0, 6000.0)])
def test_half_a_key_is_none(row: float, column: float) -> None:
    assert keys_in(pair(697, 1633, 80, row, column)) == ""


@settings(max_examples=30)
@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=12))
def test_words_in_the_sound_are_no_keys(words: list[str]) -> None:
    assert keys_in(decode_ulaw(encode_ulaw(modulate(" ".join(words)).samples))) == ""


def exchange(*hertz: float) -> Samples:
    """Two seconds of a tone that exchanges send."""
    time = np.arange(2 * RATE_HZ) / RATE_HZ
    waves = [5000 * np.sin(2 * np.pi * each * time) for each in hertz]
    return np.asarray(np.sum(waves, axis=0)).astype(np.int16)


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(80_000, np.int16),
        np.random.default_rng(1).normal(0, 4000, 480_000).astype(np.int16),
        modulate("Please press one for appointments, or two for anything else.").samples,
        speak("Please press one for appointments, or two for anything else.").samples,
        speak("Please press one for appointments, or two.", 8000, "en-us+m3").samples,
        exchange(350, 440),
        exchange(440, 480),
        exchange(480, 620),
        exchange(425),
        exchange(950),
        exchange(1400),
        exchange(1100),
        decode_ulaw(b"".join(music(8.0))),
        decode_ulaw(b"".join(BEEP)),
    ],
    ids=[
        *("silence", "noise", "modem", "agent", "callee", "dial tone", "ringing", "busy"),
        *("ringing abroad", "refused 1", "refused 2", "fax", "music on hold", "beep"),
    ],
)
def test_no_keys_are_heard_where_none_is_pressed(sound: Samples) -> None:
    assert keys_in(sound) == ""
