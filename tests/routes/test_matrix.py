"""Every address by who comes and what they try: generated, so that a new one is met here first."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client

from callpilot.models import User
from tests.routes import people
from tests.routes.addresses import Address, addresses
from tests.routes.people import Answer
from tests.routes.world import make_world

UNSAFE = ["post", "put", "patch", "delete"]
METHODS = ["get", *UNSAFE]
NOT_MADE = 405
SIGN_IN = urlsplit(resolve_url(settings.LOGIN_URL)).path
# Open to everybody, and why.
PUBLIC = {
    "health": "says that we are up",
    "ready": "says which part is down",
    "schema": "describes the API",
    "docs": "describes the API",
    "home": "the landing page",
    "demo": "signs in, in simulated mode alone",
    "help": "is help",
    "help-keys": "is help",
    "mailbox": "exists in simulated mode alone, for who cannot sign in yet",
    "settings-appearance": "light or dark is kept in a cookie",
    "feed": "is known by its token",
}
# allauth's own, by which one signs in, up or out, or finds back.
ENTRANCES = [
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_request_login_code",
    "account_reset_password",
    "account_confirm",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "socialaccount_login",
    "socialaccount_signup",
]
EVERY = addresses()


def is_api(address: Address) -> bool:
    return address.pattern.startswith(("api/", "^api/"))


def is_tool(address: Address) -> bool:
    """For the voice of a call; a person's session is nothing there."""
    return address.name.startswith("tool-")


def is_carriers(address: Address) -> bool:
    return address.pattern.startswith(("twilio/", "elevenlabs/"))


def is_public(address: Address) -> bool:
    moved = address.pattern.startswith("accounts/social/")  # allauth's old addresses
    return moved or address.name in PUBLIC or address.name.startswith(tuple(ENTRANCES))


def ask(client: Client, method: str, path: str) -> Answer:
    """The answer to a request without anything in it."""
    match method:
        case "get":
            return client.get(path)
        case "post" if not path.startswith("/api/"):
            return client.post(path)  # a form
        case _:
            return client.generic(method.upper(), path, "{}", "application/json")


def owned(address: Address) -> bool:
    return bool(address.parameters) and not is_public(address) and not is_carriers(address)


def each_of(wanted: list[Address]) -> pytest.MarkDecorator:
    """One test an address; a stream reads in threads, which see what is committed alone."""
    params = []
    for address in wanted:
        mark = pytest.mark.django_db(transaction=address.pattern.endswith("/stream"))
        params.append(pytest.param(address, marks=mark, id=str(address)))
    return pytest.mark.parametrize("address", params)


@pytest.mark.parametrize("address", EVERY, ids=str)
def test_every_address_has_samples(address: Address) -> None:
    assert address.missing == [], "add them to tests/routes/addresses.py"


@pytest.mark.django_db(transaction=True)
def test_who_is_not_signed_in_is_sent_to_sign_in() -> None:
    world, client, wrong = make_world(), people.client_of(None), []
    for address in EVERY:
        for method in METHODS:
            answer = ask(client, method, address.path(world))
            if not fit_for_nobody(address, client, answer):
                wrong.append(f"{method} {address}: {answer.status_code}")
    assert wrong == []


def fit_for_nobody(address: Address, client: Client, answer: Answer) -> bool:
    if answer.status_code == NOT_MADE:
        return True
    if is_carriers(address):
        return answer.status_code == 403
    if is_public(address):
        return answer.status_code < 500 or address.name == "ready"
    if is_api(address):
        return answer.status_code in (401, 404)
    return answer.status_code in (301, 302) and leads_to(client, answer) == SIGN_IN


@pytest.mark.django_db(transaction=True)
def test_a_forged_form_is_refused() -> None:
    """Whoever comes by the session alone, without the page's token, changes nothing."""
    world, wrong = make_world(), []
    client = people.client_of(world.person, enforce_csrf_checks=True)
    for address in EVERY:
        made = is_carriers(address) or is_api(address) or is_public(address)
        fine = {403, 404, NOT_MADE} if made else {403}
        fine |= {401} if is_tool(address) else set()
        for method in UNSAFE:
            status = ask(client, method, address.path(world)).status_code
            if status not in fine:
                wrong.append(f"{method} {address}: {status}")
    assert wrong == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", [people.another, people.staff])
