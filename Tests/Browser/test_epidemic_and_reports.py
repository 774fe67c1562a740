"""The epidemic's page draws its charts from tables and says where there are too few cases; a bulletin is edited, signed off and printed."""

import subprocess

from conftest import DESK, PHONE, assert_fits, picture, sign_in, start_copy
from demo_server import binary
from test_files import paste


def test_the_epidemic_is_read_on_a_desk_and_a_phone(shared_demo, visitor):
    for language, lack in (("en", "too few cases"), ("zh", "病例太少")):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            page = visitor(language=language, viewport=viewport)
            sign_in(page, "commander", shared_demo)
            page.goto(shared_demo.url + "/situation")
            page.locator("a.small[href*='/situation/epidemic']").click()
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


def test_a_cluster_is_outlined_on_the_map(world, tmp_path, visitor):
    lines = ["id,Name,Phone,Sex,Age,Residence code,Classification,Origin,Onset date,Diagnosis date,Duty territory"]
    for number in range(24):
        day, county = 8 + number // 3, ("430502", "430503")[number % 2]
        lines.append(
            f"Y{number},聚集{number},1390000{number:04d},female,{20 + number},{county},confirmed,local,2022-03-{day:02d},2022-03-{day + 2:02d},{county}"
        )
    cases = tmp_path / "cases.csv"
    cases.write_text("\n".join(lines) + "\n", encoding="utf-8")
    server = start_copy(world, tmp_path / "demo")
    database = f"sqlite:{server.folder / 'demo.sqlite'}"
    subprocess.run([str(binary()), "import", "cases", str(cases), "--database", database, "--source", "test"], check=True)
    with server:
        page = visitor()
        sign_in(page, "commander", server)
        page.goto(server.url + "/situation")
        found = page.locator("#epidemic-figures[data-clusters*='430502']")
        found.wait_for()
        assert "Shuangqing District" in found.inner_text()
        page.locator(".chart canvas").first.wait_for()
        picture(page, "situation-cluster")
        found.locator("a[href*=section-clusters]").click()
        assert page.locator("#clusters tbody tr").count() == 1
        page.locator("#section-counties summary").click()
        inside = [row for row in page.locator("#counties tbody tr").all() if row.locator("td").nth(1).inner_text() == "1"]
        assert {row.get_attribute("data-code") for row in inside} == {"430502", "430503"}
        page.locator("#section-counties .chart canvas").wait_for()
        picture(page, "epidemic-cluster")
        page.set_viewport_size(PHONE)
        page.reload()
        page.locator(".chart canvas").first.wait_for()
        assert_fits(page)


def test_a_bulletin_goes_on_with_where_the_new_cases_were(shared_demo, visitor):
    for language, says in (("en", "Movements of the new cases"), ("zh", "新增病例活动轨迹")):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            page = visitor(language=language, viewport=viewport)
            sign_in(page, "commander", shared_demo)
            page.goto(shared_demo.url + "/reports?sort=bulletin&at=2022-03-18T10:00%2B08:00")
            box = page.locator("#en" if language == "en" else "#zh")
            assert says not in box.input_value()
            page.locator("#movements").click()
            page.locator("#movements[href$='sort=bulletin'], #movements:not([href*='movements'])").wait_for()
            text = box.input_value()
            # The canteen is open to all and named; the dormitory is its township, and nobody is told from it.
            assert says in text and "望城坡高校第三食堂" in text and "G6158" in text
            assert "家中" not in text and "室" not in text
            assert_fits(page)
            picture(page, f"report-movements-{language}-{name}")


def test_a_bulletin_is_edited_signed_off_and_stays(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/reports?sort=bulletin")
    chinese = page.locator("#zh")
    # Counts, targets, measures, what is late, what comes: as they stood when the day was over.
    for says in ("2022年3月18日0—24时，湖南省报告新增确诊病例", "目标", "十条措施按时完成率：", "逾期未办", "未来24小时内还有"):
        assert says in chinese.input_value()
    # Sent twice, it is written once.
    form = {field.get_attribute("name"): field.input_value() for field in page.locator("form:has(#zh) [name]:not(button)").all()}
    answers = [page.request.post(demo.url + "/reports", form=form, headers={"Origin": demo.url}, max_redirects=0) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    page.goto(demo.url + "/reports?sort=bulletin")
    chinese = page.locator("#zh")
    chinese.fill(chinese.input_value() + "\n请勿聚集。")
    page.locator("button[value=save]").click()
    page.locator("section[lang=zh]").wait_for()
    assert "请勿聚集。" in page.locator("section[lang=zh]").inner_text() and "draft" in page.locator("h1 + span").inner_text()
    # What the figures say otherwise is told to whoever signs.
    assert page.locator("#altered").count() == 0
    box = page.locator("textarea#zh")
    box.fill(box.input_value().replace("报告新增确诊病例0例", "报告新增确诊病例1例"))
    page.locator("button[value=save]").click()
    page.locator("#altered").wait_for()
    altered = page.locator("#altered li").all_inner_texts()
    assert len(altered) == 1 and altered[0].startswith("2022年3月18日0—24时，湖南省报告新增确诊病例0例。") and "0: the text says 1" in altered[0]
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


def test_counts_of_sentinels_warn(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/situation/epidemic")
    alarms = page.locator("#warning tbody tr").filter(has_text="yes")
    assert "Pingjiang County" in alarms.first.inner_text()
    assert page.locator("#events tbody tr").count() == 7 and page.locator("#tracing tbody tr").count() == 15
    before = alarms.count()
    # A clinic of another county sees ten times as many; the file is looked at first, then taken.
    duty = visitor()
    sign_in(duty, "duty", demo)
    rows = "地区,来源,日期,人数\n430111,发热门诊,2022-03-18,240\n430111,医院,2022-03-18,3\n"
    seen = paste(duty, demo, "counts", rows)
    assert (seen["Changed"], seen["Rejected"]) == ("1", "1"), seen
    duty.locator("#run button.primary").click(timeout=60_000)
    duty.locator("#run p.lead", has_text="Done").wait_for(timeout=60_000)
    page.goto(demo.url + "/situation/epidemic?t=430111")
    row = page.locator("#warning tbody tr").filter(has_text="fever clinics")
    assert row.locator("td").nth(2).inner_text() == "240" and "yes" in row.inner_text()
    page.goto(demo.url + "/situation/epidemic")
    assert alarms.count() == before + 1
    page.locator("#section-warning").scroll_into_view_if_needed()
    picture(page, "early-warning")
