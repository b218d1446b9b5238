"""G.711 by table, against the standard library's and over every input there is."""

import audioop

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from callpilot.simulation import ulaw
from telephony.audio.codecs import (
    ULAW_SILENCE,
    decode_ulaw,
    encode_ulaw,
)

ALL_SAMPLES = np.arange(-32768, 32768).astype(np.int16)
ALL_CODES = bytes(range(256))


def test_every_sample_becomes_the_standard_ulaw_code() -> None:
    assert encode_ulaw(ALL_SAMPLES) == audioop.lin2ulaw(ALL_SAMPLES.tobytes(), 2)


def test_every_ulaw_code_becomes_the_standard_sample() -> None:
    assert decode_ulaw(ALL_CODES).tobytes() == audioop.ulaw2lin(ALL_CODES, 2)


def test_codes_survive_decoding_and_encoding() -> None:
    # Two μ-law codes mean zero; the negative one comes back as the other.
    assert encode_ulaw(decode_ulaw(ALL_CODES)) == ALL_CODES.replace(b"\x7f", b"\xff")


def test_an_error_is_at_most_half_a_step_of_its_chord() -> None:
    wide = ALL_SAMPLES.astype(np.int32)
    inside = np.abs(wide) <= 32635  # the standard's overload point

    error = np.abs(decode_ulaw(encode_ulaw(ALL_SAMPLES)).astype(np.int32) - wide)

    cut_off = 3  # the two lowest bits go before the chord is found
    half_step = (np.abs(wide[inside]) + cut_off + 4 * 33) / 32
    assert np.all(error[inside] <= half_step + cut_off)


def test_silence_is_the_byte_it_says_it_is() -> None:
    zero = np.zeros(1, np.int16)

    assert encode_ulaw(zero) == bytes([ULAW_SILENCE])
    assert decode_ulaw(bytes([ULAW_SILENCE])).tolist() == [0]


def test_the_simulators_own_codec_decodes_what_this_one_encodes() -> None:
    assert ulaw.decode(encode_ulaw(ALL_SAMPLES)).tolist() == (
        decode_ulaw(encode_ulaw(ALL_SAMPLES)).tolist()
    )


def test_nothing_becomes_nothing() -> None:
    assert encode_ulaw(np.zeros(0, np.int16)) == b""
    assert decode_ulaw(b"").shape == (0,)
    assert decode_ulaw(b"").dtype == np.int16


@given(st.binary(max_size=400))
def test_bytes_that_are_only_borrowed_are_read_as_well(data: bytes) -> None:
    expected = audioop.ulaw2lin(data, 2)

    assert decode_ulaw(memoryview(bytearray(data))).tobytes() == expected
