"""The demo town: invented businesses in San Francisco, with numbers that belong to nobody."""

from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

from callpilot.adapters import Diagnosed
from campaigns.providers.directories.base import Listing

REACH_KM = 80.0  # farther away than this the demo town has nothing to offer
Hours = dict[str, list[list[str]]]


def _week(days: str, *spans: str) -> Hours:
    """Opening hours from "0-4" and "08:00-12:00"."""
    first, last = (int(day) for day in days.split("-"))
    return {str(day): [span.split("-") for span in spans] for day in range(first, last + 1)}


OFFICE = _week("0-4", "08:00-17:00")
WITH_LUNCH = _week("0-4", "08:00-12:00", "13:00-17:30")
LATE = _week("0-4", "09:00-19:00")
SIX_DAYS = _week("0-5", "08:30-18:00")
TUESDAY_ON = _week("1-5", "10:00-19:00")
WORKSHOP = _week("0-4", "07:30-17:30") | _week("5-5", "08:00-13:00")
EVENINGS = _week("1-6", "11:30-14:30", "17:00-22:30")
EVERY_DAY = _week("0-6", "11:00-22:00")
VET_HOURS = _week("0-5", "08:00-18:30")
SUNDAYS_TOO = _week("0-6", "08:00-18:00")  # of each trade somebody, so that every day has offers

Row = tuple[str, str, float, float, float | None, int, Hours]
_TOWN: dict[str, list[Row]] = {
    "dentist": [
        ("Foggy Bay Dental", "101 Market St", 37.7931, -122.3965, 4.8, 212, OFFICE),
        ("Cable Car Smiles", "640 Powell St", 37.7912, -122.4087, 4.6, 148, WITH_LUNCH),
        ("Golden Molar Dentistry", "55 Sutter St", 37.7902, -122.4012, 4.9, 96, OFFICE),
        ("Pretend Pearl Dental Care", "388 Mission St", 37.7908, -122.3962, 4.4, 301, LATE),
        ("Embarcadero Tooth Fairy", "12 Steuart St", 37.7934, -122.3937, 4.2, 57, OFFICE),
        ("Sourdough Dental Studio", "900 Mission St", 37.7822, -122.4071, 4.7, 184, SIX_DAYS),
        ("Two Bridges Dental", "250 Columbus Ave", 37.7980, -122.4069, 4.5, 122, WITH_LUNCH),
        ("Seagull Family Dentists", "480 Castro St", 37.7612, -122.4351, 4.3, 88, OFFICE),
        ("Karl the Fog Orthodontics", "2100 Fillmore St", 37.7893, -122.4338, 4.9, 41, OFFICE),
        ("Imaginary Incisors", "1450 Valencia St", 37.7507, -122.4208, 3.9, 63, LATE),
        ("Painted Lady Dental", "710 Steiner St", 37.7763, -122.4330, 4.6, 131, OFFICE),
        ("Sunset Enamel Works", "1900 Irving St", 37.7635, -122.4776, 4.1, 75, SIX_DAYS),
        ("Lighthouse Dental Parlor", "3300 Geary Blvd", 37.7816, -122.4563, 4.5, 109, OFFICE),
        ("Make-Believe Molars", "20 Clement St", 37.7832, -122.4607, 3.7, 29, OFFICE),
        ("Hypothetical Hygienists", "1200 Noriega St", 37.7543, -122.4787, 4.0, 84, LATE),
        ("Phantom Floss Dental", "800 Irving St", 37.7641, -122.4664, 4.4, 117, SIX_DAYS),
        (
            "Crissy Field of Dreams Dental",
            "2390 Chestnut St",
            37.8001,
            -122.4419,
            4.6,
            58,
            SUNDAYS_TOO,
        ),
        ("Paradox Park Dentistry", "3800 Balboa St", 37.7757, -122.4992, 4.2, 36, WITH_LUNCH),
    ],
    "doctor": [
        ("Invented Family Practice", "450 Sutter St", 37.7895, -122.4083, 4.6, 173, OFFICE),
        ("Fogline Primary Care", "180 Montgomery St", 37.7911, -122.4027, 4.4, 240, LATE),
        ("Storybook Medical Group", "2300 California St", 37.7890, -122.4330, 4.8, 118, WITH_LUNCH),
        ("Paper Lantern Clinic", "840 Clay St", 37.7940, -122.4072, 4.2, 66, SUNDAYS_TOO),
        ("Nowhere Street Physicians", "3801 24th St", 37.7518, -122.4274, 4.7, 92, OFFICE),
        ("Daydream Doctors", "500 Parnassus Ave", 37.7634, -122.4581, 4.0, 310, SUNDAYS_TOO),
    ],
    "hair_salon": [
        ("Shear Fiction Salon", "77 Maiden Ln", 37.7879, -122.4052, 4.7, 260, TUESDAY_ON),
        ("The Imaginary Barber", "560 Hayes St", 37.7766, -122.4255, 4.9, 187, SIX_DAYS),
        ("Fringe Benefits Invented", "1330 Grant Ave", 37.7995, -122.4074, 4.5, 94, SUNDAYS_TOO),
        ("Curl Up and Fog", "2950 24th St", 37.7527, -122.4108, 4.3, 71, TUESDAY_ON),
        ("Combs of Nowhere", "1700 Union St", 37.7980, -122.4277, 4.6, 133, LATE),
        ("Pretend Pompadours", "1500 Haight St", 37.7698, -122.4472, 4.1, 52, SIX_DAYS),
    ],
    "car_repair": [
        ("Hilltop Pretend Motors", "1020 Folsom St", 37.7773, -122.4078, 4.6, 221, WORKSHOP),
        ("Crooked Street Garage", "2700 19th St", 37.7606, -122.4095, 4.8, 164, WORKSHOP),
        ("Figment Auto Works", "1545 Pine St", 37.7898, -122.4215, 4.2, 97, OFFICE),
        ("Bay Mirage Mechanics", "3rd St and 23rd St", 37.7550, -122.3880, 4.4, 140, SUNDAYS_TOO),
        ("Brake Point Fiction", "5200 Geary Blvd", 37.7806, -122.4767, 3.9, 58, WORKSHOP),
    ],
    "restaurant": [
        ("The Invented Oyster", "1 Ferry Plaza", 37.7955, -122.3937, 4.5, 842, EVERY_DAY),
        ("Trattoria Inesistente", "550 Green St", 37.7996, -122.4085, 4.7, 510, EVENINGS),
        ("Fable and Fork", "3100 16th St", 37.7648, -122.4229, 4.6, 377, EVENINGS),
        ("Dragon of Nowhere Noodles", "750 Jackson St", 37.7960, -122.4067, 4.3, 690, EVERY_DAY),
        ("Mirage Taqueria", "2800 Mission St", 37.7524, -122.4183, 4.8, 955, EVERY_DAY),
        ("Tall Tale Tavern", "2200 Chestnut St", 37.8002, -122.4400, 4.1, 205, EVENINGS),
    ],
    "vet": [
        ("Pawprint Fable Vets", "1355 Post St", 37.7856, -122.4270, 4.8, 233, SUNDAYS_TOO),
        ("Make-Believe Animal Clinic", "201 Alabama St", 37.7667, -122.4127, 4.5, 176, VET_HOURS),
        ("Fictional Feline Clinic", "1750 Divisadero St", 37.7857, -122.4397, 4.9, 88, OFFICE),
        ("Barking Seal Veterinary", "2000 Lombard St", 37.8004, -122.4359, 4.2, 119, VET_HOURS),
        ("Parrot Hill Pet Care", "620 Castro St", 37.7591, -122.4349, 4.4, 64, OFFICE),
    ],
    "general": [
        ("Seams Unlikely Tailors", "300 Post St", 37.7885, -122.4075, 4.6, 143, SIX_DAYS),
        ("Notary of Nowhere", "44 Montgomery St", 37.7894, -122.4018, 4.4, 81, OFFICE),
        ("Mirage Portrait Studio", "1890 Bryant St", 37.7634, -122.4108, 4.8, 97, TUESDAY_ON),
        ("Phantom Strings Music School", "2500 Judah St", 37.7610, -122.4900, 4.5, 66, SUNDAYS_TOO),
        ("Sight Unseen Opticians", "2150 Chestnut St", 37.8004, -122.4390, 4.3, 112, SIX_DAYS),
        ("Wishful Wellness Massage", "3000 Sacramento St", 37.7885, -122.4440, 4.7, 158, LATE),
    ],
}
_WITHOUT_PHONE = {"demo:dentist:9"}
# Area code and first number of each kind, all of them between 555-0101 and 555-0199.
_NUMBERS = {
    "dentist": ("415", 101),
    "doctor": ("628", 101),
    "hair_salon": ("628", 111),
    "car_repair": ("628", 121),
    "restaurant": ("628", 131),
    "vet": ("628", 141),
    "general": ("628", 151),
}


