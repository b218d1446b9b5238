"""A gather listens for keys and words, and knows when it has enough."""

from xml.etree import ElementTree

from telephony.simulator.network.gather import Listener
from telephony.simulator.personas import sounds

STUDIO = sounds.Studio(aloud=False)  # a hum is as good, and takes no program


def listener(**attributes: str) -> Listener:
    return Listener(ElementTree.Element("Gather", attributes), 5.0)


def press(hearing: Listener, keys: str) -> None:
    for key in keys:
        hearing.key(key)


async def test_keys_are_gathered_until_there_are_enough() -> None:
    hearing = listener(numDigits="3")
    press(hearing, "12")
    assert not hearing.done.done()

    press(hearing, "34")

    assert hearing.done.done() and hearing.fields()["Digits"] == "123"


async def test_the_finishing_key_ends_it_and_is_no_digit() -> None:
    hearing = listener()
    press(hearing, "42#")

    assert hearing.done.done()
    assert hearing.fields() == {"Digits": "42", "FinishedOnKey": "#", "msg": "Gather End"}


async def test_another_finishing_key_leaves_the_hash_a_digit() -> None:
    hearing = listener(finishOnKey="*")
    press(hearing, "1#*")

    assert hearing.fields()["Digits"] == "1#"


async def test_a_finishing_key_alone_is_an_answer_without_digits() -> None:
    hearing = listener()
    press(hearing, "#")

    assert hearing.fields()["Digits"] == "" and hearing.done.done()


async def test_who_listens_for_words_alone_hears_no_keys() -> None:
    hearing = listener(input="speech")
    press(hearing, "12#")

    assert hearing.fields() == {} and not hearing.done.done()


async def test_nothing_pressed_and_nothing_said_is_no_answer() -> None:
    assert listener().fields() == {}


async def test_words_are_understood_from_the_sound_and_end_after_a_pause() -> None:
    hearing = listener(input="speech", speechTimeout="1")
    frames = list(STUDIO.make("Yes that is fine.", sounds.CARRIER_VOICE).frames)
    hearing.give([*frames])
    assert hearing.busy and not hearing.done.done()

    hearing.give([None] * 60)

    assert hearing.done.done() and hearing.fields()["SpeechResult"] == "Yes that is fine."


async def test_who_listens_for_keys_alone_hears_no_words() -> None:
    hearing = listener()
    hearing.give([*STUDIO.make("Yes.", sounds.CARRIER_VOICE).frames, *[None] * 400])

    assert hearing.fields() == {} and not hearing.done.done()
