"""A headquarters meets its venues, orders what was decided, and what control costs tells of care refused."""

from conftest import PHONE, assert_fits, picture, sign_in


def save(page):
    page.locator("main form button.primary").click()
    page.locator("#thing").wait_for()


def test_a_meeting_has_venues_attending_and_its_orders(demo, visitor):
    visitor.expect("422")
    page = visitor()
    sign_in(page, "commander", demo)
    headquarters = demo.url + "/things/territory/43"
    page.goto(headquarters)
    panel = page.locator("section", has=page.locator("h2", has_text="Meetings"))
    assert "13 of 14 venues" in panel.inner_text() and "Zhangjiajie" in panel.inner_text(), "the demo's meeting of 17 March lacked a venue"
    page.locator("a[href*='meetingRecord']").last.click()
    page.locator("[name=meetingTitle]").fill("Emergency meeting on tracing")
    page.locator("[name=chair]").fill("副指挥长")
    page.locator("input[name=venues][value='4331']").uncheck()
    page.locator("input[name=attended][value='4308']").uncheck()
    page.locator("[name=minutes]").fill("Every city reports its open gaps by noon.")
    page.locator("main form button.primary").click()
    # Whoever was not called cannot have attended; what was typed stands.
    page.locator(".field .error").wait_for()
    assert page.locator("[name=chair]").input_value() == "副指挥长"
    page.locator("input[name=attended][value='4331']").uncheck()
    save(page)
    told = page.locator("section", has=page.locator("h2", has_text="Meetings")).inner_text()
    assert "Emergency meeting on tracing" in told and "12 of 13 venues" in told and "absent: Zhangjiajie" in told, told
    picture(page, "meeting")

    page.goto(demo.url + "/things/directive/new/orderIssue")
    choice = page.locator("[name=fromMeeting]")
    choice.select_option(label=[text for text in choice.locator("option").all_inner_texts() if "Emergency" in text][0])
    page.locator("[name=orderTitle]").fill("Open gaps by noon")
    page.locator("[name=orderText]").fill("Report the open gaps of the closed loop.")
    page.locator("input[name=addressees][value='4301']").check()
    save(page)
    assert "decided at a meeting" in page.locator("main").inner_text()
    page.goto(headquarters)
    assert "order “Open gaps by noon”" in page.locator("section", has=page.locator("h2", has_text="Meetings")).inner_text()

    phone = visitor(language="zh", viewport=PHONE)
    sign_in(phone, "commander", demo)
    for path in ("/things/territory/43", "/things/territory/43/record/meetingRecord"):
        phone.goto(demo.url + path)
        assert_fits(phone)
    picture(phone, "meeting-phone")


def test_refused_care_is_found_reported_and_counted(demo, visitor):
    page = visitor()
    sign_in(page, "inspector", demo)

    def refused() -> int:
        page.goto(demo.url + "/situation/cost")
        row = page.locator("tr", has=page.locator("th", has_text="Urgent care refused"))
        return int(row.locator("td").first.inner_text())

    before = refused()
    assert before >= 1, "the demo's inspectors found one"
    page.goto(demo.url + "/things/finding/new/findingRecord")
    page.locator("[name=theme]").fill("Fever clinic")
    page.locator("[name=inspectors]").fill("督查组")
    page.locator("[name=prohibition]").select_option("refusingCare")
    page.locator("[name=shortcoming]").fill("A patient with chest pain was sent away for want of a certificate.")
    save(page)
    assert "no refusal of care" in page.locator("main").inner_text()

    stranger = visitor(language="en", viewport=PHONE)
    stranger.goto(demo.url + "/report?t=430111")
    stranger.locator("[name=topic]").select_option("refused")
    stranger.locator("[name=personName]").fill("Test Person")
    stranger.locator("[name=phone]").fill("10400009999")
    stranger.locator("[name=address]").fill("1 Example Road")
    stranger.locator("main form button").first.click()
    stranger.get_by_text("Received").wait_for()
    assert refused() == before + 2
