"""From a sentence to the first call: by keyboard alone, and without JavaScript."""

import re
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from callpilot.embedded.engine import Engine
from callpilot.models import User
from campaigns.intake import drafting
from campaigns.models import Draft
from tests.browser import matrix
from tests.browser.conftest import Browser, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.browser]
EVIL = "<img src=x onerror=alert(1)>"


def enter(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Try the demo").click()
    page.get_by_label("In your words").wait_for()
    page.wait_for_load_state()  # Enter sends once the script is there


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until the thing of that name has the focus, as who has no mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "document.activeElement.innerText || document.activeElement.value || ''"
        )
        if re.search(name, " ".join(said.split())):
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


def test_by_keyboard_alone_a_sentence_becomes_calls(page: Page) -> None:
    enter(page)
    assert page.evaluate("document.activeElement.id") == "id_text"
    page.keyboard.type("Dentist next week, mornings")
    page.keyboard.press("Enter")
    page.locator("#row-when .words", has_text="mornings").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_text"
    assert "Understood" in page.locator("#live-polite").inner_text()

    tab_to(page, "^edit Where$")  # one row, in its place
    page.keyboard.press("Enter")
    page.locator("#id_place:focus").wait_for()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Mission District, San Francisco")
    page.keyboard.press("Enter")
    page.locator("#row-where .words", has_text="Mission District").wait_for()
    page.locator("#row-where a:focus").wait_for()

    tab_to(page, "^See providers")  # one of them is not to be called
    page.keyboard.press("Enter")
    page.locator("dialog .chosen").wait_for()
    name = page.locator(".chosen label").first.inner_text().strip()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "^Keep this choice$")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="See providers (9)").wait_for()

    tab_to(page, "^Start calling$")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("automated assistant calling on behalf of Alex Example").wait_for()
    tab_to(page, "^Call 9 dentists$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/campaigns/*/")

    campaign = Draft.objects.exclude(campaign=None).latest("updated_at").campaign
    assert campaign is not None and str(campaign.pk) in page.url
    page.locator(".call").first.wait_for(timeout=60_000)
    assert campaign.calls.count() == 9
    assert not campaign.calls.filter(provider__name=name).exists()


def test_without_javascript_the_form_leads_there_too(browser: Browser, demo: Engine) -> None:
    page = browser.new_context(base_url=demo.url, java_script_enabled=False).new_page()
    enter(page)
    page.get_by_label("In your words").fill("Haircut")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("When would suit you?").wait_for()

    page.get_by_role("link", name="Form", exact=True).click()
    page.get_by_label("mornings").check()
    page.get_by_role("button", name="Chat").click()
    page.get_by_role("button", name="Next week").click()
    page.get_by_role("link", name="edit For").click()
    page.get_by_label("In whose name").fill("Robin")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("button", name="Start calling").click()
    page.get_by_text("on behalf of Robin").wait_for()
    page.get_by_role("button", name=re.compile("^Call . salons$")).click()
    page.wait_for_url("**/campaigns/*/")


