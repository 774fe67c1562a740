"""A traveller registers, shows the code at a checkpoint that has no network, and the check arrives once the network is back."""

from conftest import PHONE, assert_fits, picture, sign_in

PERSON = {
    "name": "测试丁",
    "document": "990101199001010019",  # an unassigned division: no real person's number
    "phone": "10400009917",  # from no real range
    "origin": "吉林省吉林市船营区",
    "leftOrigin": "2022-03-18",
    "address": "曙光路1号",
    "transportNumber": "G1286",
}


def register(page, demo, **changes):
    page.goto(demo.url + "/register")
    for name, value in {**PERSON, **changes}.items():
        page.locator(f"[name={name}]").fill(value)
    area = page.locator("[name=riskArea] option", has_text="船营")
    page.locator("[name=riskArea]").select_option(area.get_attribute("value"))
    page.locator("[name=destination]").select_option("430111")
    page.locator("[name=promise]").check()
    page.locator("form button.primary").click()
    page.locator("#entry-code").wait_for(state="attached")
    return page.url, page.locator("#entry-code").text_content()


def test_from_registration_to_quarantine_through_a_checkpoint_without_network(demo, visitor):
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    visitor.expect("422")
    traveller = visitor(viewport=PHONE)
    link, code = register(traveller, demo)
    assert code.startswith("ST1.") and len(code) <= 134
    assert "Into quarantine" in traveller.locator(".verdict").inner_text()
    assert traveller.locator(".demands li").count() > 3
    assert PERSON["document"] not in traveller.content() and PERSON["name"] not in traveller.content(), "an identity is shown unasked"
    picture(traveller, "arrivals-registration")
    assert_fits(traveller)

    page = visitor(viewport=PHONE)
    sign_in(page, "checkpoint", demo)
    page.goto(demo.url + "/checkpoint")
    page.context.set_offline(True)
    page.locator("#code").fill(code)
    page.locator("[data-look]").click()
    page.locator("#decision .verdict").wait_for()
    assert "No network" in page.locator("#decision").inner_text()
    assert "Into quarantine" in page.locator("#decision .verdict").inner_text()
    page.locator("[name=checkpoint]").fill("长沙南站")
    page.locator("[name=sampled]").check()
    picture(page, "arrivals-checkpoint-offline")
    assert_fits(page)
    page.locator(".thumb button.primary").click()
    page.locator("[data-outbox-status]:not([hidden])").wait_for()
    assert "Waiting to be sent" in page.locator("[data-outbox-status]").inner_text()
    assert code not in page.locator("[data-outbox-status]").inner_text()

    page.context.set_offline(False)
    page.locator("[data-outbox-status]", has_text="Sent").wait_for()
    picture(page, "arrivals-checkpoint-sent")

    # The same code again is refused, with where it was used.
    page.goto(demo.url + "/checkpoint")
    page.locator("#code").fill(code)
    page.locator("[data-look]").click()
    page.locator("#decision .problem").wait_for()
    assert "长沙南站" in page.locator("#decision .problem").inner_text()

    traveller.goto(link)
    assert "长沙南站" in traveller.locator("main").inner_text()
    assert traveller.locator("#entry-code").count() == 0

    # The quarantine stands on the person's page, with its tests.
    page.goto(demo.url + "/list/arrivals")
    page.locator("a", has_text="测*丁").first.click()
    page.locator("#person").wait_for()
    assert page.locator("td.bar-cell", has_text="central quarantine").count() == 1
    picture(page, "arrivals-person")

    # The board counts the entry.
    page.goto(demo.url + "/arrivals")
    assert "长沙南站" in page.locator("table.hours").inner_text()
    assert_fits(page)
    picture(page, "arrivals-board")


def test_a_mangled_code_is_refused_without_a_network_too(shared_demo, visitor):
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    page = visitor()
    sign_in(page, "checkpoint", shared_demo)
    page.goto(shared_demo.url + "/checkpoint")
    page.context.set_offline(True)
    for text in ("hello", "ST1.abc", "ST1." + "A" * 127):
        page.locator("#code").fill(text)
        page.locator("[data-look]").click()
        page.locator("#decision .problem").wait_for()
        assert "no entry code" in page.locator("#decision").inner_text() or "not issued here" in page.locator("#decision").inner_text()


