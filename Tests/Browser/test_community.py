"""Measures 9 and 10 in a real browser: doors called at on a phone without a network, a gap of the grid map closed, the page for the public, a place
code, a plan of inspection from the draw to the summary."""

import re

from conftest import PHONE, assert_fits, picture, sign_in


def test_doors_are_called_at_without_a_network(demo, visitor):
    worker = visitor(viewport=PHONE)
    sign_in(worker, "community", demo)
    worker.goto(demo.url + "/community")
    assert_fits(worker)
    picture(worker, "community-phone")
    worker.locator("#rounds a.name").first.click()
    worker.locator("form.door").first.wait_for()
    assert_fits(worker)
    picture(worker, "doors-phone", whole=False)
    before = worker.locator("form.door:visible").count()
    place = worker.locator("form.door b").first.inner_text()

    # One tap with the network: the door is settled and goes.
    worker.locator("form.door").first.locator("button[value=met]").click()
    worker.locator("[data-outbox-status] [role=status]", has_text=f"{place}: Met").wait_for()
    assert place not in worker.locator("form.door b").all_inner_texts()

    # Two taps without: both wait on the device, are sent once the network is back, and count once.
    settled = worker.locator(".figures .note").first.inner_text()
    worker.context.set_offline(True)
    second = worker.locator("form.door").nth(0).locator("b").inner_text()
    worker.locator("form.door").nth(0).locator("button[value=met]").click()
    worker.locator("[data-outbox-status]", has_text="Waiting to be sent: 1").wait_for()
    worker.locator("form.door:visible").first.locator("button[value=notAtHome]").click()
    worker.locator("[data-outbox-status]", has_text="Waiting to be sent: 2").wait_for()
    assert second in worker.locator("[data-outbox-status] li").first.inner_text()
    picture(worker, "doors-offline", whole=False)
    worker.context.set_offline(False)
    worker.locator("[data-outbox-status] [role=status]", has_text=re.compile(r"\bSent: 2")).wait_for()
    worker.goto(worker.url)
    assert second not in worker.locator("form.door b").all_inner_texts()
    now = worker.locator(".figures .note").first.inner_text()
    assert int(now.split(" / ")[0]) == int(settled.split(" / ")[0]) + 1, (settled, now)
    assert before > 0


def test_a_gap_of_the_grid_map_is_a_duty_until_a_grid_lists_it(demo, visitor):
    worker = visitor()
    sign_in(worker, "community", demo)
    worker.goto(demo.url + "/community")
    gaps = worker.locator("#gaps tbody tr")
    gaps.first.wait_for()
    assert gaps.count() == 2
    picture(worker, "community-desk")
    worker.locator("#gaps tr", has_text="38栋").get_by_role("link").click()
    worker.locator("[name=gridCode]").fill("430111007005004")
    worker.locator("[name=gridName]").fill("第四网格")
    worker.locator("[name=buildings]").fill("38栋")
    worker.locator("[name=gridTeam]").fill("向红\n周斌")
    worker.locator("main form button.primary").click()
    worker.locator(".flash", has_text="met").wait_for()
    worker.goto(demo.url + "/community")
    assert worker.locator("#gaps tbody tr").count() == 1
    assert worker.locator("#grids tbody tr").count() == 4


def test_the_public_page_and_a_place_code(shared_demo, visitor):
    for language in ("en", "zh"):
        page = visitor(language=language, viewport=PHONE)
        page.goto(shared_demo.url + "/public/430111")
        page.locator(".hotline").wait_for()
        assert "12345" in page.locator(".hotline").inner_text()
        assert "双桥" in page.locator("article").first.inner_text()
        assert_fits(page)
        picture(page, f"public-{language}")
    assert len(page.content()) < 40_000
    manager = visitor()
    sign_in(manager, "commander", shared_demo)
    manager.goto(shared_demo.url + "/things/place?t=430111")
    manager.locator("a.name").first.click()
    manager.locator("a[href*='/code']").click()
    manager.locator(".placecode svg").wait_for()
    picture(manager, "place-code")


def test_a_plan_of_inspection_from_the_draw_to_the_summary(demo, visitor):
    inspector = visitor()
    sign_in(inspector, "inspector", demo)
    inspector.goto(demo.url + "/supervision")
    inspector.locator("#ledger tbody tr").first.wait_for()
    picture(inspector, "supervision-desk")
    inspector.locator("a[data-primary]").click()
    inspector.locator("[name=theme]").fill("医院院感")
    inspector.locator("[name=seed]").fill("7")
    inspector.locator("main form button.primary").click()
    inspector.locator("#thing").wait_for()
    assert "by chance" in inspector.locator("main").inner_text()
    inspector.locator("a[href*='planVisit']").first.click()
    inspector.locator("[name=inspectors]").fill("甲，乙")
    inspector.locator("main form button.primary").click()
    inspector.locator(".flash", has_text="met").wait_for()
    inspector.locator("a[href*='planSum']").first.click()
    inspector.locator("[name=summary]").fill("督查一地，问题已交办")
    inspector.locator("main form button.primary").click()
    inspector.locator(".tag", has_text="summed up").first.wait_for()
    phone = visitor(viewport=PHONE, language="zh")
    sign_in(phone, "inspector", demo)
    phone.goto(demo.url + "/supervision")
    assert_fits(phone)
    picture(phone, "supervision-phone")
