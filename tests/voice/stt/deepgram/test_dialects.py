"""What both models share: words in our terms, and a limit on what they are asked."""

from voice.stt.base import Listening
from voice.stt.deepgram.dialects import Word, is_flux, likely, sound_and_terms, transcript


def test_a_word_is_as_it_is_written_with_whole_milliseconds() -> None:
    heard = transcript(" Nine? ", [Word("nine", 0.5, 1.4004, 1.6496, "Nine?")])

    assert heard.text == "Nine?"
    assert (heard.words[0].text, heard.words[0].start_ms, heard.words[0].end_ms) == (
        "Nine?",
        1400,
        1650,
    )


def test_a_likelihood_lies_between_none_and_certain() -> None:
    assert [likely(number) for number in (-1.0, 0.25, 9.0)] == [0.0, 0.25, 1.0]


def test_more_terms_than_the_vendor_takes_are_left_out() -> None:
    asked = sound_and_terms("nova-3", Listening(terms=tuple(f"name {n}" for n in range(300))))

    terms = [value for name, value in asked if name == "keyterm"]
    assert terms == [f"name {n}" for n in range(50)]


def test_the_models_of_turns_are_told_by_their_names() -> None:
    assert is_flux("flux-general-en") and not is_flux("nova-3")
