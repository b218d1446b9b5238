"""Words of addresses, in small letters as they are compared."""

from campaigns.providers.geocoders import address_words
from campaigns.providers.geocoders.spelling import folded


def test_a_street_is_known_by_its_last_word() -> None:
    for street in ("Main St", "Fifth Avenue", "Hauptstraße", "Kärntner Straße", "Alexanderplatz"):
        assert address_words.is_street_word(folded(street).split()[-1]), street
    assert not address_words.is_street_word("springfield")


def test_every_word_is_written_as_it_is_compared() -> None:
    lists = (address_words.BEFORE, address_words.AROUND, address_words.STREETS)
    for word in (*address_words.STREETS_BEGIN, *(each for words in lists for each in words)):
        assert folded(word) == word
