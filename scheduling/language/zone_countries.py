"""In which country the clocks of a zone hang, by the tz database's own table."""

from functools import cache
from importlib.resources import files


@cache
def country_of(zone: str) -> str | None:
    """Its ISO code; None for a zone of no one country, such as UTC."""
    return _table().get(zone)


@cache
def _table() -> dict[str, str]:
    text = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {zone: country for country, _, zone, *_ in rows}
