"""No directory: only those are called whom the person has put into the address book."""

from django.utils.translation import gettext as _

from campaigns.providers.directories.base import Listing


class AddressBookOnly:
    """Lists nobody; the address book is asked beside every directory anyway."""

    @property
    def attribution(self) -> str:
        return _("Your address book")

    def find(self, service: str, latitude: float, longitude: float, most: int) -> list[Listing]:
        return []
