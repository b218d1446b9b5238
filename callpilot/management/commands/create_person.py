"""`manage.py create_person you@example.com`: somebody who can sign in at once, without mail."""

import getpass
import sys
from dataclasses import replace

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from callpilot.checks import missing_tables
from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from callpilot.management import which_place
from callpilot.management.command_base import PlainCommand
from callpilot.models import ApiToken, Profile, User, validate_zone
from campaigns.providers import gazetteer, phone_numbers
from campaigns.providers.geocoders.base import Place

QUESTIONS = {
    "email": "E-mail",
    "name": "Name, as it is told to those who are called",
    "phone": "Phone number, where they may ring back",
    "zone": "Time zone, like Europe/London",
}


class Command(PlainCommand):
    help = "Make a person who can sign in at once; asks for what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--name", default="")
        parser.add_argument("--phone", default="")
        parser.add_argument("--zone", default="", help="time zone, like America/New_York")
        parser.add_argument(
            "--home", default="", help="street and town, or a point; gives the zone, too"
        )
        parser.add_argument("--staff", action="store_true", help="may open the admin pages")
        parser.add_argument("--token", metavar="NAME", help="also make an API token of this name")

    def carry_out(self, options: JsonObject) -> None:
        if words := missing_tables():
            raise CommandError(words)
        asked = sys.stdin.isatty()
        home, unknown = self.home(str(options["home"]).strip(), asked)
        given = {name: str(options[name]) for name in QUESTIONS}
        if home:
            given["zone"] = given["zone"] or home.timezone
        values = checked({n: v or (ask(n) if asked else "") for n, v in given.items()}, unknown)
        password = asked_password() if asked else None
        person = create(values, password, home, staff=bool(options["staff"]))
        if password:
            self.stdout.write(f"{values['name']} can sign in as {values['email']}.")
        else:
            self.stdout.write(f"{values['name']} signs in as {values['email']}.")
            self.stdout.write(f"Choose a password within three days: {link_to_choose(person)}")
        if options["token"]:
            self.stdout.write(f"API token: {ApiToken.issue(person, str(options['token']))}")

    def home(self, text: str, asked: bool) -> tuple[Place | None, str]:
        """Where a text means, or why that is not known and what it may be."""
        while text:
            try:
                place = gazetteer.found("home", text).place
            except BadInput as error:
                if not asked:
                    return None, str(error)
                text = which_place.ask(error, "home", self.stdout.write)
            else:
                return place and replace(place, name=text[:200]), ""
        return None, ""


def ask(name: str) -> str:
    return input(f"{QUESTIONS[name]}: ").strip()


def asked_password() -> str:
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        raise CommandError("The two are not the same.")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return password


def link_to_choose(person: User) -> str:
    """The link that mail brings to who has forgotten it: good once, and not for ever."""
    key = default_token_generator.make_token(person)
    names = {"uidb36": user_pk_to_url_str(person), "key": key}
    path: str = reverse("account_reset_password_from_key", kwargs=names)
    return f"{settings.PUBLIC_URL}{path}"


def checked(given: dict[str, str], unknown: str) -> dict[str, str]:
    """The values as they are kept. Raises CommandError that names everything to mend."""
    problems = [unknown] if unknown else []
    for name, check in (("email", email), ("name", some), ("phone", phone), ("zone", zone)):
        try:
            given[name] = check(given[name])
        except (ValidationError, phone_numbers.BadNumber) as error:
            words = error.messages[0] if isinstance(error, ValidationError) else str(error)
            problems.append(f"{name}: {words}")
    if problems:
        raise CommandError(" ".join(problems), returncode=2)
    return given


def email(text: str) -> str:
    validate_email(text)
    address = text.lower()
    known = EmailAddress.objects.filter(email__iexact=address).exists()
    if known or User.objects.filter(email__iexact=address).exists():
        raise ValidationError("Somebody has this address already.")
    return address


def some(text: str) -> str:
    if not text.strip():
        raise ValidationError("Please give a name.")
    return text.strip()[:100]


def phone(text: str) -> str:
    """Ordinary numbers; whether they may be called is not asked, for we do not call them."""
    return phone_numbers.normalise(text)


def zone(text: str) -> str:
    validate_zone(text)
    return text


def create(
    values: dict[str, str], password: str | None, home: Place | None, *, staff: bool
) -> User:
    """The person with a verified address and a profile, all of it or nothing.

    Without a password nobody signs in as them before one is chosen.
    """
    with transaction.atomic():
        person = User(email=values["email"], is_staff=staff, is_superuser=staff)
        person.first_name, _, person.last_name = values["name"].partition(" ")
        get_adapter().populate_username(None, person)
        person.set_password(password)
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        Profile.objects.filter(user=person).update(
            name=values["name"], phone=values["phone"], timezone=values["zone"]
        )
        if home is not None:
            Profile.objects.filter(user=person).update(
                home_address=home.name,
                latitude=home.latitude,
                longitude=home.longitude,
                home_timezone=home.timezone,
            )
    return person