def test_what_is_somebody_elses_does_not_exist(who: Callable[[], User]) -> None:
    world, stranger, wrong = make_world(), people.client_of(who()), []
    for address in EVERY:
        for method in METHODS if owned(address) else []:
            status = ask(stranger, method, address.path(world)).status_code
            if status not in (404, NOT_MADE):
                wrong.append(f"{method} {address}: {status}")
    assert wrong == []


@each_of(EVERY)
def test_the_owner_is_answered(address: Address) -> None:
    """And let in somewhere, or what a stranger is refused would prove nothing."""
    world = make_world()
    owner = people.client_of(world.person)
    met = {method: ask(owner, method, address.path(world)).status_code for method in METHODS}
    assert max(met.values()) < 500 or address.name == "ready", met
    if owned(address):
        assert set(met.values()) - {404, NOT_MADE}, met


def leads_to(client: Client, answer: Answer) -> str:
    """Where the last of the redirections sends."""
    path = urlsplit(answer.headers["Location"]).path
    while path != SIGN_IN and (answer := client.get(path)).status_code in (301, 302):
        path = urlsplit(answer.headers["Location"]).path
    return path


TOOLS = [each for each in EVERY if is_tool(each)]


@pytest.mark.parametrize(
    "address",
    [pytest.param(each, marks=pytest.mark.django_db(transaction=True)) for each in TOOLS],
    ids=str,
)
def test_a_tool_is_for_the_voice_of_a_call_alone(address: Address) -> None:
    world, other = make_world(), make_world()
    path = address.path(world)

    def status(token: str, client: Client) -> int:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.post(path, {}, "application/json", headers=headers).status_code

    nobody, owner = people.client_of(None), people.client_of(world.person)
    assert status("", nobody) == status("", owner) == 401
    assert status(world.call.tool_token, nobody) == 401  # that call has ended
    assert status(world.live_call.token, nobody) == 401  # the carrier's
    before = world.live_call.tool_runs.count()
    assert status(other.live_call.tool_token, owner) == 200  # it is the token that counts
    assert world.live_call.tool_runs.count() == before


@each_of([each for each in EVERY if len(each.parameters) > 1 and owned(each)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_own_address_does_not_lead_to_somebody_elses_object(
    address: Address, method: str
) -> None:
    mine, theirs = make_world(), make_world()
    parts = zip(address.path(mine).split("/"), address.path(theirs).split("/"), strict=True)
    differing = [mine != theirs for mine, theirs in parts]
    if sum(differing) < 2:
        pytest.skip("Names one object only.")
    last = max(at for at, differs in enumerate(differing) if differs)
    path = address.path(mine).split("/")
    path[last] = address.path(theirs).split("/")[last]

    answer = ask(people.client_of(mine.person), method, "/".join(path))

    assert answer.status_code in (404, NOT_MADE)


@pytest.mark.django_db
def test_an_offer_of_somebody_elses_is_not_booked_through_an_own_campaign() -> None:
    mine, theirs = make_world(), make_world()
    client = people.client_of(mine.person)

    answer = client.post(
        f"/api/campaigns/{mine.ranking.pk}/confirm",
        {"offer_id": str(theirs.offer.pk)},
        content_type="application/json",
    )

    assert answer.status_code in (400, 404)
    assert not theirs.ranking.bookings.exists() and not mine.ranking.bookings.exists()


def test_lists_show_only_what_is_ones_own(db: None) -> None:
    mine, theirs = make_world(), make_world(words="Somebody else's wish")
    client = people.client_of(mine.person)
    for address in EVERY:
        if address.parameters or is_carriers(address):
            continue
        shown = client.get(address.path(mine)).getvalue()
        for theirs_id in (theirs.ranking, theirs.appointment, theirs.call, theirs.provider):
            assert str(theirs_id.pk).encode() not in shown, address
        assert b"Somebody else" not in shown, address
