"""What people tell us of themselves: a home gets its place on the map, a number its full form."""

from django.utils.translation import gettext as _

from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from callpilot.models import Profile
from campaigns.providers import gazetteer, phone_numbers


def save(profile: Profile, told: JsonObject) -> None:
    """Keep what was told. Raises BadInput by field, and then keeps nothing."""
    errors: dict[str, list[str]] = {}
    phone = told["phone"]
    if phone:
        try:
            phone = phone_numbers.normalise(phone)
        except phone_numbers.BadNumber as error:
            errors["phone"] = [str(error)]
    home = told["home_address"]
    place = gazetteer.locate(home) if home else None
    if home and place is None:
        errors["home_address"] = [
            _("We do not know where that is. Name the city, like “Market Street, San Francisco”.")
        ]
    if errors:
        raise BadInput(errors)
    if home != profile.home_address or profile.latitude is None:
        profile.latitude = place.latitude if place else None
        profile.longitude = place.longitude if place else None
    profile.name, profile.phone, profile.home_address = told["name"], phone, home
    profile.timezone, profile.language = told["timezone"], told["language"]
    profile.insurance = told["insurance"]
    profile.save()
