"""The Directory port: businesses of a kind near a place."""

from dataclasses import dataclass, field
from typing import Protocol

from callpilot.adapters import Registry


@dataclass(frozen=True)
class Listing:
    """A business as a directory lists it."""

    source_id: str  # the directory's own, e.g. "demo:dentist:3"
    name: str
    service: str
    phone: str  # as listed; "" when the directory has none
    address: str
    latitude: float
    longitude: float
    timezone: str
    rating: float | None = None  # 0 to 5
    review_count: int = 0
    # {"0": [["08:00", "17:00"]], …}, "0" is Monday; a day left out is closed; {} is unknown
    opening_hours: dict[str, list[list[str]]] = field(default_factory=dict)
    website: str = ""


class Directory(Protocol):
    """Whoever lists businesses."""

    @property
    def attribution(self) -> str:
        """Whom to name beside what was found."""
        ...

    def find(self, service: str, latitude: float, longitude: float, most: int) -> list[Listing]:
        """The nearest first, at most `most`. Raises DirectoryError."""
        ...


directories = Registry[Directory](
    "DIRECTORY",
    {
        "address_book": "campaigns.providers.directories.address_book.AddressBookOnly",
        "demo": "campaigns.providers.directories.demo.DemoDirectory",
    },
)
