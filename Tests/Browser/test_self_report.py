"""Somebody reports a fever on the open page; the community worker finds it on the worklist with its clock and answers."""

from conftest import PHONE, assert_fits, picture, sign_in


def test_a_report_of_oneself_is_answered(demo, visitor):
    for language in ("zh", "en"):
        resident = visitor(language=language, viewport=PHONE)
        resident.goto(demo.url + "/public/430111")
        resident.locator("a[href*='/report']").click()
        resident.locator("[name=personName]").wait_for()
        assert_fits(resident)
        picture(resident, f"self-report-{language}")
    # What is missing is told, and nothing typed is lost.
    visitor.expect("422")
    resident.locator("[name=personName]").fill("测试居民")
    resident.locator("[name=phone]").fill("12")
    resident.locator("[name=address]").fill("左家塘街道1栋101")
    resident.locator("form button.primary").click()
    resident.locator(".error").first.wait_for()
    assert resident.locator("[name=personName]").input_value() == "测试居民"
    resident.locator("[name=phone]").fill("10400008812")
    resident.locator("[name=onset]").fill("2022-03-18")
    resident.locator("[name=territory]").select_option("430111007")
    resident.locator("[name=ownWords]").fill("发热38度，昨晚开始咳嗽")
    resident.locator("form button.primary").click()
    resident.locator(".tone-met").wait_for()
    assert "within 24 hours" in resident.locator(".tone-met").inner_text()
    picture(resident, "self-report-sent")

    worker = visitor()
    sign_in(worker, "community", demo)
    worker.goto(demo.url + "/?measure=9")
    worker.locator(".duty", has_text="Answer the resident's report").first.wait_for()
    worker.goto(demo.url + "/community/reports")
    row = worker.locator("tr", has_text="发热38度，昨晚开始咳嗽").first
    row.wait_for()
    assert "测试居民" not in worker.content(), "an identity is shown unasked"
    picture(worker, "self-report-worklist")
    row.locator("a", has_text="*").first.click()
    worker.locator("#person").wait_for()
    assert "I have a fever" in worker.locator(".timeline").inner_text()
    worker.locator("a[href*='followUp']").first.click()
    worker.locator("main form button.primary").click()
    worker.locator("#person").wait_for()
    assert "Answer the resident's report" not in worker.locator(".duties").first.inner_text()
    picture(worker, "self-report-answered")
