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


def register(page, demo):
    page.goto(demo.url + "/register")
    for name, value in PERSON.items():
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