def test_one_of_several_places_is_chosen_by_keyboard(page: Page) -> None:
    enter(page)
    page.get_by_role("link", name="Form", exact=True).click()
    page.get_by_label("Near", exact=True).fill("Springfield")
    page.get_by_label("Near", exact=True).press("Tab")
    group = page.get_by_role("group", name="Which place is meant?")
    group.wait_for()
    # While the answer settles, htmx may put the focus back where it was.
    page.wait_for_function("!document.querySelector('.htmx-swapping, .htmx-settling')")
    group.get_by_label("Springfield, Missouri").press("Space")
    page.locator("#row-where .words", has_text="Springfield, Missouri").wait_for()
    page.get_by_text("Nothing was changed yet.").wait_for(state="detached")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.value")
    page.locator("#row-where .words", has_text=second).wait_for()
    assert second != "Springfield, Missouri" and "aria-invalid" not in page.content()

    page.get_by_label("Near", exact=True).fill("Graz")  # another text overrules the choice
    page.get_by_label("Near", exact=True).press("Tab")
    page.locator("#row-where .words", has_text="Graz, Austria").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_places_to_choose_from_are_for_everybody_and_need_no_script(
    browser: Browser, demo: Engine, person: User, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(base_url=demo.url, color_scheme=scheme, bypass_csp=True)
    context.add_init_script(matrix.AXE)
    sign_in(context, person)
    page = context.new_page()
    here = f"/requests/{drafting.begin(person).pk}/"
    for path, label in (
        (f"{here}form/", "Near"), (f"{here}edit/where/", "Near"),
        ("/settings/profile/", "Home address (optional)"),
    ):  # fmt: skip
        page.goto(path)
        page.get_by_label(label, exact=True).fill("12 Main Street, Springfield")
        page.evaluate("document.querySelector('[id=id_place], [id=id_home_address]').form.submit()")
        group = page.get_by_role("group", name="Which place is meant?")
        group.wait_for()
        found = [*matrix.violations(page), *matrix.walk(page, 60)]
        found += [fault for width in (320, 768, 1440) for fault in matrix.faults(page, width)]
        found += matrix.enlarged(page, matrix.LARGE) + matrix.enlarged(page, matrix.SPACING)
        assert found == [], "\n".join([path, *found])
        group.get_by_label("12 Main Street, Springfield, Illinois").check()
        page.evaluate("document.querySelector('[id=id_place], [id=id_home_address]').form.submit()")
        group.wait_for(state="detached")
    draft = Draft.objects.of(person).get()
    assert draft.value("place")["name"] == "Springfield, Illinois"
    person.profile.refresh_from_db()
    assert person.profile.home_address == "12 Main Street, Springfield, Illinois"


def test_what_is_missing_is_explained_where_one_presses(page: Page) -> None:
    enter(page)
    page.get_by_role("button", name="Start calling").focus()
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Nobody can be called yet").wait_for()
    assert dialog.get_by_role("link", name="Say when it would suit you.").is_visible()
    page.keyboard.press("Escape")
    assert "/requests/" in page.url and not Draft.objects.latest("updated_at").campaign


def test_the_form_saves_by_itself_and_the_talk_goes_on_with_it(page: Page) -> None:
    enter(page)
    page.get_by_role("link", name="Form", exact=True).click()
    page.get_by_label("Service").select_option("vet")
    page.locator("#row-service .words", has_text="Vet").wait_for()
    page.get_by_label("Call-back number").fill("911")
    page.get_by_label("Call-back number").press("Tab")
    page.get_by_text("Emergency and help lines are never called.").first.wait_for()
    page.get_by_label("Call-back number").fill("+1 415 555 0177")
    page.get_by_label("Call-back number").press("Tab")
    page.locator("#row-phone .words", has_text="0177").wait_for()

    page.get_by_role("button", name="Chat").click()
    page.get_by_label("In your words").fill(f"tomorrow {EVIL}")
    page.keyboard.press("Enter")
    page.locator(".log .mine", has_text=EVIL).wait_for()
    page.locator("#row-when .words").wait_for()
    page.reload()
    assert page.locator("#row-service .words").inner_text() == "Vet"
    assert page.locator(".log .mine", has_text=EVIL).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways_and_nothing_is_in_the_way(
    browser: Browser, demo: Engine, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        base_url=demo.url, viewport={"width": width, "height": 800}, color_scheme=scheme,
        reduced_motion="reduce", bypass_csp=True,
    )  # fmt: skip
    context.add_init_script(matrix.AXE)
    page = context.new_page()
    enter(page)
    page.get_by_label("In your words").fill("Dentist next week and a haircut on Friday")
    page.keyboard.press("Enter")
    page.locator("#row-when .words").wait_for()
    here = page.url
    for path in ("", "form/", "edit/when/", "edit/share/", "providers/", "confirm/"):
        page.goto(here + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert matrix.violations(page) == [], path


def test_what_could_not_be_sent_says_so_and_is_kept(page: Page, complaints: list[str]) -> None:
    enter(page)
    page.get_by_label("In your words").fill("Dentist next week")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()

    page.locator(".toast", has_text="No connection: nothing was sent.").wait_for()
    assert page.get_by_label("In your words").input_value() == "Dentist next week"
    page.context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    page.locator("#row-when .words").wait_for()
    assert any("net::ERR_INTERNET_DISCONNECTED" in each for each in complaints)
    complaints.clear()  # the browser's and htmx's own words for it


def test_who_has_signed_out_meanwhile_is_led_to_sign_in_and_back(page: Page) -> None:
    enter(page)
    page.locator("#row-when").wait_for()
    draft = urlsplit(page.url).path
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("In your words").fill("Dentist next week")
    page.get_by_role("button", name="Send").click()

    page.wait_for_url("**/accounts/login/?next=*")
    assert parse_qs(urlsplit(page.url).query)["next"] == [draft]
