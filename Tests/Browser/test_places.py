"""Risk areas, places and gatherings: a zone is weighed, set and closes a market; a place manager checks a hospital on a
phone; a stranger comes through a door by the place code; a wedding is refused by itself and an exhibition by a person."""

from conftest import DESK, PHONE, assert_fits, picture, sign_in


def send(page):
    page.locator("main form button.primary").click()
    page.locator("#thing").wait_for()


def test_a_zone_is_weighed_set_and_lifted(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/zones/preview?t=430111&zoneLevel=high&members=430111007&memberCodes=430111008001")
    impact = page.locator("#impact")
    assert "Places closed" in impact.inner_text() and "Prohibition 4" in impact.inner_text()
    picture(page, "zone-impact")
    page.locator("a.button.primary[href*='zoneSet']").click()
    assert page.locator("input[name=members][value='430111007']").is_checked()
    page.locator("[name=zoneName]").fill("高桥街道全域")
    page.locator("[name=territory]").select_option("430111")
    page.locator("[name=grounds]").fill("社区传播")
    send(page)
    zone = page.url
    assert "in force" in page.locator(".person-head").inner_text()

    # The market in it must close, and its page leads to the zone.
    page.goto(demo.url + "/things/place?t=430111")
    page.locator("a.name", has_text="高桥大市场").click()
    page.locator("#thing").wait_for()
    assert "Close the place" in page.locator(".duties").first.inner_text()
    assert "高桥街道全域" in page.locator("#thing").inner_text()
    page.locator(".verbs a[href*='placeClose']").click()
    page.locator("[name=grounds]").fill("封控区")
    send(page)
    assert "closed" in page.locator(".person-head").inner_text()

    page.goto(zone)
    page.locator(".verbs a[href*='zoneEvent']").click()
    page.locator("[name=zoneEvent]").select_option("roundNegative")
    send(page)
    page.locator(".verbs a[href*='zoneTurn']").click()
    page.locator("[name=zoneTurn]").select_option("lifted")
    page.locator("[name=grounds]").fill("误划，予以解除")
    send(page)
    assert "lifted" in page.locator(".person-head").inner_text()
    assert "before its conditions held" in page.locator("#thing").inner_text()
    picture(page, "zone-lifted")


def test_the_zone_with_a_history_is_on_the_map_and_tells_its_course(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/situation?t=430111")
    assert "high risk" in page.locator("main").inner_text()
    page.goto(demo.url + "/things/zone?t=430111")
    page.locator("a.name", has_text="双桥社区").click()
    text = page.locator("#thing").inner_text()
    assert "Sealed area" in text and "Precautionary area" in text and "14 clean days" in text
    for language in ("en", "zh"):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            look = visitor(language=language, viewport=viewport)
            sign_in(look, "commander", demo)
            look.goto(page.url)
            assert_fits(look)
            picture(look, f"zone-{language}-{name}")


def test_a_place_manager_checks_the_hospital_on_a_phone(demo, visitor):
    page = visitor(language="zh", viewport=PHONE)
    sign_in(page, "place", demo)
    page.goto(demo.url + "/things/place")
    page.locator("a.name", has_text="鹤城区第二医院").click()
    page.locator("#thing").wait_for()
    page.locator("a[href*='placeCheck']").first.click()
    for box in page.locator("input[name=inOrder]").all():
        box.check()
    page.locator("[name=inOrder][value=ventilation]").uncheck()
    assert_fits(page)
    send(page)
    assert "未落实" in page.locator(".timeline").inner_text()
    assert_fits(page)
    picture(page, "place-phone-zh")


def test_a_stranger_comes_through_the_door(demo, visitor):
    page = visitor()
    sign_in(page, "investigator", demo)
    page.goto(demo.url + "/things/place?t=430111")
    page.locator("a.name", has_text="红星农贸市场").click()
    page.locator("#thing").wait_for()
    before = page.locator("#thing").inner_text()
    assert "Inside now" in before and "Visitors in 24 hours" in before
    number = page.url.split("/")[-1].split("?")[0]
    stranger = visitor(viewport=PHONE)
    stranger.goto(f"{demo.url}/c/{number}")
    stranger.locator("[name=personName]").fill("过路人")
    stranger.locator("[name=phone]").fill("10499990000")
    assert_fits(stranger)
    picture(stranger, "door-phone-en")
    stranger.locator("button[value=in]").click()
    assert "registered: welcome" in stranger.locator("main").inner_text()
    page.reload()
    assert page.locator("#thing").inner_text() != before


def test_a_wedding_is_refused_by_itself_and_an_exhibition_is_decided_by_a_person(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/things/gathering")
    page.locator("a.name", has_text="刘家婚宴").click()
    text = page.locator("#thing").inner_text()
    assert "may not be held" in text and "the policy itself" in text
    picture(page, "gathering-refused")
    page.goto(demo.url + "/things/gathering?state=applied")
    page.locator("a.name", has_text="长沙春季家装展").click()
    page.locator("a[href*='gatheringDecide']").first.click()
    page.locator("[name=decision]").select_option("refused")
    page.locator("[name=remark]").fill("非必要不举办")
    send(page)
    assert "refused" in page.locator(".person-head").inner_text()
    for language in ("en", "zh"):
        look = visitor(language=language, viewport=PHONE)
        sign_in(look, "commander", demo)
        look.goto(page.url)
        assert_fits(look)
        picture(look, f"gathering-{language}-phone")
