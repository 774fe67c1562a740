"""An order goes down from the province, is acknowledged and reported by a city, and the province sees the fate of every branch."""

from conftest import DESK, PHONE, assert_fits, picture, sign_in


def test_an_order_is_issued_acknowledged_reported_and_accepted(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/things/directive?part=seat")
    page.locator("a.button.primary[href*='orderIssue']").click()
    page.locator("[name=orderTitle]").fill("雨花区全员核酸检测")
    page.locator("[name=orderText]").fill("今日18时前完成采样。")
    page.locator("input[name=addressees][value='4301']").check()
    page.locator("input[name=addressees][value='4306']").check()
    page.locator("main form button.primary").click()
    page.locator("#thing").wait_for()
    order = page.url
    branches = page.locator(".branches tbody tr")
    assert branches.count() == 2 and "sent" in branches.first.inner_text()
    # Who issued it does not acknowledge it for those below.
    assert page.locator("a[href*='orderAcknowledge']").count() == 0
    picture(page, "walk-order-issued")

    # The city's duty officer finds it at the top of the worklist and opens it from there.
    duty = visitor()
    sign_in(duty, "duty", demo)
    duty.goto(demo.url + "/?measure=command")
    row = duty.locator("article.duty", has_text="雨花区全员核酸检测").first
    row.locator("a.button", has_text="Record as read").click()
    duty.locator("main form button.primary").click()
    duty.locator("#thing").wait_for()
    assert "read" in duty.locator(".branches").inner_text()
    duty.locator("a[href*='orderReport']").last.click()
    duty.locator("[name=evidence]").fill("已采样三轮，覆盖率99%")
    duty.locator("main form button.primary").click()
    duty.locator("#thing").wait_for()
    assert "reported" in duty.locator(".branches").inner_text()
    assert "已采样三轮" in duty.locator(".timeline").inner_text()

    # The province accepts; the other branch is still open.
    page.goto(order)
    page.locator(".verbs a[href*='orderAccept']").click()
    page.locator("main form button.primary").click()
    page.locator("#thing").wait_for()
    texts = page.locator(".branches tbody tr").all_inner_texts()
    assert any("done" in text for text in texts) and any("sent" in text for text in texts), texts
    picture(page, "walk-order-accepted")

    # A worker of another city is not shown it.
    visitor.expect(r"404")
    stranger = visitor()
    sign_in(stranger, "community2", demo)
    stranger.goto(order)
    assert stranger.locator("#thing").count() == 0
    stranger.goto(demo.url + "/things/directive")
    assert "雨花区全员核酸检测" not in stranger.content()

    for language in ("en", "zh"):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            look = visitor(language=language, viewport=viewport)
            sign_in(look, "commander", demo)
            for at, address in (("order", order), ("orders", demo.url + "/things/directive?part=seat")):
                look.goto(address)
                assert_fits(look)
                picture(look, f"{at}-{language}-{name}")


def test_a_finding_is_recorded_put_right_and_closed(demo, visitor):
    page = visitor()
    sign_in(page, "inspector", demo)
    page.goto(demo.url + "/things/finding?part=seat")
    page.locator("a.button.primary[href*='findingRecord']").click()
    page.locator("[name=territory]").select_option("430111")
    page.locator("[name=theme]").fill("集贸市场防控")
    page.locator("[name=inspectors]").fill("王建国、刘芳")
    page.locator("[name=gravity]").select_option("grave")
    page.locator("[name=shortcoming]").fill("入口无人查验场所码")
    page.locator("main form button.primary").click()
    page.locator("#thing").wait_for()
    finding = page.url
    assert "Put it right" in page.locator(".duties").first.inner_text()

    # The city's duty officer records that it was put right; the inspector looks again and closes it.
    duty = visitor()
    sign_in(duty, "duty", demo)
    duty.goto(finding)
    duty.locator("a[href*='findingRectify']").first.click()
    duty.locator("[name=evidence]").fill("已安排两人值守")
    duty.locator("main form button.primary").click()
    duty.locator("#thing").wait_for()
    page.goto(finding)
    page.locator("a.button.primary[data-primary]").click()
    page.locator("main form button.primary").click()
    page.locator("#thing").wait_for()
    assert "closed" in page.locator(".person-head").inner_text()
    picture(page, "walk-finding-closed")
    for language in ("en", "zh"):
        look = visitor(language=language, viewport=PHONE)
        sign_in(look, "inspector", demo)
        look.goto(finding)
        assert_fits(look)
        picture(look, f"finding-{language}-phone")