def test_everyone_of_a_vehicle_is_recorded_in_one_gesture(demo, visitor):
    visitor.expect("422")
    codes = []
    for number in (1, 2):
        traveller = visitor(viewport=PHONE)
        document = checked(f"99010119900101{number:03d}")
        codes.append(register(traveller, demo, name=f"测试车{number}", document=document, phone=f"1040000993{number}")[1])

    page = visitor(viewport=PHONE)
    sign_in(page, "checkpoint", demo)
    page.goto(demo.url + "/checkpoint")
    page.locator("[name=checkpoint]").fill("京港澳高速羊楼司")
    page.locator("[name=vehicle]").select_option("enclosedBus")
    page.locator("[name=transportNumber]").fill("吉B·00001")
    page.locator("#code").fill("\n".join([*codes, "hello"]))
    page.locator("[data-look]").click()
    page.locator("#decision .verdict").nth(1).wait_for()
    assert "Person 3" in page.locator("#decision .problem").inner_text(), "which of them is no code is not told"
    assert page.locator("#decision .verdict").count() == 2

    # Those without a code: who is typed in is looked for while typing; a line that cannot be read costs nobody else anything.
    page.locator("#code").fill("\n".join(codes))
    page.locator("form[data-checkpoint] summary", has_text="No code").click()
    page.locator("[name=name]").fill("测试车1")
    page.locator("[name=document]").fill(checked("99010119900101001"))
    page.locator("#matches .matches-list").wait_for()
    assert page.locator("#matches button").count() == 0 and "测试车1" not in page.locator("#matches").inner_text()
    picture(page, "arrivals-checkpoint-matches")
    page.locator("[name=name]").fill("")
    page.locator("[name=document]").fill("")
    page.locator("[name=risk]").select_option("high")
    page.locator("[name=origin]").fill("吉林市船营区")
    others = [f"测试车3 {checked('99010119900101003')} 10400009933", f"Test Car Four {checked('99010119900101004')}"]
    page.locator("[name=companions]").fill("\n".join([others[0], "no number"]))
    page.locator("[name=sampled]").check()
    page.locator(".thumb button.primary").click()
    page.locator(".problem").first.wait_for()
    assert page.locator("[name=companions]").input_value().endswith("no number")
    page.locator("[name=companions]").fill("\n".join(others))
    assert_fits(page)
    picture(page, "arrivals-vehicle")
    page.locator(".thumb button.primary").click()
    page.get_by_text("landing tests of 4 people").first.wait_for()

    page.goto(demo.url + "/arrivals")
    row = page.get_by_role("row", name="京港澳高速羊楼司 4")
    assert "4" in row.inner_text()


def checked(digits):
    """A document number with its check character."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11]


def test_who_registers_twice_is_one_person_and_each_link_stands_for_itself(demo, visitor):
    """Duplicates join in silence: neither page tells what the other said, or whom the register knows under the number."""
    first, second = visitor(viewport=PHONE), visitor(viewport=PHONE)
    for page in (first, second):
        page.set_default_timeout(30_000)
    document = checked("99010119910101007")
    own, _ = register(first, demo, name="测试午", document=document, phone="10400009941", transportNumber="G1301", address="曙光路7号")
    other, _ = register(second, demo, name="冒名申", document=document, phone="10400009942", transportNumber="G1302", address="曙光路8号")
    assert own != other
    said = second.content()
    for secret in ("测*午", "测试午", "G1301", "曙光路7号", "10400009941", document):
        assert secret not in said, f"the second registration is shown {secret} of the first"
    first.goto(own)
    for secret in ("冒*申", "冒名申", "G1302", "曙光路8号", "10400009942", document):
        assert secret not in first.content(), f"the first registration is shown {secret} of the second"

    # One person in the register, whom both announce.
    officer = visitor()
    sign_in(officer, "investigator", demo)
    officer.goto(demo.url + "/")
    officer.locator("input[name=q]").first.fill(document)
    officer.keyboard.press("Enter")
    officer.locator("main h1").wait_for()
    if officer.locator("#person").count() == 0:
        links = {link.get_attribute("href").split("?")[0] for link in officer.locator("main a[href^='/people/']").all()}
        assert len(links) == 1, f"the number is of {len(links)} records"
        officer.goto(demo.url + links.pop())
    timeline = officer.locator(".timeline").inner_text()
    assert "G1301" in timeline and "G1302" in timeline

    # Each link changes and withdraws its own, and nothing of the other's.
    second.goto(other)
    second.locator("a.button", has_text="Change").click()
    second.locator("[name=transportNumber]").fill("G1303")
    second.locator("form button.primary").click()
    second.locator("#entry-code").wait_for(state="attached")
    assert "G1303" in second.content()
    first.goto(own)
    assert "G1301" in first.content() and "G1303" not in first.content()
    first.locator("form[action*='withdraw'] button").click()
    first.get_by_text("The registration is withdrawn.").wait_for()
    second.goto(other)
    assert "G1303" in second.content() and second.locator("#entry-code").count() == 1
