"""A look-back from the order to its closing: gathered, a source handed in with a blank and without, the residue explained."""

from conftest import PHONE, assert_fits, picture, sign_in


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
