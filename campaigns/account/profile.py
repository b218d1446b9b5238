"""What people tell us of themselves: a home gets its place on the map, a number its full form."""

from callpilot.errors import BadInput, PlaceObject
from callpilot.json_types import JsonObject
from callpilot.models import Profile
from campaigns.intake.beside import landmarks
from campaigns.providers import phone_numbers
from campaigns.providers.geocoders.base import Place


def save(profile: Profile, told: JsonObject, place: Place | None = None) -> None:
    """Keep what was told. Raises BadInput by field, and then keeps nothing.

    place: where `home_address` is, when that is known already.
    """
    errors: dict[str, list[str]] = {}
    phone = told["phone"]
    if phone:
        try:
            phone = phone_numbers.normalise(phone)
        except phone_numbers.BadNumber as error:
            errors["phone"] = [str(error)]
    home = told["home_address"]
    suggestions: dict[str, list[PlaceObject]] = {}
    if place is None and moved(profile, home):
        try:
            place = landmarks.found("home_address", home, None).place
        except BadInput as error:
            errors |= error.errors
            suggestions = error.suggestions
    if errors:
        raise BadInput(errors, suggestions)
    if place or not home:
        profile.latitude = place.latitude if place else None
        profile.longitude = place.longitude if place else None
        profile.home_timezone = place.timezone if place else ""
    profile.name, profile.phone, profile.home_address = told["name"], phone, home
    profile.timezone, profile.language = told["timezone"], told["language"]
    profile.insurance = told["insurance"]
    profile.save()


def moved(profile: Profile, home: str) -> bool:
    """Whether a home must be looked up before it can be kept."""
    return bool(home) and (home != profile.home_address or profile.latitude is None)
