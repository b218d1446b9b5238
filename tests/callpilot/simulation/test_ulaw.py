"""The simulators' own μ-law, against the standard library's."""

import audioop

import numpy as np

from callpilot.simulation import ulaw


def test_every_byte_means_what_the_standard_says() -> None:
    every = bytes(range(256))

    assert ulaw.decode(every).astype("<i2").tobytes() == audioop.ulaw2lin(every, 2)


def test_what_was_decoded_is_encoded_back() -> None:
    every = bytes(byte for byte in range(256) if byte != 0x7F)  # the second zero

    assert ulaw.encode(ulaw.decode(every)) == every


def test_samples_are_encoded_like_elsewhere_but_for_a_rounding_of_negative_ones() -> None:
    samples = np.arange(-32768, 32768, dtype=np.int16)

    ours = ulaw.decode(ulaw.encode(samples)).astype(int)
    theirs = audioop.ulaw2lin(audioop.lin2ulaw(samples.astype("<i2").tobytes(), 2), 2)
    other = np.frombuffer(theirs, "<i2").astype(int)

    np.testing.assert_array_equal(ours[32768:], other[32768:])
    assert (np.abs(ours - samples) <= np.abs(other - samples) + 4).all()


def test_silence_is_zero() -> None:
    assert ulaw.decode(bytes([ulaw.SILENCE]))[0] == 0
    assert ulaw.encode(np.zeros(3, np.int16)) == bytes([ulaw.SILENCE]) * 3
