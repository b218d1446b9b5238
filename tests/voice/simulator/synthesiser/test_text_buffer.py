"""Text waits until there is enough of it, unless it is not to wait."""

from hypothesis import given
from hypothesis import strategies as st

from voice.simulator.synthesiser.text_buffer import TextBuffer


def test_text_waits_for_as_much_as_the_schedule_says() -> None:
    buffer = TextBuffer(auto=False, schedule=(10, 20))

    assert buffer.feed("Nine ") == ""
    assert buffer.feed("works well, tha") == "Nine works well,"
    assert buffer.feed("nk you. ") == "" and buffer.feed("Bye ", flush=True) == "thank you. Bye"


def test_nothing_waits_where_that_is_wanted() -> None:
    buffer = TextBuffer(auto=True)

    assert buffer.feed("Nine works. ") == "Nine works." and buffer.feed(" ") == ""


def test_a_trigger_needs_a_little_text_all_the_same() -> None:
    buffer = TextBuffer(auto=False)

    assert buffer.feed("Nine works. ", trigger=True) == ""
    assert buffer.feed("It would suit us very well indeed, thank you. ", trigger=True)


def test_what_is_dropped_is_not_spoken() -> None:
    buffer = TextBuffer(auto=False)
    buffer.feed("Nine works. ")
    buffer.drop()

    assert buffer.feed("", flush=True) == ""


@given(st.lists(st.text("ab .", max_size=40), max_size=8), st.booleans())
def test_all_words_are_spoken_once_and_whole(texts: list[str], auto: bool) -> None:
    buffer = TextBuffer(auto=auto, schedule=(5, 9))
    sent = [f"{text} " for text in texts]

    spoken = [buffer.feed(text) for text in sent] + [buffer.feed("", flush=True)]

    assert " ".join(spoken).split() == "".join(sent).split()
