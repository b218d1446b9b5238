"""What a row can hold of what somebody said."""

from hypothesis import given
from hypothesis import strategies as st

from voice.models import MAX_TEXT_LENGTH, storable


def test_what_no_database_keeps_as_text_is_left_out() -> None:
    assert storable("Tues\x00day\ud800.") == "Tuesday."


@given(st.text(max_size=50), st.integers(0, 60))
def test_words_are_cut_at_the_length_of_the_row(text: str, longest: int) -> None:
    kept = storable(text, longest)

    assert len(kept) <= longest
    assert kept == text[:longest].replace("\x00", "")
    assert len(storable("word " * MAX_TEXT_LENGTH)) == MAX_TEXT_LENGTH
