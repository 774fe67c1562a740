"""Measure 3 in a real browser: from the scorecard to the four alls, from a ratio to who is missing, and there the contact is dealt with."""

import re

from conftest import DESK, PHONE, assert_fits, picture, sign_in


def number(text):
    return int(re.sub(r"\D", "", text) or 0)


def test_a_ratio_opens_who_is_missing(demo, visitor):
    page = visitor()
    sign_in(page, "investigator", demo)
    page.goto(demo.url + "/situation")
    page.locator("th a[href*='/situation/measure/treatment']").click()
    page.locator(".head a[href^='/treatment']").click()
    page.locator("#treatment").wait_for()
    isolated = page.locator("#treatment section", has=page.locator("h3", has_text="Everyone isolated"))
    row = isolated.locator("tbody tr", has_text="close contact").first
    asked, missing = (number(row.locator("td").nth(place).inner_text()) for place in (0, 1))
    assert asked > missing > 0
    picture(page, "treatment")

    # The ratio is those asked without the missing.
    due = sum(number(text) for text in isolated.locator("tbody td:nth-child(2)").all_inner_texts())
    absent = sum(number(text) for text in isolated.locator("tbody td:nth-child(3)").all_inner_texts())
    assert isolated.locator("p").first.inner_text().startswith(f"{due - absent:,} of {due:,}")

    # The list has as many as the figure says, and why each is on it.
    row.locator("td a").click()
    people = page.locator("#missing tbody tr")
    assert people.count() == missing
    assert "Bring under control" in people.first.inner_text() and "late" in people.first.inner_text()
    picture(page, "treatment-missing")

    # One of them is given a room: the figure is one less.
    page.goto(demo.url + people.first.locator("th a").get_attribute("href") + "/record/beginStay")
    page.locator("[name=site]").fill("雨花区第5集中隔离点")
    page.locator("[name=room]").fill("留观9室")
    page.locator("main form button.primary").click()
    page.locator(".flash").wait_for()
    page.goto(demo.url + "/treatment")
    isolated = page.locator("#treatment section", has=page.locator("h3", has_text="Everyone isolated"))
    assert number(isolated.locator("tbody tr", has_text="close contact").first.locator("td").nth(1).inner_text()) == missing - 1


def test_the_page_of_treatment_reads_on_a_phone_and_in_chinese(shared_demo, visitor):
    for language, viewport in (("en", DESK), ("zh", PHONE)):
        page = visitor(language=language, viewport=viewport)
        sign_in(page, "commander", shared_demo)
        page.goto(shared_demo.url + "/treatment")
        assert page.locator("#treatment section").count() >= 8
        assert_fits(page)
        picture(page, f"treatment-{language}")
