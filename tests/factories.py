"""Small makers of rows for tests; each fills in what the test does not care about."""

import itertools
from datetime import date, timedelta

from django.utils.timezone import now

from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.models import Call, Campaign, Mandate, Offer, Provider

_count = itertools.count(1)
# That exist: others have no country, and the guard refuses to dial them. Not the demo's 415, 628.
AREA_CODES = [
    *range(416, 420), 423, 424, 425, 428, *range(430, 433), 434, 435, 437, 438, 440, 442, 443,
    *range(501, 511), *range(512, 521), *range(601, 611), *range(612, 621), *range(701, 710),
]  # fmt: skip


def make_person(username: str = "", **changes: object) -> User:
    """A user with a profile in San Francisco."""
    number = next(_count)
    user = User.objects.create_user(
        username or f"person{number}", email=f"person{number}@example.com", password="secret-pass"
    )
    fields: JsonObject = {
        "name": "Alex Example",
        "phone": "+14155550123",
        "latitude": 37.7936,
        "longitude": -122.3958,
        **changes,
    }
    Profile.objects.update_or_create(user=user, defaults=fields)
    return user


def make_provider(**changes: object) -> Provider:
    """A dentist in San Francisco with a fictional number of its own."""
    number = next(_count)
    fields: JsonObject = {
        "name": f"Test Dental {number}",
        "service": "dentist",
        "phone": f"+1{AREA_CODES[number // 100 % len(AREA_CODES)]}55501{number % 100:02d}",
        "address": f"{number} Market St, San Francisco",
        "latitude": 37.79,
        "longitude": -122.40,
        "timezone": "America/Los_Angeles",
        "rating": 4.5,
        "review_count": 100,
        "opening_hours": {str(day): [["08:00", "18:00"]] for day in range(5)},
        **changes,
    }
    return Provider.objects.create(**fields)


def make_mandate(person: User | None = None, **changes: object) -> Mandate:
    """What a person has charged us with, without anything that only a campaign has."""
    fields: JsonObject = {
        "person": person or make_person(),
        "contact_name": "Alex Example",
        "deadline_at": now() + timedelta(hours=72),
        **changes,
    }
    return Mandate.objects.create(**fields)


def make_campaign(person: User | None = None, **changes: object) -> Campaign:
    """A campaign for a dentist within the next week."""
    tomorrow = date.today() + timedelta(days=1)
    fields: JsonObject = {
        "person": person or make_person(),
        "service": "dentist",
        "place": "San Francisco",
        "latitude": 37.7749,
        "longitude": -122.4194,
        "timezone": "America/Los_Angeles",
        "date_range_start": tomorrow,
        "date_range_end": tomorrow + timedelta(days=6),
        "contact_name": "Alex Example",
        "deadline_at": now() + timedelta(hours=72),
        **changes,
    }
    return Campaign.objects.create(**fields)


def make_call(campaign: Campaign | None = None, **changes: object) -> Call:
    """A queued enquiry that is due."""
    campaign = campaign or make_campaign()
    fields: JsonObject = {"mandate": campaign, "campaign": campaign, **changes}
    provider: Provider = fields.get("provider") or make_provider()
    fields["provider"] = provider
    fields.setdefault("to_number", provider.phone)
    return Call.objects.create(**fields)


def make_offer(call: Call | None = None, **changes: object) -> Offer:
    """A verified offer in two days' time."""
    call = call or make_call(status="completed")
    fields: JsonObject = {
        "call": call,
        "campaign": call.campaign,
        "provider": call.provider,
        "start": (now() + timedelta(days=2)).replace(hour=18, minute=0, second=0, microsecond=0),
        "timezone": "America/Los_Angeles",
        "verified": True,
        "evidence": {"turns": [2], "quote": "We have Tuesday at ten."},
        **changes,
    }
    fields.setdefault("end", fields["start"] + timedelta(minutes=30))
    return Offer.objects.create(**fields)
