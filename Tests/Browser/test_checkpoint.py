"""A checkpoint registers and checks an arrival from a high-risk area, and the whole quarantine stands on the person's page."""

import re

from conftest import picture, sign_in

TEST_DAYS = [1, 2, 3, 7, 10, 14]  # policies/hunan-2022-03.yaml, arrivals.high.control
PERSON = {
    "name": "测试甲",
    "document": "990101198805050019",  # an unassigned division: no real person's number
    "phone": "10400009917",  # from no real range
    "birthDate": "1988-05-05",
    "origin": "吉林省吉林市船营区",
    "leftOrigin": "2022-03-18",
    "certificateTaken": "2022-03-18T20:00",
    "transportNumber": "G1286",
}


def test_an_arrival_from_a_high_risk_county_gets_a_quarantine_schedule(demo, visitor):
    page = visitor()
    sign_in(page, "checkpoint", demo)

    # Registered from the list of arrivals.
    page.goto(demo.url + "/list/arrivals")
    page.locator("a.button.primary[href*='registerArrival']").click()
    page.locator("[name=name]").wait_for()
    for name, value in PERSON.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=risk]").select_option("high")
    page.locator("[name=vehicle]").select_option("enclosedTrain")
    page.locator("[name=residence]").select_option("430111007")
    page.locator("[name=destination]").select_option("430111007")
    picture(page, "walk-checkpoint-registration")
    page.locator("main form button.primary").click()
    page.locator("#person").wait_for()
    assert "high-risk area" in page.locator(".person-head").inner_text()
    assert PERSON["name"] not in page.content() and PERSON["document"] not in page.content(), "an identity is shown unasked"

    # Checked, from the next action of the page.
    assert "Check on entry" in page.locator(".person-head .next").inner_text()
    page.locator("a[data-primary]").click()
    page.locator("main form button.primary").wait_for()
    for box in page.locator("main form input[type=checkbox][name=checks]").all():
        box.check()
    picture(page, "walk-checkpoint-check")
    page.locator("main form button.primary").click()
    page.locator("#person").wait_for()
    settled = page.locator("details.under:has(.duties)")
    settled.locator("summary").first.click()
    check = settled.locator(".duty").filter(has_text="§arrivals.high.checks")
    assert "met" in check.locator(".due").inner_text()

    # The calendar: central quarantine of fourteen days from the day after leaving, tests on the policy's days.
    strip = page.locator("table.strip")
    numbers = [cell.inner_text() for cell in strip.locator("thead tr").nth(1).locator("th").all()[1:]]
    days = dict(zip(numbers, range(1, len(numbers) + 1)))  # the strip begins with 19 March, the first day after the 18th
    assert numbers[:2] == ["19", "20"] and len(numbers) >= 14
    stage = strip.locator("td.bar-cell", has_text="central quarantine")
    assert stage.count() == 1 and int(stage.get_attribute("colspan")) == 14
    asked = [
        number
        for number, cell in zip(numbers, strip.locator("tbody tr").last.locator("td").all())
        if "test due" in (cell.get_attribute("title") or "")
    ]
    # Day 1 may be taken within 24 h of landing, and the strip draws a test on the last day it may be taken: that is day 2.
    assert {days[number] for number in asked} | {1} == set(TEST_DAYS)

    # The same as obligations with their rules, and nothing beyond them.
    rules = page.locator(".duty summary", has_text="§arrivals.high.control.stages.1.tests.").all_inner_texts()
    assert sorted(int(re.search(r"\.tests\.(\d+)$", rule.strip()).group(1)) for rule in rules) == TEST_DAYS
    assert page.locator(".duty", has_text="§arrivals.high.control.release.1").count() == 1
    picture(page, "walk-checkpoint-schedule")
