"""The sound formats an agent may speak and hear: as many bytes as they say, and nothing lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.simulator.formats import FORMATS

samples = st.lists(st.integers(-32768, 32767), max_size=50).map(lambda n: np.array(n, np.int16))


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_named_after_its_rate(name: str) -> None:
    assert FORMATS[name].sample_rate_hz == int(name.rpartition("_")[2])


@pytest.mark.parametrize("name", FORMATS)
def test_a_second_of_sound_has_as_many_bytes_as_the_format_says(name: str) -> None:
    format = FORMATS[name]

    sound = format.encode(np.zeros(format.sample_rate_hz, np.int16))

    assert len(sound) == 1000 * format.bytes_per_ms


@pytest.mark.parametrize("name", [name for name in FORMATS if name.startswith("pcm")])
@given(samples)
def test_pcm_loses_nothing(name: str, sound: np.ndarray) -> None:
    format = FORMATS[name]

    assert (format.decode(format.encode(sound)) == sound).all()


@given(samples)
def test_ulaw_is_close_enough_to_be_understood(sound: np.ndarray) -> None:
    format = FORMATS["ulaw_8000"]

    back = format.decode(format.encode(sound)).astype(int)

    assert (np.abs(back - sound) <= np.abs(sound.astype(int)) / 16 + 700).all()


def test_pcm_is_little_endian() -> None:
    assert FORMATS["pcm_8000"].encode(np.array([1], np.int16)) == b"\x01\x00"
