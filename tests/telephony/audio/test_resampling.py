"""What the resamplers do to sound, measured with tones."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.audio.resampling import RATES_HZ, Resampler, Samples

Pair = tuple[int, int]
PAIRS = [(a, b) for a in RATES_HZ for b in RATES_HZ if a != b]
UP = [(8000, 16000), (8000, 24000)]
DOWN = [(16000, 8000), (24000, 8000)]
HALF = 16384.0  # -6 dB of full scale
SETTLING_SECONDS = 0.1


def tone(hertz: float, rate_hz: int, seconds: float = 1.0, amplitude: float = HALF) -> Samples:
    time = np.arange(round(rate_hz * seconds)) / rate_hz
    return np.rint(amplitude * np.sin(2 * np.pi * hertz * time)).astype(np.int16)


def resampled(samples: Samples, from_hz: int, to_hz: int, chunk_ms: int = 20) -> Samples:
    resampler, size = Resampler(from_hz, to_hz), from_hz * chunk_ms // 1000
    return np.concatenate(
        [resampler.push(samples[at : at + size]) for at in range(0, len(samples), size)]
    )


def fitted(samples: Samples, hertz: float, rate_hz: int) -> tuple[complex, float]:
    """(complex amplitude of a tone, rms of everything else), once the filter has filled."""
    at = np.arange(round(rate_hz * SETTLING_SECONDS), len(samples))
    wave = np.exp(2j * np.pi * hertz * at / rate_hz)
    basis = np.stack([wave.real, wave.imag, np.ones(len(at))], axis=1)
    part, *_ = np.linalg.lstsq(basis, samples[at].astype(float), rcond=None)
    rest = samples[at] - basis @ part
    return complex(part[1], part[0]), float(np.sqrt(np.mean(rest**2)))


def decibels(ratio: float) -> float:
    return 20 * math.log10(max(ratio, 1e-9))


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("hertz", [300, 700, 1000, 2000, 3000, 3210, 3400])
def test_speech_passes_unchanged_and_clean(pair: Pair, hertz: int) -> None:
    from_hz, to_hz = pair

    amplitude, rest = fitted(resampled(tone(hertz, from_hz), *pair), hertz, to_hz)

    assert abs(decibels(abs(amplitude) / HALF)) < 0.1
    assert decibels(abs(amplitude) / np.sqrt(2) / rest) > 65


@pytest.mark.parametrize("pair", DOWN)
@pytest.mark.parametrize("hertz", [4600, 5000, 6000, 7700])
def test_what_the_line_cannot_carry_leaves_no_alias(pair: Pair, hertz: int) -> None:
    out = resampled(tone(hertz, pair[0]), *pair)[800:].astype(float)

    assert decibels(np.sqrt(np.mean(out**2)) * np.sqrt(2) / HALF) < -65


@pytest.mark.parametrize("pair", UP)
@pytest.mark.parametrize("hertz", [300, 1000, 3000, 3400])
def test_images_of_speech_are_not_heard(pair: Pair, hertz: int) -> None:
    out = resampled(tone(hertz, 8000), *pair)

    for image in {n * 8000 + sign * hertz for n in (1, 2) for sign in (-1, 1)}:
        if image < pair[1] / 2:
            assert decibels(abs(fitted(out, image, pair[1])[0]) / HALF) < -65


@pytest.mark.parametrize("pair", PAIRS)
def test_sound_is_late_by_what_delay_ms_says_and_that_is_below_2_ms(pair: Pair) -> None:
    from_hz, to_hz = pair
    hertz = 1000

    amplitude, _ = fitted(resampled(tone(hertz, from_hz), *pair), hertz, to_hz)
    period_ms = 1000 / hertz
    late_ms = -np.angle(amplitude) / (2 * np.pi) * period_ms % period_ms

    assert Resampler(*pair).delay_ms <= 2.0
    assert late_ms == pytest.approx(Resampler(*pair).delay_ms % period_ms, abs=0.002)


@pytest.mark.parametrize("pair", PAIRS)
def test_an_impulse_comes_out_where_delay_ms_says(pair: Pair) -> None:
    sound = np.zeros(pair[0] // 10, np.int16)
    sound[pair[0] // 20] = 30000

    peak = int(np.argmax(np.abs(resampled(sound, *pair).astype(int))))

    assert peak / pair[1] * 1000 - 50 == pytest.approx(Resampler(*pair).delay_ms, abs=0.1)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_frame_in_is_a_frame_out(pair: Pair) -> None:
    resampler = Resampler(*pair)

    sizes = [len(resampler.push(np.zeros(pair[0] // 50, np.int16))) for _ in range(5)]

    assert sizes == [pair[1] // 50] * 5


@given(st.sampled_from(PAIRS), st.lists(st.integers(0, 700), min_size=1), st.integers(0, 9))
def test_the_cut_into_chunks_cannot_be_heard(pair: Pair, sizes: list[int], seed: int) -> None:
    sound = np.random.default_rng(seed).integers(-20000, 20000, sum(sizes)).astype(np.int16)
    whole = Resampler(*pair).push(sound)

    resampler = Resampler(*pair)
    pieces = [resampler.push(piece) for piece in np.split(sound, np.cumsum(sizes)[:-1])]

    joined = np.concatenate(pieces)
    assert joined.shape == whole.shape
    assert np.all(np.abs(joined.astype(int) - whole) <= 1)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_loudest_sound_does_not_wrap_around(pair: Pair) -> None:
    loudest = np.sign(tone(500, pair[0], seconds=0.2)).astype(np.int16) * 32767

    out = resampled(loudest, *pair).astype(int)

    expected = np.sign(tone(500, pair[1], seconds=0.2).astype(int))
    late = round(Resampler(*pair).delay_ms * pair[1] / 1000)
    middle = np.arange(pair[1] // 2000, len(out) - late, pair[1] // 1000)  # far from each edge
    assert np.array_equal(np.sign(out[late + middle]), expected[middle])
    assert np.abs(out).max() >= 32767


def test_nothing_of_the_old_sound_is_left_after_a_reset() -> None:
    resampler = Resampler(16000, 8000)
    resampler.push(tone(1000, 16000)[:-7])

    resampler.reset()

    assert not resampler.push(np.zeros(640, np.int16)).any()


def test_pushed_samples_belong_to_who_pushed_them() -> None:
    resampler, frame = Resampler(8000, 16000), tone(1000, 8000, seconds=0.02)
    frame.flags.writeable = False

    first = resampler.push(frame)
    copy = first.copy()
    resampler.push(frame)

    assert np.array_equal(first, copy)


@pytest.mark.parametrize("pair", [(8000, 8000), (8000, 44100), (11025, 8000)])
def test_unknown_rates_are_refused(pair: Pair) -> None:
    with pytest.raises(ValueError, match=str(pair[1])):
        Resampler(*pair)
