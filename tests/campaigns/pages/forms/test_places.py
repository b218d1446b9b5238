"""The field for a place: what may be meant is offered beneath it, and a choice counts once."""

from django.utils.datastructures import MultiValueDict

from callpilot.errors import PlaceObject
from campaigns.pages.forms.places import PlaceTextInput
from campaigns.providers.geocoders.base import Place

EVIL: PlaceObject = Place('"><b>Springfield', 37.2, -93.3, "America/Chicago").shown


def read(**posted: str) -> object:
    data = {name.removeprefix("_"): value for name, value in posted.items()}
    return PlaceTextInput().value_from_datadict(data, MultiValueDict(), "place")


def test_what_was_chosen_stands_for_the_text_that_it_was_offered_for() -> None:
    chosen = {"place_asked": "Springfield", "place_chosen": "Springfield, Illinois"}

    assert read(place="Springfield", **chosen) == "Springfield, Illinois"
    assert read(place="Graz", **chosen) == "Graz"
    assert read(place="", **chosen) == ""


def test_without_a_choice_the_text_counts() -> None:
    assert read(place="Springfield", place_asked="Springfield") == "Springfield"
    assert read(place="Graz") == "Graz"


def test_nothing_is_offered_until_there_is_something_to_offer() -> None:
    widget = PlaceTextInput()
    assert "fieldset" not in widget.render("place", "Graz")

    widget.suggestions = (EVIL,)
    html = widget.render("place", '<i>"')

    assert "<legend>Which place is meant?</legend>" in html and html.count("<fieldset") == 1
    assert "&quot;&gt;&lt;b&gt;Springfield" in html and "<b>" not in html and "<i>" not in html
