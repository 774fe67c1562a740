"""The work of investigators: a new case's investigation is pasted, its timeline confirmed, the people met become contacts in two counties, and
those of the other county are found and held by it through a request for assistance; the four clears close."""

import re

from conftest import assert_fits, picture, sign_in

TEXT = (
    "患者王某，3月17日8:30乘坐G1234次列车（05车12F）从岳阳返回长沙，10:05到达长沙南站；3月17日18时至19时30分与同事李某、张某在湘江餐馆聚餐，"
    "3月18日到长沙市第一医院就诊。"
)
YUHUA, HECHENG = "430111", "431202"


def send(page):
    page.locator("main form button.primary").last.click()


def fill(page, number, **values):
    for name, value in values.items():
        page.locator(f"[name={name}{number}]").fill(value)


def test_from_a_pasted_text_to_contacts_held_in_two_counties(demo, visitor):
    page = visitor()
    sign_in(page, "investigator", demo)

    # A new case.
    page.goto(demo.url + "/record/reportCase")
    page.locator("[name=name]").fill("王测试")
    page.locator("[name=phone]").fill("13912345678")
    page.locator("[name=caseKind]").select_option("confirmed")
    page.locator("[name=onset]").fill("2022-03-18")
    page.locator("[name=detection]").select_option("clinic")
    page.locator("[name=residence]").select_option(YUHUA)
    page.locator("[name=territory]").select_option(YUHUA)
    send(page)
    page.locator("#person").wait_for()
    case = re.search(r"/people/(\d+)", page.url).group(1)

    # Nothing is known of where it was: the whole window is a gap.
    page.goto(demo.url + f"/people/{case}/investigation")
    assert "1 stretch" in page.locator(".lead").inner_text() or "One stretch" in page.locator(".lead").inner_text()
    assert page.locator("tr.gap").count() == 1

    # The text is read; each point stands under its own words, and nothing is recorded yet.
    page.locator("#text").fill(TEXT)
    send(page)
    points = page.locator("section.point")
    points.first.wait_for()
    assert points.count() == 4
    assert "G1234" in points.nth(0).locator("blockquote").inner_text()
    assert page.locator("[name=number0]").input_value() == "G1234" and page.locator("[name=coach0]").input_value() == "5"
    assert page.locator("[name=seat0]").input_value() == "12F" and page.locator("[name=from0]").input_value() == "08:30"
    assert page.locator("[name=from2]").input_value() == "18:00" and page.locator("[name=until2]").input_value() == "19:30"
    assert points.nth(2).locator("input[name=met]").count() == 2
    assert_fits(page)
    picture(page, "investigation-proposed")

    # One point is dropped; two people met are named, one here, one in another county. What is missing is said, what was filled in stays.
    points.nth(1).locator("input[name=use]").uncheck()
    fill(page, "2", place="湘江餐馆")
    points.nth(2).locator("input[name=met]").nth(0).check()
    fill(page, "2-0", name="李晓明", phone="13900000011")
    points.nth(2).locator("input[name=met]").nth(1).check()
    hecheng = page.locator("#territories option[value*='Hecheng']").first.get_attribute("value")
    page.locator("[name=residence2-1]").fill(hecheng)
    visitor.expect("422")
    send(page)
    page.locator("section.point .problem").first.wait_for()
    assert page.locator("[name=name2-0]").input_value() == "李晓明"
    fill(page, "2-1", name="张小华", phone="13900000012")
    page.locator("[name=step]").select_option("coreInformation")
    send(page)
    page.locator(".flash").wait_for()
    assert "3 points were recorded" in page.locator(".flash").inner_text() and "2 contacts" in page.locator(".flash").inner_text()
    assert page.locator("tr.gap").count() >= 2, "between the points the hours stay unknown"
    assert "18:00–19:30" in page.locator(".trajectory").last.inner_text() or page.locator("tr", has_text="18:00–19:30").count() == 1
    assert_fits(page)
    picture(page, "investigation-timeline")

    # A second source is added where the policy asks for two.
    thin = page.locator("form[action*='/source']")
    before = thin.count()
    thin.first.locator("select").select_option("police")
    thin.first.locator("button").click()
    page.locator(".flash", has_text="source").wait_for()
    assert page.locator("form[action*='/source']").count() == before - 1

    # The three lines of the team: nobody is named yet; one is, and the duty is met.
    lines = page.locator("#team tbody tr")
    assert lines.count() == 3 and page.locator("#team b").count() == 3
    lines.nth(1).locator("[name=who]").fill("雨花公安分局流调专班")
    lines.nth(1).locator("button").click()
    page.locator(".flash", has_text="雨花公安分局").wait_for()
    assert page.locator("#team b").count() == 2
    picture(page, "investigation-team")

    # The four clears of the case: two met, one of them elsewhere, nobody held yet.
    page.goto(demo.url + f"/people/{case}/clears")
    assert page.locator("#accounts .tone-late").count() == 0, "every account balances"
    assert page.locator("#clears tbody tr").nth(3).locator(".number").inner_text() != "0"

    # The other county is asked.
    page.goto(demo.url + f"/people/{case}/assistance?to={HECHENG}")
    rows = page.locator("#assisted tbody tr")
    assert rows.count() == 2 and rows.locator("input:checked").count() == 1
    page.locator("[name=assistanceText]").fill("密接张某，居住在鹤城区，请核查管控。")
    assert page.locator("[name=to]").input_value() == HECHENG
    assert_fits(page)
    picture(page, "assistance-asked")
    send(page)
    page.locator("#thing").wait_for()
    ticket = page.url.split("?")[0]
    assert "not received" in page.locator(".person-head").inner_text()
    picture(page, "assistance-ticket-sent")

    # It stands in their inbox, the person known there as a resident; receipt takes them over, control says how they are held.
    other = visitor()
    sign_in(other, "investigator2", demo)
    other.goto(demo.url + "/things/assistance?part=addressee")
    other.locator("a.name[href*='" + ticket.split("/things/")[1] + "']").click()
    other.locator("#thing").wait_for()
    other.locator("a[data-primary]").click()
    send(other)
    other.locator(".flash").wait_for()
    assert other.locator(".panel a[href*='/people/']").count() == 1
    other.locator("a[data-primary]").click()
    other.locator("[name=mode]").select_option("central")
    other.locator("[name=site]").fill("鹤城区集中隔离点")
    send(other)
    other.locator(".flash").wait_for()
    assert "everybody under control" in other.locator(".person-head").inner_text()
    assert_fits(other)
    picture(other, "assistance-ticket-done")

    # Who asked sees it; the contact here is held too, and nothing is left to clear.
    page.goto(ticket)
    assert "everybody under control" in page.locator(".person-head").inner_text()
    page.goto(demo.url + f"/people/{case}")
    page.locator("#met a.name").filter(has_text="李*明").click()
    page.locator("#person").wait_for()
    contact = re.search(r"/people/(\d+)", page.url).group(1)
    page.goto(demo.url + f"/people/{contact}/record/locate")
    send(page)
    page.locator(".flash").wait_for()
    page.goto(demo.url + f"/people/{contact}/record/beginStay?mode=central")
    page.locator("[name=site]").fill("雨花区集中隔离点")
    send(page)
    page.locator(".flash").wait_for()
    page.goto(demo.url + f"/people/{case}/clears")
    numbers = [cell.strip() for cell in page.locator("#clears tbody .number").all_inner_texts()]
    assert numbers == ["0", "0", "0", "0"], numbers
    picture(page, "four-clears-of-a-case")
