"""A person who can sign in at once, made in the terminal."""

import io
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import now

from callpilot.models import ApiToken, User, digest

pytestmark = pytest.mark.django_db
GIVEN = ["--name", "Robin Vale", "--phone", "+1 415 234 0142", "--zone", "America/Chicago"]


def made(*arguments: str) -> str:
    out = io.StringIO()
    call_command("create_person", *arguments, stdout=out)
    return out.getvalue()


def link_in(said: str) -> str:
    return said.split("three days: ")[1].split()[0].removeprefix(settings.PUBLIC_URL)


def choose(link: str, password: str) -> None:
    client = Client()
    form = client.get(link, follow=True)
    if form.redirect_chain:
        there = form.redirect_chain[-1][0]
        client.post(there, {"password1": password, "password2": password})


def test_they_choose_a_password_by_the_link_that_is_shown_and_sign_in_with_it() -> None:
    said = made("Robin@example.com", *GIVEN)
    choose(link_in(said), "v3ry-0wn-words")

    person = User.objects.get(email="robin@example.com")
    client = Client()
    wrote = {"login": "robin@example.com", "password": "v3ry-0wn-words"}
    answer = client.post("/accounts/login/", wrote)

    assert answer.status_code == 302 and answer.headers["Location"] == "/"
    assert EmailAddress.objects.get(user=person).verified
    assert not person.is_staff
    assert (person.profile.name, person.profile.phone) == ("Robin Vale", "+14152340142")
    assert person.profile.timezone == "America/Chicago"


def test_the_link_is_good_once_and_for_three_days() -> None:
    used, late = made("robin@example.com", *GIVEN), made("kim@example.com", *GIVEN)
    choose(link_in(used), "v3ry-0wn-words")
    choose(link_in(used), "0ther-words-here")
    with time_machine.travel(now() + timedelta(days=3, minutes=1), tick=False):
        choose(link_in(late), "0ther-words-here")

    robin, kim = (
        User.objects.get(email__startswith="robin"),
        User.objects.get(email__startswith="k"),
    )
    assert robin.check_password("v3ry-0wn-words")
    assert not kim.has_usable_password()


def test_staff_may_open_the_admin_pages_and_a_token_works() -> None:
    said = made("robin@example.com", *GIVEN, "--staff", "--token", "laptop")
    token = said.split("API token: ")[1].strip()

    assert User.objects.get().is_staff
    assert ApiToken.objects.get(digest=digest(token)).name == "laptop"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(CommandError) as refused:
        made("robin", "--phone", "911", "--zone", "Mars/Olympus")

    for word in ("email:", "name:", "phone:", "zone:"):
        assert word in str(refused.value)
    assert not User.objects.exists()


def test_an_address_belongs_to_one_person() -> None:
    made("robin@example.com", *GIVEN)

    with pytest.raises(CommandError, match="already"):
        made("ROBIN@example.com", *GIVEN)
    assert User.objects.count() == 1


def test_what_is_missing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["robin@example.com", "Robin Vale", "+14152340142", "Europe/Paris"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("getpass.getpass", lambda question: "a sentence nobody guesses")

    said = made()

    assert "Password" not in said
    assert User.objects.get().check_password("a sentence nobody guesses")


def test_a_name_in_use_makes_no_trouble() -> None:
    """People are told apart by their addresses."""
    made("robin@example.com", *GIVEN)
    made("robin@example.org", *GIVEN)

    assert len(set(User.objects.values_list("username", flat=True))) == 2


def test_a_home_is_found_and_gives_the_zone_where_none_is_given() -> None:
    made("robin@example.com", *GIVEN[:4], "--home", "Hauptplatz 1, Graz")

    profile = User.objects.get().profile
    assert profile.home_address == "Hauptplatz 1, Graz"
    assert profile.timezone == profile.home_timezone == "Europe/Vienna"
    assert profile.latitude == pytest.approx(47.07, abs=0.05)


def test_any_point_may_be_a_home_and_the_zone_that_is_given_stays() -> None:
    made("robin@example.com", *GIVEN, "--home", "0.5, -160.0")

    profile = User.objects.get().profile
    assert (profile.latitude, profile.longitude) == (0.5, -160.0)
    assert (profile.timezone, profile.home_timezone) == ("America/Chicago", "Etc/GMT+11")


def test_a_home_that_may_be_several_is_refused_with_them_where_nobody_can_be_asked() -> None:
    with pytest.raises(CommandError) as refused:
        made("robin@example.com", "--phone", "911", "--home", "Springfield")

    for words in ("home:", "Springfield, Missouri · Springfield, Massachusetts", "phone:"):
        assert words in str(refused.value)
    assert not User.objects.exists()


def test_who_sits_at_the_terminal_chooses_the_home_by_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["Springfeild", "3"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("getpass.getpass", lambda question: "a sentence nobody guesses")

    said = made("robin@example.com", *GIVEN, "--home", "Xyzzyville")

    listed = [line for line in said.splitlines() if line.startswith("  3. ")]
    assert listed == [f"  3. {User.objects.get().profile.home_address}"]
