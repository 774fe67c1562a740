"""One traveller from the announcement to the notice of release: registered, checked without a network, held, tested, let go in writing."""

import json
import re
import sqlite3
from datetime import datetime

from conftest import PHONE, assert_fits, picture, sign_in
from test_arrivals import PERSON, register

NAME, DOCUMENT = PERSON["name"], PERSON["document"]
STAGE_TESTS = {"2022-03-19": 1, "2022-03-20": 2, "2022-03-21": 3, "2022-03-25": 7, "2022-03-28": 10, "2022-04-01": 14}


def go_on(demo, moment_of_scenario: str):
    """Stops the demo, sets its clock to a later moment, and starts it again: the days in between have passed."""
    demo.stop()
    with sqlite3.connect(demo.folder / "demo.sqlite") as register_file:
        (kept,) = register_file.execute("SELECT value FROM setting WHERE name = 'scenario.clock'").fetchone()
        clock = json.loads(kept)
        later = int(datetime.fromisoformat(moment_of_scenario).timestamp() * 1000)
        assert later > clock["scenario"], "the clock only goes forward"
        clock["scenario"] = later
        register_file.execute("UPDATE setting SET value = ? WHERE name = 'scenario.clock'", (json.dumps(clock).encode(),))
    demo.__dict__.pop("cookies", None)
    demo.start()


def record(page, person, form, **fields):
    page.goto(f"{person}/record/{form}")
    for name, value in fields.items():
        field = page.locator(f"main form [name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("main form button.primary").click()
    page.locator("#person").wait_for()


def test_a_traveller_registers_is_checked_held_tested_and_released_with_a_notice(demo, visitor):
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    visitor.expect("40[34]")
    visitor.expect("422")

    # Registered on the public page, from a phone, without an account.
    traveller = visitor(viewport=PHONE, language="zh")
    link, code = register(traveller, demo)
    assert code.startswith("ST1.")

    # At the checkpoint there is no network: the code is judged on the device and sent later.
    gate = visitor(viewport=PHONE)
    sign_in(gate, "checkpoint", demo)
    gate.goto(demo.url + "/checkpoint")
    gate.context.set_offline(True)
    gate.locator("#code").fill(code)
    gate.locator("[data-look]").click()
    gate.locator("#decision .verdict").wait_for()
    assert "Into quarantine" in gate.locator("#decision .verdict").inner_text()
    gate.locator("[name=checkpoint]").fill("长沙南站")
    for box in gate.locator("form[data-checkpoint] [name=checks]").all():
        box.check()
    gate.locator("[name=sampled]").check()
    gate.locator(".thumb button.primary").click()
    gate.locator("[data-outbox-status]:not([hidden])").wait_for()
    gate.context.set_offline(False)
    gate.locator("[data-outbox-status]", has_text="Sent").wait_for()

    # The quarantine stands on the person's page, fourteen days from the day after leaving.
    gate.goto(demo.url + "/list/arrivals")
    gate.locator("a", has_text="测*丁").first.click()
    gate.locator("#person").wait_for()
    person = gate.url.split("?")[0]
    stage = gate.locator("td.bar-cell", has_text="central quarantine")
    assert stage.count() == 1 and int(stage.get_attribute("colspan")) == 14

    # Taken in the same morning.
    site = visitor()
    sign_in(site, "isolation", demo)
    record(site, person, "beginStay", mode="central", site="雨花区第一隔离点", room="305")
    assert "central quarantine" in site.locator(".person-head .now").inner_text()
    assert site.locator("a[href*='/notice']").count() == 0, "nobody was let go yet"
    assert site.goto(person + "/notice").status == 404, "a notice of what did not happen"

    # A fortnight later: the tests of the stage are recorded day by day, and answered.
    go_on(demo, "2022-04-02T09:00+08:00")
    site, laboratory = visitor(), visitor()
    for page, role in ((site, "isolation"), (laboratory, "laboratory")):
        page.set_default_timeout(120_000)  # a fortnight of everybody's duties is derived meanwhile
        sign_in(page, role, demo)
    for day, number in STAGE_TESTS.items():
        if number > 1:  # that of day 1 was the landing test
            record(site, person, "specimen", at=f"{day}T10:30")
    laboratory.goto(person + "/record/result")
    waiting = laboratory.locator("main form [name=specimen] option:not([value=''])")
    for value in [option.get_attribute("value") for option in waiting.all()]:
        record(laboratory, person, "result", specimen=value, result="negative")
    site.goto(person)
    picture(site, "release-before")
    assert "Release" in site.locator(".person-head .next").inner_text()

    # Let go, and the notice printed: who, which control, by which rule of which edition, when, what still applies.
    site.locator(".person-head a[data-primary]").click()
    site.locator("main form button.primary").click()
    site.locator("#person").wait_for()
    assert "Last released" in site.locator(".person-head .now").inner_text()
    picture(site, "release-person")
    site.locator(".person-head a[href*='/notice']").click()
    assert NAME not in site.content() and DOCUMENT not in site.content(), "an identity is shown before a purpose is stated"
    site.locator("[name=purpose]").fill("handed over at the gate")
    site.locator("main form button.primary").click()
    site.locator(".release-notice").wait_for()
    notice = site.locator(".release-notice").inner_text()
    for said in (NAME, "central quarantine", "集中隔离", "hunan-2022-03 §arrivals.high.control", "2022-04-02", "解除管控告知书"):
        assert said in notice, f"the notice does not say {said}:\n{notice}"
    assert DOCUMENT not in notice and PERSON["phone"] not in notice and PERSON["address"] not in notice, "more identity than needed"
    picture(site, "release-notice")
    paper = site.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1, "the notice is longer than one sheet"
    site.set_viewport_size(PHONE)
    assert_fits(site)
    picture(site, "release-notice-phone")

    # The purpose is in the audit; who may not see identities gets no notice.
    auditor = visitor(language="zh")
    auditor.set_default_timeout(120_000)
    sign_in(auditor, "inspector", demo)
    auditor.goto(demo.url + "/audit")
    assert "handed over at the gate" in auditor.locator("main").inner_text()
    assert auditor.goto(person + "/notice").status == 403

    # The traveller's own page still tells of the entry alone.
    traveller.goto(link)
    assert "长沙南站" in traveller.locator("main").inner_text()
    assert NAME not in traveller.content()
