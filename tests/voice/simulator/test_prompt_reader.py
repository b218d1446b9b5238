"""What is read out of a filled-in prompt."""

from voice.simulator.prompt_reader import facts_in, placeholders, rendered


def test_placeholders_are_filled_once_and_those_that_nobody_fills_stay() -> None:
    text = "{{a}} {{ b }} {{system__time}} {{c}}"

    assert placeholders(text) == {"a", "b", "c"}
    assert rendered(text, {"a": "{{c}}", "b": 1, "c": "x"}) == "{{c}} 1 {{system__time}} x"


def test_quoted_lines_with_a_known_label_are_facts_and_the_first_counts() -> None:
    text = 'phone: "1"\nphone: "2"\nsomething: "3"\n phone: "4"\nYou say phone: "5"'

    assert facts_in(text) == {"share_phone": "1"}


def test_the_person_is_who_is_assisted() -> None:
    text = "You are the telephone assistant of Alex O'Hara Jr. You speak with a business."

    assert facts_in(text)["person_name"] == "Alex O'Hara Jr"
