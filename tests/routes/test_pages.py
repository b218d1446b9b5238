"""What every page is made of: strict headers, nothing inline, one heading, ids that are unique."""

from collections import Counter
from html.parser import HTMLParser

from django.conf import settings
from django.test import Client

from tests.routes import people
from tests.routes.addresses import addresses
from tests.routes.people import Answer
from tests.routes.world import make_world

PAGES = [each for each in addresses() if not each.pattern.endswith("/stream")]
STYLED_INLINE = {"docs"}  # by a library; it holds no data

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class Page(HTMLParser):
    """Counts what matters while it reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.ids: Counter[str] = Counter()
        self.headings = 0
        self.in_template = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "template":
            self.in_template += 1
        if tag == "style" or (tag == "script" and not given.get("src") and "type" not in given):
            self.inline.append(f"<{tag}>")
        for name, value in given.items():
            if (
                name == "style"
                or name.startswith(("on", "hx-on"))
                or name in ("hx-vars", "hx-vals")
            ):
                self.inline.append(f"{name}={value}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.inline.append(f"{name}={value}")
        self.headings += tag == "h1" and not self.in_template
        if "id" in given and not self.in_template:
            self.ids[str(given["id"])] += 1

    def handle_endtag(self, tag: str) -> None:
        self.in_template -= tag == "template"


def seen(path: str, readers: list[Client]) -> "Answer | None":
    """The page as its owner sees it, else as somebody without anything, else as nobody."""
    for reader in readers:
        answer = reader.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            return answer
    return None


def faults(answer: Answer, *, styled: bool) -> list[str]:
    policy, found = answer.headers.get("Content-Security-Policy", ""), []
    if styled:
        policy = policy.replace("style-src 'self' 'unsafe-inline'", "style-src 'self'")
    if "script-src 'self';" not in policy + ";" or "unsafe" in policy:
        found.append(f"policy {policy!r}")
    if "base-uri 'none'" not in policy:
        found.append(f"policy {policy!r}")
    for name, wanted in HEADERS.items():
        if answer.headers.get(name) != wanted:
            found.append(f"{name}: {answer.headers.get(name)}")
    page = Page(answer.content.decode())
    found += page.inline + [f"id {name} twice" for name, n in page.ids.items() if n > 1]
    if styled:
        return [each for each in found if not each.startswith("<style>")]
    if b"<html" in answer.content and page.headings != 1:
        found.append(f"{page.headings} h1")
    return found


def test_every_page_is_strict_and_whole(db: None) -> None:
    world, wrong, pages = make_world(), [], 0
    everybody = (world.person, people.somebody(), people.staff(superuser=True), None)
    readers = [people.client_of(who) for who in everybody]
    for address in PAGES:
        if answer := seen(address.path(world), readers):
            pages += 1
            wrong += [
                f"{address}: {fault}"
                for fault in faults(answer, styled=address.name in STYLED_INLINE)
            ]
    assert wrong == []
    assert pages > 40


def bare(answer: Answer) -> list[str]:
    """What a browser needs to take no answer for what it is not, and is not told."""
    kind = answer.headers.get("Content-Type", "")
    policy = answer.headers.get("Content-Security-Policy", "")
    wanted = ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'")
    found = [f"{name} missing" for name in wanted if name not in policy]
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("may be sniffed")
    if "Access-Control-Allow-Origin" in answer.headers:
        found.append("open to other origins")
    if not answer.streaming and answer.content:
        if not kind:
            found.append("of no kind")
        elif (kind.startswith("text/") or "+xml" in kind) and "charset=" not in kind:
            found.append(f"in no known letters: {kind}")
    return found


def test_every_answer_says_what_it_is_and_who_may_frame_it(db: None) -> None:
    world = make_world()
    readers = [people.client_of(world.person), people.client_of(None)]
    paths = [each.path(world) for each in PAGES]
    paths += [
        "/static/css/app.css",
        "/static/js/app.js",
        "/static/icons.svg",
        "/no-such",
        "/api/no",
    ]

    wrong = [f"{path}: {bare(answer)}" for path in paths for reader in readers
             if bare(answer := reader.get(path))]  # fmt: skip

    assert wrong == []


def test_no_folder_is_listed(db: None) -> None:
    for path in ("/static/", "/static/js/", "/static/../", "/media/", "/data/", "/.git/config"):
        assert Client().get(path).status_code == 404, path


def test_cookies_are_for_us_alone(db: None) -> None:
    answer = people.client_of(people.somebody()).get("/settings/profile/")
    session, csrf = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)

    given = {name: morsel for name, morsel in answer.cookies.items() if name in (session, csrf)}

    assert all(morsel["samesite"] == "Lax" for morsel in given.values()) and given
    assert settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE == "Lax"
