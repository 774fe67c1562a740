"""Places and visits come in as files, and lists leave as workbooks that a spreadsheet reads."""

import re
import zipfile
from xml.etree import ElementTree

from conftest import PHONE, assert_fits, picture, sign_in

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PLACES = """场所名称,场所类别,所在地区,核定容量,负责人
桂花菜市场,农贸市场,430111,120,王
某处,不知何类,430111,10,
"""
VISITS = """姓名,手机号,场所名称,进入时间,离开时间
虚构甲,10400000001,桂花菜市场,2022-03-18 09:00,2022-03-18 09:40
虚构乙,10400000002,没有的店,2022-03-18 09:10,
"""


def paste(page, demo, kind: str, rows: str) -> dict[str, str]:
    """Pastes rows, and gives the figures of what they would change."""
    page.goto(demo.url + "/import")
    page.locator("#paste-kind").select_option(kind)
    page.locator("#rows").fill(rows)
    page.locator("form[action='/import/paste'] button").click(timeout=60_000)
    page.locator("#run p.lead").wait_for(timeout=60_000)
    return figures(page)


def figures(page) -> dict[str, str]:
    return {
        figure.locator(".label").inner_text(): figure.locator(".value").inner_text() for figure in page.locator("#run .figures > *").all()
    }


def test_places_and_visits_are_imported(demo, visitor):
    page = visitor()
    sign_in(page, "duty", demo)
    seen = paste(page, demo, "places", PLACES)
    assert (seen["New"], seen["Rejected"]) == ("1", "1")
    assert "不知何类" in page.locator("#run").inner_text() and "market (农贸市场)" in page.locator("#run").inner_text()
    page.locator("#run button.primary").click(timeout=60_000)
    page.locator("#run p.lead", has_text="Done").wait_for(timeout=60_000)
    again = paste(page, demo, "places", PLACES)
    assert (again["New"], again["Unchanged"], again["Rejected"]) == ("0", "1", "1")

    seen = paste(page, demo, "visits", VISITS)
    assert (seen["New"], seen["Rejected"]) == ("1", "1")
    assert "没有的店" in page.locator("#run").inner_text()

    # The place is on the list of places.
    page.goto(demo.url + "/things/place?t=430111")
    assert page.locator("a.name", has_text="桂花菜市场").count() == 1


def workbook(path, sheets: dict[str, list[list]]):
    """A workbook as spreadsheets write them: numbers as numbers, a day as a number in a format of days."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def cell(value):
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c s="1"><v>{value}</v></c>' if isinstance(value, float) else f"<c><v>{value}</v></c>"

    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets))
    links = "".join(f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/{n}.xml"/>' for n, _ in enumerate(sheets))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("_rels/.rels", f'<R><Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.xml"/></R>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns:r="{office}"><sheets>{names}</sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<R>{links}<Relationship Id="s" Type="{office}/styles" Target="styles.xml"/></R>')
        book.writestr("xl/styles.xml", '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>')
        for n, rows in enumerate(sheets.values()):
            lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
            book.writestr(f"xl/worksheets/{n}.xml", f"<worksheet><sheetData>{lines}</sheetData></worksheet>")


def test_a_workbook_comes_in_as_it_is(demo, visitor, tmp_path):
    file = tmp_path / "检测.xlsx"
    # Noon of 18 March 2022, as a spreadsheet counts days.
    rows = [
        ["姓名", "手机号", "采样时间", "检测结果"],
        ["虚构甲", 10400000001, 44638.5, "阴性"],
        ["虚构乙", 430102198001010000, 44638.5, "阴性"],
    ]
    workbook(file, {"填表说明": [["每人一行"]], "检测": rows})
    page = visitor(language="zh")
    sign_in(page, "laboratory", demo)
    page.goto(demo.url + "/import")
    page.locator("#upload-kind").select_option("tests")
    page.locator("#upload-file").set_input_files(file)
    page.locator("[data-send]").click()
    page.locator("#run p.lead").wait_for(timeout=60_000)
    text = page.locator("main").inner_text()
    assert "工作表“检测”；未读取：填表说明" in text
    seen = figures(page)
    assert (seen["新增"], seen["未接受"]) == ("1", "1"), seen
    # The rounded number is refused on the row that the sender sees.
    assert "3" in page.locator("#run table").last.inner_text()
    assert_fits(page)
    picture(page, "import-workbook")
    page.locator("#run button.primary").click(timeout=60_000)
    page.locator("#run p.lead", has_text="已完成").wait_for(timeout=60_000)

    # A workbook of long ago, or one that is locked, is refused by name.
    old = tmp_path / "old.xls"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    visitor.expect("422")
    page.goto(demo.url + "/import")
    page.locator("#upload-file").set_input_files(old)
    page.locator("[data-send]").click()
    page.get_by_text("另存为 XLSX 或 CSV").wait_for(timeout=30_000)


def test_a_list_leaves_as_a_workbook(shared_demo, visitor):
    for language, word in (("en", "Cases"), ("zh", "病例")):
        page = visitor(language=language)
        sign_in(page, "duty", shared_demo)
        page.goto(shared_demo.url + "/list/cases")
        with page.expect_download() as download:
            page.locator("button[name=format][value=xlsx]").click()
        assert download.value.suggested_filename == "cases.xlsx"
        with zipfile.ZipFile(download.value.path()) as book:
            assert book.testzip() is None
            sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
            assert f'name="{word}"' in book.read("xl/workbook.xml").decode()
        rows = sheet.findall(f"{SHEET}sheetData/{SHEET}row")
        assert len(rows) > 10
        # Days are numbers in the format of days; nobody is named.
        assert any(cell.get("s") == "1" and float(cell.find(f"{SHEET}v").text) > 44000 for row in rows[1:] for cell in row)
        assert all("*" in "".join(row[1].itertext()) for row in rows[1:])
    narrow = visitor(viewport=PHONE)
    sign_in(narrow, "duty", shared_demo)
    narrow.goto(shared_demo.url + "/list/cases")
    assert_fits(narrow)
    picture(narrow, "list-export-phone")


RESULTS = """姓名,手机号,采样时间,检测结果
虚构丙,10400000003,2022-03-18 09:00,OK
虚构丁,10400000004,2022-03-18 09:10,OK
虚构戊,10400000005,2022-03-18 09:20,BAD
虚构己,10400000006,2022-03-18 09:30,阴性
"""


def test_words_of_a_laboratory_are_given_a_meaning_once(demo, visitor):
    page = visitor()
    sign_in(page, "laboratory", demo)
    seen = paste(page, demo, "tests", RESULTS)
    assert (seen["New"], seen["Rejected"]) == ("1", "3")
    meanings = page.get_by_label("检测结果 OK")
    meanings.select_option(label="negative")
    page.get_by_label("检测结果 BAD").select_option(label="positive")
    page.set_viewport_size(PHONE)
    assert_fits(page)
    picture(page, "import-values-phone")
    page.locator("#save").fill("Our analyser")
    page.get_by_role("button", name="Check again").click(timeout=60_000)
    # The page shows the figures of the former look until the new one is done.
    page.locator("#run .figures > *", has_text="Rejected").locator(".value", has_text=re.compile("^0$")).wait_for(timeout=60_000)
    seen = figures(page)
    assert (seen["New"], seen["Rejected"]) == ("4", "0")
    assert page.get_by_label("检测结果 OK").input_value() == "negative"
    # The same headers again: the words are known.
    assert paste(page, demo, "tests", RESULTS.replace("10400", "10401"))["Rejected"] == "0"
