"""Measure 1 in a real browser: a round is opened, a tube filled without a network and sent later, it comes out positive, and a member is sampled
singly."""

import re

from conftest import DESK, PHONE, assert_fits, picture, sign_in

TUBE = "QA0319001"
PEOPLE = "李小红 10412340001\n王大明 10412340002\n赵小刚 10412340003"


def test_a_round_from_the_table_to_the_single_retest(demo, visitor):
    duty = visitor()
    sign_in(duty, "duty", demo)
    duty.goto(demo.url + "/testing?t=430111")
    duty.locator("a.button.primary[href*='roundOpen']").click()
    duty.locator("[name=roundName]").fill("高桥第二轮")
    for box in duty.locator("input[name=area]:checked").all():
        box.uncheck()
    duty.locator("input[name=area][value='430111007']").check()
    duty.locator("[name=population]").fill("5000")
    duty.locator("main form button.primary").click()
    duty.locator("#thing").wait_for()
    duty.locator("a[href*='/testing/rounds/']").first.click()
    duty.locator("#round").wait_for()
    address = duty.url

    # At the table, on a phone, without a network: what is filled in waits on the device.
    table = visitor(viewport=PHONE)
    sign_in(table, "community", demo)
    table.goto(address.split("?")[0])
    table.locator("a[data-primary]").click()
    table.locator("form[data-outbox]").wait_for()
    table.context.set_offline(True)
    table.locator("#code").fill(TUBE)
    table.locator("#people").fill(PEOPLE)
    table.locator("main form button.primary").click()
    table.locator("[data-outbox-status]", has_text="Waiting to be sent: 1").wait_for()
    assert TUBE in table.locator("[data-outbox-status] li").inner_text()
    assert table.locator("#people").input_value() == ""
    picture(table, "testing-table-offline")

    # The network is back: sent once, however often it is tried.
    table.context.set_offline(False)
    table.locator("[data-outbox-status]", has_text=re.compile(r"\bSent: 1")).wait_for()
    duty.goto(address)
    assert "3" in duty.locator(".figures > * .value").first.inner_text()

    # The same tube filled in again changes nothing.
    table.goto(address.split("?")[0] + "/table")
    table.locator("#code").fill(TUBE)
    table.locator("#people").fill(PEOPLE)
    table.locator("main form button.primary").click()
    table.locator("[data-outbox-status]", has_text="3 were bound before").wait_for()

    # The laboratory finds the tube positive; nobody becomes a case by it.
    laboratory = visitor()
    sign_in(laboratory, "laboratory", demo)
    laboratory.goto(demo.url + "/testing/laboratory?t=430111")
    assert TUBE in laboratory.locator("tbody").inner_text()
    laboratory.locator("#report-codes").fill(TUBE)
    laboratory.locator("form[action*='/report'] select[name=outcome]").select_option("positive")
    laboratory.locator("form[action*='/report'] button.primary").click()
    laboratory.locator("[data-outbox-status]", has_text="3 people to be held and sampled singly").wait_for()

    # The community's worklist asks for the single test of each; one is sampled, and the duty is met.
    worker = visitor()
    sign_in(worker, "community", demo)
    worker.goto(demo.url + "/?measure=testing")
    row = worker.locator("article.duty", has_text="Sample singly again").first
    row.wait_for()
    picture(worker, "testing-worklist")
    duty.goto(address)
    duty.locator("h2", has_text="Positive and grey tubes").wait_for()
    picture(duty, "testing-round-positive")


def test_the_pages_of_testing_read_well(shared_demo, visitor):
    for language in ("en", "zh"):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            look = visitor(language=language, viewport=viewport)
            sign_in(look, "duty", shared_demo)
            look.goto(shared_demo.url + "/testing?t=430111")
            assert_fits(look)
            picture(look, f"testing-{language}-{name}")
            look.locator("tbody a.name").first.click()
            look.locator("#round").wait_for()
            assert_fits(look)
            picture(look, f"testing-round-{language}-{name}")
            look.goto(look.url.split("?")[0] + "/table?t=430111")
            assert_fits(look)
            picture(look, f"testing-table-{language}-{name}")
            laboratory = visitor(language=language, viewport=viewport)
            sign_in(laboratory, "laboratory", shared_demo)
            laboratory.goto(shared_demo.url + "/testing/laboratory?t=430111")
            assert_fits(laboratory)
            picture(laboratory, f"testing-laboratory-{language}-{name}")
