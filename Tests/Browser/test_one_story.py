"""One story through every measure: a case is found in a market; those who were there become contacts; the area is sealed, its residents are sampled,
a tube comes out positive and is resolved by single tests; the case gets a bed, an order goes out, an inspector finds fault, and the zone is lifted."""

import re

from conftest import assert_fits, picture, sign_in

MARKET = "红星农贸市场"
TUBE = "STORY00001"
PEOPLE = "李小红 10412340001\n王大明 10412340002\n赵小刚 10412340003"


def send(page):
    page.locator("main form button.primary").click()


def as_role(visitor, role, demo):
    page = visitor()
    sign_in(page, role, demo)
    return page


def test_from_a_market_to_the_lifting_of_its_zone(demo, visitor):
    investigator = as_role(visitor, "investigator", demo)
    commander = as_role(visitor, "commander", demo)

    # 2 · Tracing. Somebody who passed the market's door is found infected.
    investigator.goto(demo.url + "/things/place?t=430111")
    investigator.locator("a.name", has_text=MARKET).click()
    investigator.locator("#thing").wait_for()
    market = investigator.url
    investigator.locator("#thing a[href*='/people/']").first.click()
    investigator.locator("#person").wait_for()
    case = investigator.url
    number = re.search(r"/people/(\d+)", case).group(1)
    investigator.goto(demo.url + f"/people/{number}/record/reportCase")
    investigator.locator("[name=caseKind]").select_option("confirmed")
    investigator.locator("[name=onset]").fill("2022-03-18")
    investigator.locator("[name=detection]").select_option("clinic")
    send(investigator)
    investigator.locator(".flash").wait_for()

    # Who was there at the same time is proposed, judged by the policy, and overridden with a reason.
    investigator.goto(case)
    investigator.locator(".verbs a[href*='/candidates']").click()
    rows = investigator.locator("#candidates tbody tr")
    rows.first.wait_for()
    chosen = rows.locator("input[name=person]")
    assert chosen.count() > 3 and chosen.first.is_checked()
    assert "general contact" in rows.first.inner_text()
    assert_fits(investigator)
    picture(investigator, "story-candidates")
    rows.first.locator("select").select_option("close")
    visitor.expect("422")
    send(investigator)
    investigator.locator(".problem", has_text="say why").wait_for()
    assert rows.first.locator("select").input_value() == "close", "what was chosen stays"
    investigator.locator("[name=reason]").fill("同摊位，未戴口罩")
    send(investigator)
    investigator.locator(".flash", has_text="contacts were recorded").wait_for()
    assert "同摊位，未戴口罩" in investigator.locator("main").inner_text() or investigator.locator("#met tbody tr").count() > 3
    investigator.goto(case + "/candidates")
    assert investigator.locator("#candidates .tag", has_text="recorded already").count() > 3

    # Risk area: what it would do, then set; the market in it must close.
    commander.goto(demo.url + "/zones/preview?t=430111&zoneLevel=high&memberCodes=430111008001")
    assert "Places closed" in commander.locator("#impact").inner_text()
    commander.locator("a.button.primary[href*='zoneSet']").click()
    commander.locator("[name=zoneName]").fill("洞井街道红星片区")
    commander.locator("[name=territory]").select_option("430111")
    commander.locator("[name=grounds]").fill("发现1例感染者")
    send(commander)
    commander.locator("#thing").wait_for()
    zone = commander.url
    assert "in force" in commander.locator(".person-head").inner_text()

    # 1 · Testing. A round of the subdistrict; a tube is positive; nobody becomes a case by it; one is sampled singly.
    duty = as_role(visitor, "duty", demo)
    duty.goto(demo.url + "/testing?t=430111")
    duty.locator("a.button.primary[href*='roundOpen']").click()
    duty.locator("[name=roundName]").fill("红星片区首轮")
    for box in duty.locator("input[name=area]:checked").all():
        box.uncheck()
    duty.locator("input[name=area][value='430111007']").check()
    duty.locator("[name=population]").fill("3000")
    send(duty)
    duty.locator("#thing").wait_for()
    duty.locator("a[href*='/testing/rounds/']").first.click()
    duty.locator("#round").wait_for()
    screening = duty.url.split("?")[0]
    worker = as_role(visitor, "community", demo)
    worker.goto(screening + "/table")
    worker.locator("#code").fill(TUBE)
    worker.locator("#people").fill(PEOPLE)
    send(worker)
    worker.locator("[data-outbox-status]", has_text="3").wait_for()
    laboratory = as_role(visitor, "laboratory", demo)
    laboratory.goto(demo.url + "/testing/laboratory?t=430111")
    laboratory.locator("#report-codes").fill(TUBE)
    laboratory.locator("form[action*='/report'] select[name=outcome]").select_option("positive")
    laboratory.locator("form[action*='/report'] button.primary").click()
    laboratory.locator("[data-outbox-status]", has_text="3 people to be held and sampled singly").wait_for()
    worker.goto(demo.url + "/?measure=testing")
    retest = worker.locator("article.duty", has_text="Sample singly again").first
    retest.wait_for()
    person = retest.locator("a.name").get_attribute("href").split("?")[0]
    retest.locator("a.button").first.click()
    send(worker)
    worker.locator(".flash").wait_for()
    laboratory.goto(demo.url + person + "/record/result")
    laboratory.locator("[name=result]").select_option("negative")
    send(laboratory)
    laboratory.locator(".flash").wait_for()

    # 3 · Treatment. The case gets a bed; the same bed is not given again.
    commander.goto(demo.url + "/things/site/new/siteOpen?t=430111")
    site = as_role(visitor, "isolation", demo)
    site.goto(demo.url + "/beds")
    free = site.locator("#sites tbody tr th a").first.inner_text()
    investigator.goto(demo.url + f"/people/{number}/record/beginStay?mode=central&site={free}")
    investigator.locator("[name=room]").fill("故事1室")
    send(investigator)
    investigator.locator(".flash").wait_for()
    assert "故事1室" in investigator.locator("main").inner_text()
    contact = investigator.locator("#met tbody a.name").first.get_attribute("href").split("?")[0]
    investigator.goto(demo.url + contact + f"/record/beginStay?mode=central&site={free}")
    investigator.locator("[name=room]").fill("故事1室")
    send(investigator)
    investigator.locator(".problem", has_text="故事1室").wait_for()
    investigator.locator("[name=room]").fill("故事2室")
    send(investigator)
    investigator.locator(".flash").wait_for()

    # 8 · Command. An order goes down and is reported.
    commander.goto(demo.url + "/things/directive/new/orderIssue")
    commander.locator("[name=orderTitle]").fill("红星市场关联人员排查")
    commander.locator("[name=orderText]").fill("今日完成。")
    commander.locator("input[name=addressees][value='4301']").check()
    send(commander)
    commander.locator("#thing").wait_for()
    duty.goto(demo.url + "/?measure=command")
    duty.locator("article.duty", has_text="红星市场关联人员排查").first.locator("a.button", has_text="Record as read").click()
    send(duty)
    duty.locator("#thing").wait_for()
    assert "read" in duty.locator(".branches").inner_text()

    # 10 · Supervision. An inspector finds fault with the market; it is put right.
    inspector = as_role(visitor, "inspector", demo)
    inspector.goto(demo.url + "/things/finding/new/findingRecord")
    for field in inspector.locator("main form [required]").all():
        tag, name = field.evaluate("e => e.tagName"), field.get_attribute("name")
        if tag == "SELECT" and not field.input_value():
            field.select_option(index=1)
        elif tag in ("INPUT", "TEXTAREA") and not field.input_value() and field.get_attribute("type") != "checkbox":
            field.fill("红星农贸市场通风不足" if name != "at" else field.input_value())
    send(inspector)
    inspector.locator("#thing").wait_for()
    picture(inspector, "story-finding")

    # The zone is lifted; that it came too early is said.
    commander.goto(zone)
    commander.locator(".verbs a[href*='zoneTurn']").click()
    commander.locator("[name=zoneTurn]").select_option("lifted")
    commander.locator("[name=grounds]").fill("演练结束")
    send(commander)
    commander.locator(".person-head", has_text="lifted").wait_for()
    assert "before its conditions held" in commander.locator("#thing").inner_text()

    # The market's page tells who was there, the case among them, and the scorecard counts all of it.
    investigator.goto(market)
    assert MARKET in investigator.locator("#thing").inner_text()
    commander.goto(demo.url + "/situation?t=430111")
    assert commander.locator("table.score tbody tr").count() >= 10
    picture(commander, "story-situation")
