"""Measure 9 on the stair: the doors of people isolated at home, one tap each, also without a network; a report of oneself answered from its row."""

import re

from conftest import DESK, PHONE, assert_fits, picture, sign_in


def test_doors_of_people_at_home_are_worked_without_a_network(demo, visitor):
    for language in ("zh", "en"):
        worker = visitor(viewport=PHONE, language=language)
        sign_in(worker, "community", demo)
        worker.goto(demo.url + "/community/home")
        worker.locator(".door form").first.wait_for()
        assert_fits(worker)
        picture(worker, f"home-doors-{language}")
    desk = visitor(viewport=DESK)
    sign_in(desk, "community", demo)
    desk.goto(demo.url + "/community/home")
    picture(desk, "home-doors-desk")

    # One tap with the network: the check that was open is met, and the page says when the person was seen.
    cards = worker.locator(".door", has_text=re.compile("late|in "))
    name = cards.first.locator("a").first.inner_text()
    cards.first.locator("button[value=well]").click()
    worker.locator("[data-outbox-status] [role=status]", has_text=re.compile(r"Seen, well")).wait_for()
    assert "last seen" in worker.locator(".door", has_text=name).first.inner_text()

    # Without a network it waits on the device, and counts once.
    worker.context.set_offline(True)
    worker.locator(".door form:visible").last.locator("button[value=notSeen]").click()
    worker.locator("[data-outbox-status]", has_text="Waiting to be sent: 1").wait_for()
    picture(worker, "home-doors-offline", whole=False)
    worker.context.set_offline(False)
    worker.locator("[data-outbox-status] [role=status]", has_text=re.compile(r"\bSent: 1")).wait_for()
    worker.goto(worker.url)
    assert worker.locator(".door p", has_text="nobody seen").count() == 1


def test_a_report_is_answered_from_its_row(demo, visitor):
    resident = visitor(viewport=PHONE)
    resident.goto(demo.url + "/report?t=430111")
    resident.locator("[name=personName]").fill("测试居民")
    resident.locator("[name=phone]").fill("10400008813")
    resident.locator("[name=address]").fill("高桥街道3栋201")
    resident.locator("[name=territory]").select_option("430111007")
    resident.locator("[name=ownWords]").fill("发热38度")
    resident.locator("form button.primary").click()
    resident.locator(".tone-met").wait_for()

    for language in ("zh", "en"):
        worker = visitor(viewport=PHONE, language=language)
        sign_in(worker, "community", demo)
        worker.goto(demo.url + "/community/reports?answered=no")
        worker.locator("tr", has_text="发热38度").locator("form").wait_for()
        assert_fits(worker)
        picture(worker, f"self-reports-{language}")
    assert "测试居民" not in worker.content(), "an identity is shown unasked"
    desk = visitor(viewport=DESK)
    sign_in(desk, "community", demo)
    desk.goto(demo.url + "/community/reports")
    picture(desk, "self-reports-desk")

    row = worker.locator("tr", has_text="发热38度")
    row.locator("button[value=notSeen]").click()
    worker.locator("tr", has_text="not reached").first.wait_for()
    worker.locator("tr", has_text="发热38度").locator("button[value=well]").click()
    worker.locator("[data-outbox-status] [role=status]", has_text=re.compile("well")).wait_for()
    assert worker.locator("tr", has_text="发热38度").count() == 0, "it is answered"
    worker.goto(demo.url + "/community/reports?answered=yes")
    assert "answered" in worker.locator("tr", has_text="发热38度").inner_text()
