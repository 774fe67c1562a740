"""Measure 3 in a real browser: a contact who waits is given a room, nobody else can have it, and the figures follow the stays."""

import re

from conftest import DESK, PHONE, assert_fits, picture, sign_in


def figures(page, site):
    """Existing, occupied and free of a site, as the page tells them."""
    cells = page.locator("#sites tr", has=page.locator("th", has_text=site)).locator("td.number").all_inner_texts()
    return [int(re.sub(r"\D", "", cell)) for cell in cells]


def test_a_room_is_given_once(demo, visitor):
    page = visitor()
    sign_in(page, "isolation", demo)
    page.goto(demo.url + "/beds")
    waiting = page.locator("#waiting tbody tr").first
    person = waiting.locator("th a").first.get_attribute("href")
    room = waiting.locator("td").last.locator("a")
    site = room.inner_text()
    existing, occupied, free = figures(page, site)
    assert existing == occupied + free > occupied

    # Somebody's room is not to be had.
    page.locator("#sites a", has_text=site).click()
    page.locator("#thing").wait_for()
    taken = page.locator("dt, th", has_text="室").first.inner_text().strip()
    picture(page, "beds-site")
    page.goto(demo.url + "/beds")
    page.locator("#waiting tbody tr").first.locator("td").last.locator("a").click()
    assert page.locator("[name=site]").input_value() == site
    page.locator("[name=room]").fill(taken)
    visitor.expect("422")
    page.locator("main form button.primary").click()
    page.locator(".problem", has_text=taken).wait_for()
    assert page.locator("[name=site]").input_value() == site, "what was filled in stays"

    # Another room is; the contact waits no more, and the figures have moved by one.
    page.locator("[name=room]").fill("留观1室")
    page.locator("main form button.primary").click()
    page.locator(".flash", has_text="met").wait_for()
    page.goto(demo.url + "/beds")
    assert figures(page, site) == [existing, occupied + 1, free - 1]
    assert page.locator(f"#waiting a[href='{person}']").count() == 0
    picture(page, "beds")


def test_a_site_with_people_in_it_cannot_be_closed(demo, visitor):
    page = visitor()
    sign_in(page, "isolation", demo)
    page.goto(demo.url + "/beds")
    page.locator("#sites tbody th a").first.click()
    page.locator("a[href*='siteChange']").click()
    page.locator("[name=siteStanding]").select_option("closed")
    visitor.expect("422")
    page.locator("main form button.primary").click()
    page.locator(".problem", has_text="cannot be closed").wait_for()


def test_the_page_of_beds_reads_on_a_phone_and_in_chinese(shared_demo, visitor):
    for name, language, viewport in (("desk", "en", DESK), ("phone", "zh", PHONE)):
        page = visitor(language=language, viewport=viewport)
        sign_in(page, "isolation", shared_demo)
        page.goto(shared_demo.url + "/beds")
        assert page.locator("#sites tbody tr").count() > 0
        assert_fits(page)
        picture(page, f"beds-{name}-{language}")
