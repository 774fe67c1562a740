"""Records of one person: recognised while typing, held side by side, merged and taken apart, reviewed pair by pair with the keyboard."""

from conftest import PHONE, assert_fits, picture, sign_in

NAME, PHONE_NUMBER, BORN = "欧阳若兰", "19973112345", "1987-06-05"


def register_arrival(page, server, fill):
    page.goto(server.url + "/record/registerArrival")
    for name, value in fill.items():
        page.locator(f"[name={name}]").fill(value)


def save(page):
    page.locator("main form button.primary").click()
    page.locator(".flash").wait_for()


def newcomer(page, server, **changes):
    """Registers somebody who came from outside, whatever the page says about people like them; gives the address of the page."""
    register_arrival(page, server, {"name": NAME, "phone": PHONE_NUMBER, "birthDate": BORN, "origin": "上海", **changes})
    save(page)
    return page.url.split("?")[0]


def test_who_is_typed_in_is_recognised_and_taken_from_the_register(demo, visitor):
    page = visitor()
    sign_in(page, "investigator", demo)
    known = newcomer(page, demo)

    # Typed again with another character of the same sound and a digit wrong: recognised, masked, with the reasons.
    asked = []
    page.on("request", lambda request: asked.append(request) if "/people/matches" in request.url else None)
    page.goto(demo.url + "/record/reportCase")
    page.locator("[name=name]").press_sequentially("欧阳若澜")
    page.locator("[name=phone]").press_sequentially("19973112346")
    page.locator("[name=birthDate]").fill(BORN)
    match = page.locator("#matches li", has_text="欧*兰")
    match.wait_for()
    assert all(request.method == "POST" and "?" not in request.url.split("/people/matches")[1].replace("?t=", "") for request in asked)
    assert PHONE_NUMBER not in page.locator("#matches").inner_text(), "the number of somebody registered is shown whole"
    match.locator("details.why summary").click()
    why = match.locator(".waterfall").inner_text()
    assert "sounds alike" in why and "one character off" in why
    picture(page, "duplicates-while-typing")

    # Taken: the form keeps what else was filled in and asks no more who it is.
    page.locator("[name=reportedBy]").fill("县人民医院")
    match.get_by_role("button").click()
    page.locator(".chosen").wait_for()
    assert page.locator("[name=name]").count() == 0
    assert page.locator("[name=reportedBy]").input_value() == "县人民医院"
    picture(page, "duplicates-chosen")
    save(page)
    assert page.url.split("?")[0] == known
    assert "Confirmed" in page.locator(".person-head").inner_text() or "confirmed" in page.locator(".person-head").inner_text()

    phone = visitor(language="zh", viewport=PHONE)
    sign_in(phone, "investigator", demo)
    phone.goto(demo.url + "/record/reportCase")
    phone.locator("[name=name]").press_sequentially(NAME)
    phone.locator("[name=phone]").press_sequentially(PHONE_NUMBER)
    phone.locator("#matches li").first.wait_for()
    assert_fits(phone)
    picture(phone, "duplicates-while-typing-phone")


def test_two_records_are_merged_and_taken_apart_again(demo, visitor):
    visitor.expect("422")
    page = visitor()
    sign_in(page, "investigator", demo)
    first = newcomer(page, demo)
    second = newcomer(page, demo, name="欧阳若澜", phone="19973112346")
    assert first != second
    before = page.locator(".timeline li").count()

    # From the page of one: the other is found, both stand side by side.
    page.goto(first)
    own = page.locator(".timeline li").count()
    page.get_by_role("link", name="This is the same person as …").click()
    page.locator("#other").fill("19973112346")
    page.locator("main form button.primary").click()
    page.get_by_role("link", name="Compare").click()
    page.locator("table.compare").wait_for()
    table = page.locator("table.compare").inner_text()
    assert "sounds alike" in table and "one character off" in table and "the same" in table
    picture(page, "same-person-compare")
    page.locator("[name=standing][value='%s']" % first.rsplit("/", 1)[1]).check()
    page.locator("#reason").fill("电话与出生日期相符，本人确认")
    page.locator("button[value=same]").click()
    page.locator("#merged").wait_for()
    assert page.url.split("?")[0] == first
    assert page.locator(".timeline li").count() > own
    assert "电话与出生日期相符" in page.locator("#merged").inner_text()
    picture(page, "same-person-merged")
    # The other's page leads to the one that stands for both.
    page.goto(second)
    assert page.url.split("?")[0] == first
    phone = visitor(language="zh", viewport=PHONE)
    sign_in(phone, "investigator", demo)
    phone.goto(first)
    assert_fits(phone)
    picture(phone, "same-person-merged-phone")

    # And back.
    page.locator("#merged summary").click()
    page.locator("#merged [name=reason]").fill("是姐妹两人")
    page.locator("#merged button").click()
    page.locator(".flash").wait_for()
    assert page.locator("#merged").count() == 0
    page.goto(second)
    assert page.url.split("?")[0] == second
    # All its own entries, and the two that tell of the merge and its end.
    assert page.locator(".timeline li").count() == before + 2


def test_likely_pairs_are_decided_with_the_keyboard(demo, visitor):
    page = visitor()
    sign_in(page, "investigator", demo)
    newcomer(page, demo)
    newcomer(page, demo, name="欧阳若澜", phone="19973112346")
    newcomer(page, demo, name="诸葛青云", phone="19973119999", birthDate="1970-01-02")
    newcomer(page, demo, name="诸葛青云", phone="19973118888", birthDate="1970-02-01")

    page.goto(demo.url + "/duplicates")
    picture(page, "duplicates-begin")
    page.locator("main form button.primary").click()
    begin = page.get_by_role("link", name="Decide pair by pair")
    begin.wait_for(timeout=60_000)
    picture(page, "duplicates-found")
    total = int(page.locator("dl.facts dd").nth(2).inner_text().replace(",", ""))
    assert total >= 2
    begin.click()
    seen = []
    for _ in range(total):
        if "/pairs/" not in page.url:
            break
        page.locator("table.compare").wait_for()
        seen.append(page.locator("table.compare thead").inner_text())
        before, key = page.url, "m" if "欧*" in seen[-1] else "d" if "诸*" in seen[-1] else "s"
        if key == "m":
            picture(page, "duplicates-pair")
        page.keyboard.press(key)
        page.wait_for_url(lambda url: url != before)
        if key != "s":
            page.locator(".flash").wait_for()
    assert any("欧*" in one for one in seen) and any("诸*" in one for one in seen), seen
    # What is decided does not come again.
    page.goto(demo.url + "/duplicates")
    page.locator("main form button.primary").click()
    page.get_by_text("Decisions learnt from").wait_for(timeout=60_000)
    assert int(page.locator("dl.facts dd").nth(2).inner_text().replace(",", "")) < total
    assert page.locator("dl.facts dd").nth(4).inner_text() == "1", "the two found to be different people are learnt from"
