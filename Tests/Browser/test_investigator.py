"""The main walk: an investigator opens an overdue contact, records what was done, and sees it counted."""

import re

from conftest import picture, sign_in

CLOCKS = ("located", "notified", "transferred")
RULE = "§tracing.closeClocks."
COUNTED = re.compile(r"([\d,]+) of ([\d,]+) met in time(?:, ([\d,]+) late)?")


def tracing(page, server) -> dict[str, int]:
    """The scorecard's figures for tracing in the investigator's own county: due, met in time, late now, and so met late."""
    page.goto(server.url + "/situation")
    row = page.locator("table.score tbody tr").filter(has=page.locator("th", has_text="2 Tracing"))
    label = row.locator("td").first.locator("a").get_attribute("title")
    found = COUNTED.search(label)
    assert found, f"the scorecard's cell does not say how many: {label}"
    in_time, due, late = (int((group or "0").replace(",", "")) for group in found.groups())
    shown = row.locator("td").first.locator(".late-count")
    assert (int(shown.inner_text().replace(",", "")) if shown.count() else 0) == late
    return {"due": due, "met in time": in_time, "late": late, "met late": due - in_time - late}


def record(page, task: str, fill: dict[str, str] | None = None) -> None:
    """Opens the form of an overdue task from its row on the person's page, and sends it."""
    row = page.locator(".duty.late").filter(has_text=RULE + task)
    row.locator(".act a").click()
    page.locator("main form button.primary").wait_for()
    for name, value in (fill or {}).items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("main form button.primary").click()
    page.locator(".flash").wait_for()


def test_an_overdue_contact_is_located_told_and_moved_and_the_scorecard_moves(demo, visitor):
    page = visitor()
    sign_in(page, "investigator", demo)
    before = tracing(page, demo)

    # Home shows what is late, the overdue contact of the story among it.
    page.goto(demo.url + "/")
    late_before = int(page.locator(".counters a.late b").inner_text())
    row = page.locator(".duty.late").filter(has_text=RULE + "located").first
    assert "late" in row.locator(".due").inner_text()
    name = row.locator(".who a.name")
    assert name.get_attribute("href").startswith("/people/35"), "the overdue contact of the story does not come first"
    picture(page, "walk-investigator-home")
    name.click()

    # The person's page says what is wanted and since when.
    page.locator("#person").wait_for()
    for task in CLOCKS:
        assert page.locator(".duty.late").filter(has_text=RULE + task).count() == 1, f"{task} is not overdue"
    picture(page, "walk-investigator-contact-before")
    address = page.url

    # Three records through the forms, each meeting its obligation.
    record(page, "located")
    assert page.url.split("?")[0] == address.split("?")[0]
    assert "1 obligation" in page.locator(".flash").inner_text()
    assert page.locator(".duty.late").filter(has_text=RULE + "located").count() == 0
    record(page, "notified")
    record(page, "transferred", {"site": "雨花区第4集中隔离点", "room": "512"})
    picture(page, "walk-investigator-contact-after")

    # All three are settled, none is late, and the person is held.
    assert page.locator(".duty.late").count() == 0
    assert "central quarantine" in page.locator(".person-head .now").inner_text()
    assert "512" in page.locator(".person-head .now").inner_text()
    settled = page.locator("details.under:has(.duties)")
    settled.locator("summary").first.click()
    for task in CLOCKS:
        met = settled.locator(".duty").filter(has_text=RULE + task)
        assert met.count() == 1, f"{task} is not among the settled obligations"
        assert "met" in met.locator(".due").inner_text()
    picture(page, "walk-investigator-contact-settled")

    # Home and the scorecard have moved: three more met late, fewer late. The clock runs on meanwhile, and what falls due in
    # these seconds counts as due and as late, or as met in time; it never counts as met late.
    page.goto(demo.url + "/")
    assert int(page.locator(".counters a.late b").inner_text()) < late_before
    after = tracing(page, demo)
    newly_late = (after["due"] - before["due"]) - (after["met in time"] - before["met in time"])
    assert after["met late"] == before["met late"] + len(CLOCKS)
    assert after["late"] == before["late"] - len(CLOCKS) + newly_late
    assert after["late"] < before["late"]
