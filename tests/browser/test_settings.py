"""The four weights by keyboard alone, and the pages of settings without script."""

import pytest
from playwright.sync_api import Page, expect

from callpilot.embedded.engine import Engine
from campaigns.models import Preferences
from tests.browser.conftest import Browser

pytestmark = pytest.mark.browser


def opened(page: Page, demo: Engine, path: str) -> None:
    page.goto(demo.url)
    page.get_by_role("button", name="demo").first.click()
    page.wait_for_url("**/requests/**")
    page.goto(f"{demo.url.rstrip('/')}{path}")


def numbers(page: Page) -> list[int]:
    names = ("earliest", "rating", "distance", "preference")
    return [int(page.locator(f"#id_{name}_weight").input_value()) for name in names]


def test_the_weights_are_set_by_keyboard_and_always_make_a_hundred(
    page: Page, demo: Engine
) -> None:
    opened(page, demo, "/settings/preferences/")
    page.get_by_role("slider", name="Well rated").focus()
    for _press in range(5):
        page.keyboard.press("ArrowRight")
    assert numbers(page)[1] == 30 and sum(numbers(page)) == 100
    expect(page.locator("[data-total]")).to_contain_text("= 100")

    page.locator("#id_distance_weight").focus()
    page.keyboard.press("ArrowUp")
    assert sum(numbers(page)) == 100

    page.get_by_role("button", name="Best rated").focus()
    page.keyboard.press("Enter")
    assert numbers(page) == [15, 70, 10, 5]
    expect(page.locator("#example li").first).to_contain_text("best rated", ignore_case=True)

    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast").first).to_contain_text("Saved")
    row = Preferences.objects.get(user__username="demo")
    assert list(row.weights.values()) == [0.15, 0.7, 0.1, 0.05]


def test_a_weight_that_is_kept_stays(page: Page, demo: Engine) -> None:
    opened(page, demo, "/settings/preferences/")
    before = numbers(page)
    page.get_by_label("Keep Soon as it is").check()
    page.get_by_role("button", name="Close by: more").click()

    after = numbers(page)
    assert after[0] == before[0] and after[2] == before[2] + 5 and sum(after) == 100


def test_weights_are_four_numbers_without_script(browser: Browser, demo: Engine) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    opened(page, demo, "/settings/preferences/")

    assert page.get_by_role("slider").count() == 0
    page.locator("#id_rating_weight").fill("75")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".toast").first).to_contain_text("Saved")
    assert page.locator("[data-total]").inner_text().endswith("= 100")
