"""Words in the sound: what an ear understands, and what it must never believe to have heard."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from callpilot.simulation import ulaw
from callpilot.simulation.modem import (
    GAP,
    MAX_PACKET_BYTES,
    Ear,
    Heard,
    Samples,
    SpeechStarted,
    UtteranceEnded,
    Word,
    modulate,
)
from telephony.audio.dtmf import dial
from telephony.audio.resampling import Resampler

RATE_HZ = 8000
SENTENCE = (
    "Hello, could we say half past ten on Tuesday, December 1st? It's $45.50 for Zoë O'Brien."
)
Sound = NDArray[np.float64]
Bytes = NDArray[np.uint8]
LONG_WORD = "Donaudampfschifffahrtsgesellschaft"


def silence(ms: int, rate_hz: int = RATE_HZ) -> Samples:
    return np.zeros(rate_hz * ms // 1000, np.int16)


def listen(*sounds: Samples, rate_hz: int = RATE_HZ, chunk: int = 160) -> list[Heard]:
    """All events, silence having followed."""
    ear = Ear(rate_hz)
    events: list[Heard] = []
    stream = np.concatenate([*sounds, silence(1000, rate_hz)])
    for at in range(0, len(stream), chunk):
        events += ear.hear(stream[at : at + chunk])
    return events


def words(events: Iterable[Heard]) -> list[str]:
    return [event.text for event in events if isinstance(event, Word)]


def texts(events: Iterable[Heard]) -> list[str]:
    return [event.text for event in events if isinstance(event, UtteranceEnded)]


def through_the_line(samples: Samples) -> Samples:
    return ulaw.decode(ulaw.encode(samples))


def noise(rms: float, count: int) -> Sound:
    return np.random.default_rng(1).normal(0, rms, count)


def as_samples(sound: Sound) -> Samples:
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)


@pytest.mark.parametrize("rate_hz", [8000, 16000, 24000])
def test_a_sentence_is_heard_as_it_was_said(rate_hz: int) -> None:
    said = modulate(SENTENCE, rate_hz)

    assert texts(listen(said.samples, rate_hz=rate_hz)) == [SENTENCE]
    assert said.words == SENTENCE.split()


def test_words_come_at_the_pace_of_a_natural_speaker() -> None:
    said = modulate(SENTENCE)

    assert 130 < len(said.words) / (len(said.samples) / RATE_HZ) * 60 < 200
    assert said.word_ends == sorted(said.word_ends)
    assert said.word_ends[-1] == len(said.samples)


def test_a_telephone_line_does_no_harm() -> None:
    assert texts(listen(through_the_line(modulate(SENTENCE).samples))) == [SENTENCE]


@pytest.mark.parametrize("between_hz", [16000, 24000])
def test_resampling_on_the_way_does_no_harm(between_hz: int) -> None:
    line = through_the_line(modulate(SENTENCE).samples)
    wide = Resampler(RATE_HZ, between_hz).push(line)
    back = Resampler(between_hz, RATE_HZ).push(wide)

    assert texts(listen(wide, rate_hz=between_hz)) == [SENTENCE]
    assert texts(listen(through_the_line(back))) == [SENTENCE]


@pytest.mark.parametrize("offset", [0, 1, 7, 20, 39, 60, 80, 100, 141, 159, 333])
@pytest.mark.parametrize("gain", [0.3, 1.0, 1.5])
@pytest.mark.parametrize("rms", [0, 100])
def test_place_loudness_and_a_little_noise_do_no_harm(offset: int, gain: float, rms: int) -> None:
    sound = np.concatenate([np.zeros(offset), modulate(SENTENCE).samples * gain])

    noisy = as_samples(sound + noise(rms, len(sound)))

    assert texts(listen(through_the_line(noisy))) == [SENTENCE]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 900), min_size=1, max_size=60))
def test_the_cut_into_chunks_changes_nothing(sizes: list[int]) -> None:
    stream = np.concatenate([silence(130), modulate("At half past ten.").samples, silence(900)])
    whole = Ear().hear(stream)

    ear = Ear()
    events: list[Heard] = []
    for piece in np.split(stream, np.minimum(np.cumsum(sizes), len(stream))):
        events += ear.hear(piece)

    assert events == whole


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=5))
def test_any_text_survives_word_by_word(parts: list[str]) -> None:
    text = " ".join(" ".join(parts).split())

    assert " ".join(texts(listen(modulate(text).samples))) == text


def test_cut_off_in_mid_air_only_whole_words_are_heard() -> None:
    said = modulate(SENTENCE)

    symbol = RATE_HZ // 50

    for cut in range(400, len(said.samples), 1777):
        complete = " ".join(said.words[: sum(end <= cut for end in said.word_ends)])
        if any(cut < end < cut + symbol for end in said.word_ends):
            continue  # enough of a word's last symbol may be there
        assert texts(listen(said.samples[:cut])) == [complete]


def test_a_sentence_that_comes_from_its_middle_begins_with_a_gap() -> None:
    said = modulate(SENTENCE)

    heard = texts(listen(said.samples[said.word_ends[2] - 500 :]))

    assert heard == [" ".join([GAP, *said.words[3:]])]


@pytest.mark.parametrize("lost", [0, 3, 5, -1])
def test_a_damaged_word_leaves_a_gap_and_nothing_else(lost: int) -> None:
    said = modulate(SENTENCE)
    samples = said.samples.copy()
    end = said.word_ends[lost]
    samples[end - 900 : end - 400] = 0

    expected = list(said.words)
    expected[lost] = GAP
    assert texts(listen(samples)) == [" ".join(expected)]


def test_two_damaged_words_in_a_row_leave_one_gap() -> None:
    said = modulate(SENTENCE)
    samples = said.samples.copy()
    begin, end = said.word_ends[1], said.word_ends[3]
    samples[begin:end] = as_samples(noise(3000, end - begin))

    assert texts(listen(samples)) == [" ".join([*said.words[:2], GAP, *said.words[4:]])]


@pytest.mark.parametrize("place", np.linspace(0.03, 0.97, 12))
def test_a_long_word_is_heard_whole_or_not_at_all(place: float) -> None:
    said = modulate(f"Please {LONG_WORD} {LONG_WORD} thanks.")
    assert len(LONG_WORD) > 2 * MAX_PACKET_BYTES
    begin, end = said.word_ends[0], said.word_ends[2]
    samples = said.samples.copy()
    hole = int(begin + place * (end - begin))
    samples[hole : hole + 480] = 0

    assert set(words(listen(samples))) <= {"Please", LONG_WORD, "thanks."}
    assert GAP in texts(listen(samples))[0]


def test_two_utterances_are_two() -> None:
    one, two = modulate("One two."), modulate("Three four.")

    events = listen(one.samples, silence(800), two.samples)

    assert texts(events) == ["One two.", "Three four."]
    assert [type(e) for e in events].count(SpeechStarted) == 2


@pytest.mark.parametrize("pause_ms", [0, 3, 250])
def test_sentences_with_a_short_pause_between_are_one_utterance_without_a_gap(
    pause_ms: int,
) -> None:
    one, two = modulate("One two."), modulate("Three four.")

    assert texts(listen(one.samples, silence(pause_ms), two.samples)) == ["One two. Three four."]


def test_a_sentence_that_is_broken_off_for_another_lends_it_nothing() -> None:
    one, two = modulate(f"One {LONG_WORD} two."), modulate("Three four.")
    cut = one.word_ends[0] + 6000  # between two packets of the long word

    heard = listen(one.samples[:cut], two.samples)

    assert set(words(heard)) == {"One", "Three", "four."}


def test_times_are_counted_in_samples_heard() -> None:
    said = modulate("At half past ten.")

    started, *rest, ended = listen(silence(1230), said.samples)

    assert isinstance(started, SpeechStarted) and isinstance(ended, UtteranceEnded)
    assert words(rest) == said.words
    end_ms = 1230 + len(said.samples) * 1000 // RATE_HZ
    assert started.at_ms == pytest.approx(1230, abs=2)
    assert [word.at_ms for word in rest if isinstance(word, Word)] == pytest.approx(
        [1230 + end * 1000 / RATE_HZ for end in said.word_ends], abs=2
    )
    assert ended.started_ms == started.at_ms
    assert ended.ended_ms == pytest.approx(end_ms, abs=20)


def test_somebody_is_speaking_until_the_endpoint() -> None:
    ear = Ear(RATE_HZ, endpoint_ms=400)
    ear.hear(modulate("Hold on").samples)

    ear.hear(silence(200))
    assert ear.speaking
    assert ear.so_far == "Hold on"
    ear.hear(silence(400))
    assert not ear.speaking


def test_nothing_is_said_by_an_empty_text() -> None:
    assert modulate("  ").samples.shape == (0,)


def music(seconds: float) -> Sound:
    time = np.arange(round(RATE_HZ * seconds)) / RATE_HZ
    partials = [(f * n, 1 / n) for f in (262, 330, 392, 523) for n in range(1, 13)]
    vibrato = 1 + 0.01 * np.sin(2 * np.pi * 5 * time) / 50
    waves = [3000 / 4 * a * np.sin(2 * np.pi * f * time * vibrato) for f, a in partials]
    return np.asarray(np.sum(waves, axis=0))


STRANGE_SOUNDS = {
    "digital silence": silence(20_000),
    "faint noise": as_samples(noise(30, RATE_HZ * 20)),
    "noise": as_samples(noise(3000, RATE_HZ * 60)),
    "random bytes": ulaw.decode(np.random.default_rng(4).bytes(RATE_HZ * 60)),
    "music": as_samples(music(20)),
    "keys": dial("0123456789*#"),
    "dial tone": as_samples(8000 * np.sin(np.arange(RATE_HZ * 5) / RATE_HZ * 2 * np.pi * 440)),
    "a modem's pitch": as_samples(8000 * np.sin(np.arange(40_000) / RATE_HZ * 2 * np.pi * 3350)),
    "a sweep": as_samples(
        8000 * np.sin(2 * np.pi * 4000 * (np.arange(160_000) / RATE_HZ) ** 2 / 40)
    ),
}


@pytest.mark.parametrize("name", STRANGE_SOUNDS)
def test_no_words_are_heard_where_nobody_speaks(name: str) -> None:
    assert listen(STRANGE_SOUNDS[name]) == []


def broken(change: Callable[[Bytes], Bytes]) -> Samples:
    data = np.frombuffer(ulaw.encode(modulate(SENTENCE).samples), np.uint8)
    return ulaw.decode(change(data).tobytes())


@pytest.mark.parametrize(
    "sound",
    [
        broken(lambda data: data ^ np.uint8(0x55)),
        broken(lambda data: data ^ np.uint8(0x7F)),
        broken(lambda data: data[::2]),
        broken(lambda data: np.repeat(data, 2)),
        modulate(SENTENCE).samples.byteswap(),
        modulate(SENTENCE, 16000).samples,
        modulate(SENTENCE, 24000).samples,
        modulate(SENTENCE).samples[::-1],
    ],
)
def test_a_broken_codec_lets_no_words_through(sound: Samples) -> None:
    assert words(listen(sound)) == []


@pytest.mark.parametrize("seed", range(5))
def test_words_that_collide_with_others_are_never_wrong(seed: int) -> None:
    one, two = modulate(SENTENCE), modulate("We are closed on Mondays and in August, I am afraid.")
    shift = int(np.random.default_rng(seed).integers(0, 3000))
    mixed = np.zeros(len(one.samples) + shift)
    mixed[: len(one.samples)] += one.samples
    mixed[shift : shift + len(two.samples)] += two.samples[: len(mixed) - shift] * 0.8

    assert set(words(listen(as_samples(mixed)))) <= {*one.words, *two.words}
