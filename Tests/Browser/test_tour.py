"""The guided tour leads a newcomer through one story: every stop opens, says something, and leads on."""

from conftest import DESK, PHONE, assert_fits, sign_in

# The commander sees everybody; the story of another city is not the investigator's.
STOPS = {"commander": 7, "investigator": 6}


def test_the_tour_leads_through_one_story(demo, visitor):
    for role, language, viewport in (("commander", "en", DESK), ("investigator", "zh", PHONE)):
        page = visitor(language=language, viewport=viewport)
        sign_in(page, role, demo)
        page.goto(demo.url + "/tour/1")
        seen = []
        for number in range(1, STOPS[role] + 1):
            panel = page.locator("aside.tour")
            panel.wait_for()
            assert f"{number} / {STOPS[role]}" in panel.inner_text()
            text = panel.locator("p").nth(1).inner_text()
            assert len(text) > 12 and text not in seen, text
            seen.append(text)
            assert page.locator("main h1, main h2").first.is_visible()
            assert_fits(page)
            panel.locator(".steps a.primary").click()
            if number < STOPS[role]:
                page.locator("aside.tour", has_text=f"{number + 1} / {STOPS[role]}").wait_for()
        page.locator("aside.tour").wait_for(state="detached")


def test_the_tour_can_be_left_and_taken_again(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/tour/3")
    page.locator("aside.tour .steps a").first.click()
    page.locator("aside.tour").wait_for(state="detached")
    page.goto(demo.url + "/")
    assert page.locator("aside.tour").count() == 0
    page.locator("header .bar > details.menu").last.locator("summary").click()
    page.locator("a[href='/tour/1']").click()
    page.locator("aside.tour", has_text="1 / 7").wait_for()
