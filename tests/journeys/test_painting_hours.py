"""A week of hours, painted with mouse, finger and keyboard, or written where there is no script."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.steps import ada_makes_an_account, press
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.journey


def half_hour(ada: Page, day: str, clock: str) -> Locator:
    """The square of the picture that begins at this time."""
    return ada.locator(f"#paint [aria-label^='{day} {clock} ']")


def drag(ada: Page, *squares: Locator) -> None:
    for place, square in enumerate(squares):
        square.hover()
        if not place:
            ada.mouse.down()
    ada.mouse.up()


def touch(ada: Page, *squares: Locator) -> None:
    """One finger from square to square, as the browser hears of it."""
    finger = ada.context.new_cdp_session(ada)
    for place, square in enumerate(squares):
        box = square.bounding_box()
        assert box
        point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        kind = "touchMove" if place else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_ada_paints_her_week_with_the_mouse_and_the_keyboard(open_page: OpenPage) -> None:
    ada = open_page(viewport={"width": 1280, "height": 1600})
    ada_makes_an_account(ada)
    ada.goto("/availability")
    assert violations(ada) == {}

    drag(ada, half_hour(ada, "Saturday", "10:00"), half_hour(ada, "Sunday", "11:30"))
    expect(ada.get_by_label("Saturday", exact=True)).to_have_value("10:00–12:00")
    expect(ada.get_by_label("Sunday", exact=True)).to_have_value("10:00–12:00")

    half_hour(ada, "Monday", "12:00").click()
    expect(ada.get_by_label("Monday", exact=True)).to_have_value("09:00–12:30, 13:00–17:00")
    ada.keyboard.press("ArrowUp")
    ada.keyboard.press("Space")
    ada.keyboard.press("Shift+ArrowUp")
    expect(ada.get_by_label("Monday", exact=True)).to_have_value("09:00–11:00, 12:00–12:30, 13:00–17:00")

    ada.get_by_label("Friday", exact=True).fill("6–7:30")
    expect(half_hour(ada, "Friday", "06:00")).to_have_attribute("aria-selected", "true")
    expect(half_hour(ada, "Friday", "09:00")).to_have_attribute("aria-selected", "false")
    press(ada, "Save these hours")
    expect(ada.get_by_text("Saved.")).to_be_visible()
    expect(ada.get_by_label("Monday", exact=True)).to_have_value("09:00–11:00, 12:00–12:30, 13:00–17:00")


def test_on_a_phone_a_finger_paints(open_page: OpenPage) -> None:
    ada = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    ada_makes_an_account(ada)
    ada.goto("/availability")

    touch(
        ada,
        half_hour(ada, "Saturday", "08:00"),
        half_hour(ada, "Saturday", "08:30"),
        half_hour(ada, "Saturday", "09:00"),
    )

    expect(ada.get_by_label("Saturday", exact=True)).to_have_value("08:00–09:30")


def test_without_script_a_week_is_written_and_days_are_chosen(open_page: OpenPage) -> None:
    ada = open_page()
    ada_makes_an_account(ada)
    plain = ada.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False, storage_state=ada.context.storage_state(), base_url=ada.url
    )
    ada = plain.new_page()
    ada.goto("/availability")
    expect(ada.locator("#paint")).to_be_hidden()

    ada.get_by_label("Monday", exact=True).fill("9–12, 1–5 pm, 8–9pm")
    press(ada, "Save these hours")
    expect(ada.get_by_label("Monday", exact=True)).to_have_value("09:00–12:00, 13:00–17:00, 20:00–21:00")

    ada.get_by_role("link", name="→").or_(ada.locator(".month-head a").last).first.click()
    for place in (9, 10):
        ada.locator("label.date").nth(place).click()
        expect(ada.locator("label.date input").nth(place)).to_be_checked()
    press(ada, "Take them off")
    expect(ada.get_by_text("Day off")).to_have_count(2)
    ada.goto("/calendar")
    expect(ada.get_by_role("link", name="Month")).to_be_visible()
    plain.close()


@pytest.mark.parametrize("path", ["/calendar?view=month", "/availability/why-not?on=2027-03-01&at=15:00"])
def test_other_faces_of_the_pages_about_time_are_open_to_everybody(open_page: OpenPage, path: str) -> None:
    ada = open_page()
    ada_makes_an_account(ada)
    press(ada, "Show me with sample people")
    ada.goto(path)

    assert violations(ada) == {}
