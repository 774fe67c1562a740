"""Where the demo's cases were: the way on the map, the hours nobody knows, the restaurant in which two of them sat; the lines of the team, the
closed loop with its gaps, and the hand-over that tells of every measure."""

import re

from conftest import PHONE, assert_fits, picture, sign_in

RESTAURANT = "湘味楼"
XIANGTAN, CHANGSHA, MILUO = 3, 4, 10


def drawn(page):
    page.locator("[data-chart=route] canvas").first.wait_for(timeout=30_000)


def test_the_way_of_a_case_is_drawn_and_two_cases_meet_in_a_restaurant(shared_demo, visitor):
    page = visitor()
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + f"/people/{XIANGTAN}/investigation")
    drawn(page)
    rows = page.locator("#stops tbody tr")
    numbers = [text for text in rows.locator("td.number").all_inner_texts() if text.strip()]
    assert numbers == [str(place + 1) for place in range(len(numbers))], "stops are numbered in their order"
    assert page.locator("#stops tr.gap").count() >= 2 and "unknown" in page.locator("#stops tr.gap").first.inner_text()
    assert_fits(page)
    picture(page, "route-all-days")
    # One day: its own stops, and the address says so.
    page.locator("#route nav a", has_text="11 Mar").click()
    drawn(page)
    assert "day=2022-03-11" in page.url
    assert page.locator("#stops section.day").count() == 1 and RESTAURANT in page.locator("#stops").inner_text()
    picture(page, "route-one-day")

    # The matrix of places and days shows two cases in one restaurant; who links them is answered with it.
    page.goto(shared_demo.url + "/network")
    row = page.locator("table tr", has_text=RESTAURANT)
    assert "2" in row.first.locator("td").all_inner_texts()
    page.locator("#one").select_option(str(XIANGTAN))
    page.locator("#two").select_option(str(CHANGSHA))
    page.get_by_role("button", name="Find the way").click()
    assert RESTAURANT in page.locator("#path").inner_text()
    picture(page, "two-cases-one-restaurant")

    phone = visitor(language="zh", viewport=PHONE)
    sign_in(phone, "commander", shared_demo)
    phone.goto(shared_demo.url + f"/people/{XIANGTAN}/investigation")
    drawn(phone)
    assert_fits(phone)
    picture(phone, "route-phone")


def test_whoever_came_through_the_same_door_is_proposed(shared_demo, visitor):
    page = visitor()
    sign_in(page, "investigator", shared_demo)
    page.goto(shared_demo.url + f"/people/{CHANGSHA}/candidates")
    there = page.locator("#candidates tbody tr", has_text=RESTAURANT)
    assert there.count() >= 5, "guests of the restaurant"
    assert page.locator("text=outside").count() > 0, "the case of the other county is a number only"
    assert_fits(page)
    picture(page, "candidates-restaurant")


def test_a_line_that_nobody_was_named_for_shows(shared_demo, visitor):
    page = visitor()
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + f"/people/{MILUO}/investigation")
    lines = page.locator("#team tbody tr")
    assert lines.count() == 3
    assert page.locator("#team .tone-late").count() == 1 and "nobody named" in page.locator("#team").inner_text()
    page.goto(shared_demo.url + f"/people/{MILUO}")
    assert page.locator(".duty.late", has_text="communications data").count() == 1
    picture(page, "team-line-missing")


def test_every_hop_of_the_loop_has_both_its_ends_and_open_gaps_are_listed(shared_demo, visitor):
    page = visitor()
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + "/gaps")
    rows = page.locator("#gaps tbody tr")
    assert rows.count() > 3
    assert_fits(page)
    picture(page, "loop-gaps")
    rows.first.locator("a").first.click()
    page.locator("#loop").wait_for()
    assert page.locator("#loop tbody tr").count() >= 4
    assert "open for" in page.locator("#loop").inner_text()
    picture(page, "loop-of-a-contact")
    phone = visitor(language="zh", viewport=PHONE)
    sign_in(phone, "commander", shared_demo)
    phone.goto(shared_demo.url + "/gaps")
    assert_fits(phone)
    picture(phone, "loop-gaps-phone")


def test_the_hand_over_tells_of_every_measure_and_is_not_flooded_by_one(shared_demo, visitor):
    page = visitor()
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + "/handover")
    groups = page.locator(".columns h3")
    assert groups.count() >= 6
    for table in page.locator(".columns table").all():
        assert table.locator("tr").count() <= 5
    assert page.evaluate("document.body.scrollHeight") < 6000
    links = groups.locator("a")
    assert re.search(r"measure=", links.first.get_attribute("href"))
    picture(page, "hand-over-by-measure")
