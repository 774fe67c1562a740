"""A headquarters is activated, its roster has a gap, the gap is filled, and the shift hands over."""

from conftest import DESK, PHONE, assert_fits, picture, sign_in


def test_a_gap_in_the_roster_is_filled(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/things/territory/4304")
    page.locator("#thing").wait_for()
    text = page.locator("main").inner_text()
    assert "On duty now" in text and "Gaps in the roster" in text and "only 1" in text, text
    page.locator("a[href*='shiftPlan']").last.click()
    page.locator("[name=holders]").fill("贺文\n蒋岚")
    page.locator("[name=dutyFrom]").fill("2022-03-19T20:00")
    page.locator("[name=dutyUntil]").fill("2022-03-20T08:00")
    page.locator("main form button.primary").click()
    page.locator("#thing").wait_for()
    text = page.locator("main").inner_text()
    assert "贺文" in text and "only 1" not in text, text
    picture(page, "walk-command-filled")

    page.goto(demo.url + "/things/territory/431202")
    page.locator("a[href*='hqLeader']").last.click()
    page.locator("[name=leaderName]").fill("区长 向国平")
    page.locator("main form button.primary").click()
    page.locator("#thing").wait_for()
    assert "区长 向国平" in page.locator("main").inner_text()

    for language in ("en", "zh"):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            look = visitor(language=language, viewport=viewport)
            sign_in(look, "commander", demo)
            for at, address in (("headquarters", "/things/territory/4304"), ("command", "/things/territory")):
                look.goto(demo.url + address)
                assert_fits(look)
                picture(look, f"{at}-{language}-{name}")
