"""What every page is made of: strict headers, nothing inline, one heading, ids that are unique."""

from collections import Counter
from html.parser import HTMLParser

import pytest

from tests.routes import people
from tests.routes.addresses import Address, addresses
from tests.routes.world import make_world

# The describing page of the API is drawn by a library's inline script; it holds no data.
PAGES = [
    each for each in addresses() if not each.pattern.endswith("/stream") and each.name != "docs"
]


class Page(HTMLParser):
    """Counts what matters while it reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.ids: Counter[str] = Counter()
        self.headings = 0
        self.in_template = 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
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
            self.ids[given["id"]] += 1

    def handle_endtag(self, tag):
        self.in_template -= tag == "template"


def seen(address: Address):
    """The page as its owner sees it, else as somebody without anything, else as nobody."""
    world = make_world()
    for person in (world.person, people.somebody(), None):
        answer = people.client_of(person).get(address.path(world))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            return answer
    pytest.skip("No page.")


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_page_is_strict_and_whole(address):
    answer = seen(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"

    page = Page(answer.content.decode())
    assert page.inline == []
    assert [name for name, count in page.ids.items() if count > 1] == []
    if b"<html" in answer.content:
        assert page.headings == 1