def _listing(service: str, place: int, row: Row) -> Listing:
    name, street, latitude, longitude, rating, reviews, hours = row
    area, first = _NUMBERS[service]
    source_id = f"demo:{service}:{place}"
    return Listing(
        source_id=source_id,
        name=name,
        service=service,
        phone="" if source_id in _WITHOUT_PHONE else f"+1{area}555{first + place - 1:04d}",
        address=f"{street}, San Francisco, CA",
        latitude=latitude,
        longitude=longitude,
        timezone="America/Los_Angeles",
        rating=rating,
        review_count=reviews,
        opening_hours=hours,
    )


LISTINGS: list[Listing] = [
    _listing(service, place, row)
    for service, rows in _TOWN.items()
    for place, row in enumerate(rows, start=1)
]


def _km(listing: Listing, latitude: float, longitude: float) -> float:
    """As the crow flies."""
    a, b = radians(listing.latitude), radians(latitude)
    east = sin(radians(longitude - listing.longitude) / 2) ** 2
    return 12742 * asin(sqrt(sin((b - a) / 2) ** 2 + cos(a) * cos(b) * east))


class DemoDirectory(Diagnosed):
    """The demo town as a directory; it knows nobody outside its reach."""

    @classmethod
    def checks(cls) -> Iterator[CheckMessage]:
        if settings.MODE == "live":
            yield Error(
                "DIRECTORY=demo is an invented town, whose numbers reach nobody.",
                hint="Set DIRECTORY=address_book, and put into it whom you want to be called, "
                "or name a directory that lists real businesses.",
                id="callpilot.E015",
            )

    @property
    def attribution(self) -> str:
        return _("Demo data")

    def find(self, service: str, latitude: float, longitude: float, most: int) -> list[Listing]:
        near = [
            (_km(listing, latitude, longitude), listing.source_id, listing)
            for listing in LISTINGS
            if listing.service == service
        ]
        return [listing for km, _, listing in sorted(near)[:most] if km <= REACH_KM]
