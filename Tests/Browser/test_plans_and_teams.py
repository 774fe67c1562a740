"""Measures 8 and 9: a headquarters plans its next period and names a task force, what was recorded wrongly is put right, a team is named for a person at
home and stands on the grid's page, a sealed area names those who live in it."""

import re

from conftest import DESK, PHONE, assert_fits, picture, sign_in


def test_a_headquarters_plans_names_a_force_and_puts_an_entry_right(demo, visitor):
    for viewport, language in ((PHONE, "zh"), (DESK, "en")):
        page = visitor(viewport=viewport, language=language)
        sign_in(page, "commander", demo)
        page.goto(demo.url + "/things/territory/4308")
        page.locator("#thing").wait_for()
        assert_fits(page)
        picture(page, f"headquarters-plans-{language}")
    # Zhangjiajie has planned nothing for today: the duty is late, and is met by a plan.
    assert "no plan" in page.locator("main").inner_text()
    page.locator("a[href*='periodPlan']").first.click()
    page.locator("[name=objectives]").fill("密接转运清零\n区域核酸覆盖99%")
    page.locator("[name=lastPeriod]").fill("余3人待接收地确认")
    page.locator("main form button.primary").click()
    page.locator(".flash", has_text="met").wait_for()
    assert "区域核酸覆盖99%" in page.locator(".panel", has_text="Operational period").inner_text()

    page.locator("a[href*='forceSet']").first.click()
    page.locator("[name=taskForce]").select_option("tracing")
    page.locator("[name=forceLead]").fill("陈静")
    page.locator("[name=forceMembers]").fill("刘伟\n彭敏")
    page.locator("main form button.primary").click()
    page.locator(".panel", has_text="陈静").wait_for()

    duty = visitor()
    sign_in(duty, "duty", demo)
    duty.goto(demo.url + "/things/territory/4301")
    duty.locator(".timeline a[href*='thingCorrect']").first.click()
    picture(duty, "correct-an-entry")
    duty.locator("[name=reason]").fill("误录")
    duty.locator("main form textarea").first.fill("更正后的内容")
    duty.locator("main form button.primary").click()
    duty.locator("#thing").wait_for()
    assert "更正后的内容" in duty.locator(".timeline").first.inner_text() and "误录" in duty.locator(".timeline").first.inner_text()


def test_a_team_is_named_for_a_person_at_home(demo, visitor):
    worker = visitor()
    sign_in(worker, "community", demo)
    worker.goto(demo.url + "/community/home")
    card = worker.locator(".door", has_text="nobody named yet").first
    if card.count() == 0:
        card = worker.locator(".door").first
    card.locator("a").first.click()
    worker.locator("#person").wait_for()
    worker.locator("a[href*='/record/homeTeam']").first.click()
    worker.locator("[name=teamGrid]").select_option("430111007005001")
    for name in worker.locator("main form input[type=text]").all():
        name.fill("李静")
    picture(worker, "home-team-form")
    worker.locator("main form button.primary").click()
    worker.locator("#person").wait_for()
    assert "medical worker 李静" in worker.locator("main").inner_text()
    picture(worker, "home-team-person")
    phone = visitor(viewport=PHONE)
    sign_in(phone, "community", demo)
    phone.goto(demo.url + "/things/territory/430111007005001")
    phone.locator(".panel", has_text="People isolated at home").wait_for()
    assert "李静" in phone.locator(".panel", has_text="People isolated at home").inner_text()
    assert_fits(phone)
    picture(phone, "grid-people-at-home")


def test_a_sealed_area_names_those_who_live_in_it(shared_demo, visitor):
    for viewport, language in ((PHONE, "zh"), (DESK, "en")):
        page = visitor(viewport=viewport, language=language)
        sign_in(page, "commander", shared_demo)
        page.goto(shared_demo.url + "/things/zone?t=430111")
        page.locator("a.name").first.click()
        page.locator("#thing").wait_for()
        assert_fits(page)
        picture(page, f"zone-residents-{language}")
        page.goto(shared_demo.url + "/zones/preview?t=430111&zoneLevel=high&memberCodes=430111007003")
        page.locator("#impact").wait_for()
        picture(page, f"zone-preview-names-{language}")
    page.locator("#impact summary").click()
    assert page.locator("#impact li").count() >= 20
    assert re.search(r"[\u4e00-\u9fff]\*", page.locator("#impact ul").inner_text()), "names are masked"
