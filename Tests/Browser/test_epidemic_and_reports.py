"""The epidemic's page draws its charts from tables and says where there are too few cases; a bulletin is edited, signed off and printed."""

from conftest import DESK, PHONE, assert_fits, picture, sign_in


def test_the_epidemic_is_read_on_a_desk_and_a_phone(shared_demo, visitor):
    for language, lack in (("en", "too few cases"), ("zh", "病例太少")):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            page = visitor(language=language, viewport=viewport)
            sign_in(page, "commander", shared_demo)
            page.goto(shared_demo.url + "/situation")
            page.locator("a[href*='/situation/epidemic']").click()
            page.locator("#curve").wait_for(state="attached")
            page.locator(".chart canvas").first.wait_for()
            assert lack in page.locator("#territories").inner_text()
            page.goto(shared_demo.url + "/situation/epidemic?by=found")
            page.locator(".chart canvas").first.wait_for()
            # Every chart stands on a table, and every table is a file.
            for chart in page.locator("[data-chart]").all():
                table = page.locator("#" + chart.get_attribute("data-table"))
                assert table.locator("tbody tr").count() > 0
            for link in page.locator("a[href*='.csv']").all():
                answer = page.request.get(shared_demo.url + link.get_attribute("href"))
                assert answer.ok and "text/csv" in answer.headers["content-type"]
            assert_fits(page)
            picture(page, f"epidemic-{language}-{name}")
    page.emulate_media(media="print")
    picture(page, "epidemic-print")


def test_a_bulletin_is_edited_signed_off_and_stays(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/reports?sort=bulletin")
    chinese = page.locator("#zh")
    assert "2022年3月18日0—24时，湖南省报告新增确诊病例" in chinese.input_value()
    chinese.fill(chinese.input_value() + "\n请勿聚集。")
    page.locator("button[value=save]").click()
    page.locator("section[lang=zh]").wait_for()
    assert "请勿聚集。" in page.locator("section[lang=zh]").inner_text() and "draft" in page.locator("h1 + span").inner_text()
    page.locator("button[value=sign]").click()
    page.get_by_text("Signed off.", exact=True).wait_for()
    assert "signed off by" in page.locator("h1 + span").inner_text()
    report = page.url
    page.emulate_media(media="print")
    picture(page, "report-print")

    # The viewer reads it and cannot write.
    reader = visitor(language="zh", viewport=PHONE)
    sign_in(reader, "investigator2", demo)
    reader.goto(demo.url + "/reports")
    assert reader.locator("textarea").count() == 0
    assert_fits(reader)
    page.emulate_media(media="screen")
    page.goto(report)
    assert_fits(page)
    picture(page, "report")
