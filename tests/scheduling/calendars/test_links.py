"""Links to other people's calendars and maps: encodings and zones."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from scheduling.calendars import links
from scheduling.distances.base import Point
from scheduling.models import Appointment

START = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)


def appointment(**changes: object) -> Appointment:
    fields = {
        "title": "Haircut & colour: Zoë's, 100% +",
        "start": START,
        "end": START + timedelta(minutes=45),
        "timezone": "America/Los_Angeles",
        "place_name": "Zoë's",
        "address": "5 & 6 Market St",
        "phone": "+14155550111",
        "confirmation_ref": "CP-AAA-BBB",
    }
    return Appointment(**fields | changes)


def query(address: str) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}


def test_google_reads_utc_instants_and_shows_them_in_the_places_zone() -> None:
    asked = query(links.google_calendar(appointment()))

    assert asked["dates"] == "20261201T183000Z/20261201T191500Z"
    assert asked["ctz"] == "America/Los_Angeles" and asked["action"] == "TEMPLATE"


def test_outlook_reads_utc_instants() -> None:
    asked = query(links.outlook_calendar(appointment()))

    assert (asked["startdt"], asked["enddt"]) == ("2026-12-01T18:30:00Z", "2026-12-01T19:15:00Z")
    assert asked["rru"] == "addevent" and asked["path"] == "/calendar/action/compose"


def test_signs_of_all_kinds_arrive_as_they_were() -> None:
    for address in (links.google_calendar(appointment()), links.outlook_calendar(appointment())):
        asked = query(address)
        assert asked.get("text", asked.get("subject")) == "Haircut & colour: Zoë's, 100% +"
        assert asked["location"] == "Zoë's, 5 & 6 Market St"
        assert "+" not in urlsplit(address).query  # Outlook shows plus signs as they are


def test_the_way_goes_to_the_address_or_else_to_the_spot() -> None:
    spot = Point(37.79, -122.4)

    assert query(links.google_maps("5 & 6 Market St", spot))["destination"] == "5 & 6 Market St"
    assert query(links.apple_maps("", spot))["daddr"] == "37.790000,-122.400000"
    assert links.geo("Zoë (1)", spot) == (
        "geo:37.790000,-122.400000?q=37.790000,-122.400000(Zo%C3%AB%20%281%29)"
    )
