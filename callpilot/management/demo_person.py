"""The demo person: a known password, a token and a half-full calendar to try things with."""

from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.utils.timezone import now

from callpilot.models import ApiToken, Profile, User
from scheduling.models import CalendarEntry

USERNAME = PASSWORD = "demo"
TOKEN = "callpilot-demo"
# Weekday, from, to, title: a plausible working week with room in it.
BUSY = [
    (0, time(14), time(15, 30), "Team meeting"),
    (1, time(12), time(13), "Lunch with Sam"),
    (1, time(16), time(17), "Project review"),
    (2, time(9), time(10), "Stand-up and planning"),
    (2, time(15), time(16), "Call with the bank"),
    (3, time(10), time(12), "Workshop"),
    (4, time(13), time(14), "Lunch"),
    (4, time(16), time(18), "Train to Sacramento"),
]


def make_person() -> User:
    """The demo user with profile and token; asked again it changes nothing."""
    person, made = User.objects.get_or_create(
        username=USERNAME,
        defaults={
            "email": "demo@example.com",
            "first_name": "Alex",
            "last_name": "Example",
            "is_staff": True,
            "is_superuser": True,
        },
    )
    if made:
        person.set_password(PASSWORD)
        person.save()
        Profile.objects.filter(user=person).update(
            name="Alex Example",
            phone="+14155550123",
            home_address="1 Market St, San Francisco",
            latitude=37.7936,
            longitude=-122.3958,
            timezone="America/Los_Angeles",
            insurance="Delta Dental",
        )
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    ApiToken.issue(person, "demo", TOKEN)
    return person


def fill_calendar(person: User, weeks: int = 4) -> None:
    """Put the demo week into this and the coming weeks, once each."""
    zone = Profile.objects.get(user=person).zone
    today = now().astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    for week in range(weeks):
        for weekday, start, end, title in BUSY:
            day = monday + timedelta(days=7 * week + weekday)
            CalendarEntry.objects.get_or_create(
                person=person,
                start=datetime.combine(day, start, zone),
                defaults={"end": datetime.combine(day, end, zone), "title": title},
            )
