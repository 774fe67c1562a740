"""A look-back from the order to its closing: gathered, a source handed in with a blank and without, the residue explained."""

from conftest import PHONE, assert_fits, picture, sign_in
from test_arrivals import checked
from test_look_back_to_empty import panel, upload


def save(page):
    page.locator("main form button.primary").click()
    page.locator("main h1").wait_for()


def test_a_look_back_is_ordered_gathered_and_closed_with_its_residue_explained(demo, visitor):
    visitor.expect("422")
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/things/lookBack/new/lookBackOrder")
    page.locator("[name=lookBackTitle]").fill("Everyone from Jilin")
    page.locator("[name=originCodes]").fill("2202, 220113")
    for box in page.locator("[name=lookBackSources]").all():
        box.set_checked(box.get_attribute("value") in ("registration", "checkpoint", "hotel"))
    save(page)
    order = page.url.split("?")[0]
    assert "/things/lookBack/" in order

    page.locator("a[href*=lookBackGather]").first.click()
    save(page)
    funnel = page.locator("section", has=page.locator("h2", has_text="Where everyone ended")).inner_text()
    assert "looked for" in funnel and "not found" in funnel
    sources = page.locator("section", has=page.locator("h2", has_text="What the sources handed in")).inner_text()
    assert "silent" in sources, "the hotels have not handed in yet"
    picture(page, "look-back-gathered")

    # A source with a blank makes a duty; one without fills it.
    for blanks, state in (("2", "blanks to fill"), ("0", "no blank")):
        page.goto(order + "/record/lookBackReport")
        page.locator("[name=source]").select_option("hotel")
        page.locator("[name=records]").fill("40")
        page.locator("[name=withoutIdentity]").fill(blanks)
        save(page)
        assert state in page.locator("main").inner_text()
        if blanks == "2":
            assert page.locator(".duty", has_text="sources.hotel.identify").count() == 1

    # Not closed while somebody is missing without a word about it.
    page.goto(order + "/record/lookBackClose")
    page.locator("main form button.primary").click()
    page.locator(".field .error").wait_for()
    page.locator("[name=residueExplained]").fill("电话停机，户籍地协查中")
    save(page)
    assert "closed" in page.locator("main").inner_text()
    assert "电话停机" in page.locator("main").inner_text()
    picture(page, "look-back-closed")

    phone = visitor(language="zh", viewport=PHONE)
    sign_in(phone, "commander", demo)
    phone.goto(order)
    assert_fits(phone)
    picture(phone, "look-back-phone")


TOLL = """姓名,证件号码,手机号,出站时间,目的地,车牌号,收费站
高速甲,{0},10400009971,2022-03-16 20:00,430111,湘A00011,长沙南
高速乙,{1},10400009972,2022-03-17 21:00,430111,湘A00012,长沙南
高速乙,{1},10400009972,2022-03-17 21:00,430111,湘A00012,长沙南
高速丙,{2},10400009973,2022-02-01 09:00,430111,湘A00013,长沙南
,,,2022-03-17 22:30,430111,湘A00014,长沙南
"""
PUSHED = """姓名,证件号码,手机号,抵达时间,目的地
高速甲,{0},10400009971,2022-03-16 20:00,430111
"""
DOCUMENTS = [checked(f"99010119870101{number:03d}") for number in (61, 62, 63)]


def test_an_order_to_the_province_is_worked_by_its_counties(demo, visitor):
    headquarters = visitor()
    headquarters.set_default_timeout(30_000)
    sign_in(headquarters, "commander", demo)
    headquarters.goto(demo.url + "/things/lookBack/new/lookBackOrder?t=43")
    headquarters.locator("[name=lookBackTitle]").fill("松原市来湘人员回头看")
    headquarters.locator("[name=originCodes]").fill("2207")
    for box in headquarters.locator("[name=lookBackSources]").all():
        box.set_checked(box.get_attribute("value") in ("hotel", "tollList", "pushedList"))
    save(headquarters)
    order = headquarters.url.split("?")[0]
    assert "places silent" in panel(headquarters, "Blanks, held by").inner_text()
    assert headquarters.locator(".columns h2").first.inner_text() == "Where everyone ended"

    # The county finds it among what is addressed to it, with its own sources alone.
    county = visitor()
    county.set_default_timeout(30_000)
    sign_in(county, "investigator", demo)
    county.goto(demo.url + "/things/lookBack")
    county.locator("tbody a.name", has_text="松原市来湘人员回头看").click()
    county.locator("#thing").wait_for()
    sources = panel(county, "What the sources handed in").inner_text()
    assert "hotel" in sources.lower() and "toll" in sources.lower() and "pushed" not in sources.lower()
    duties = county.locator(".duty").all_inner_texts()
    assert duties and all("Yuhua" in duty for duty in duties), duties

    said = upload(county, order, "tollList", "toll.csv", TOLL, risk="low", documents=DOCUMENTS)
    assert "2 people newly looked for" in said and "without identity 1" in said
    sources = panel(county, "What the sources handed in").inner_text()
    assert "5 records, 2 people looked for, 1 repeated, 1 not looked for, 1 without identity" in sources
    picture(county, "look-back-county")

    # The headquarters hands in what was pushed to it: one is known already, and bears both sources.
    said = upload(headquarters, order, "pushedList", "pushed.csv", PUSHED, risk="low", documents=DOCUMENTS)
    assert "0 people newly looked for" in said
    sources = panel(headquarters, "What the sources handed in").inner_text()
    assert "1 records, 1 people looked for" in sources and "from 1 of 122" in sources
    picture(headquarters, "look-back-province")

    for language in ("zh", "en"):
        phone = visitor(language=language, viewport=PHONE)
        phone.set_default_timeout(30_000)
        sign_in(phone, "investigator", demo)
        phone.goto(order)
        assert_fits(phone)
        picture(phone, f"look-back-county-phone-{language}")
        phone.goto(order + "/upload?source=tollList")
        assert_fits(phone)
        picture(phone, f"look-back-upload-phone-{language}")
