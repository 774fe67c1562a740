"""A laboratory sends a thousand results as one file, and what waited for them is off the worklists."""

import csv
import subprocess
from pathlib import Path

import pytest

from conftest import copy_world, picture, sign_in
from demo_server import binary

RESULTS = 1000
RULE = "§testing.resultWithin"
COLUMNS = ["证件号码", "采样时间", "样本编号", "检测结果", "结果时间", "检测机构"]


def awaited(world: Path, folder: Path) -> list[dict[str, str]]:
    """The specimens of Changsha without a result, as a laboratory knows them: by the person's document and the tube's code."""
    folder.mkdir()
    copy_world(world, folder)
    command = [binary(), "export", "tests", "--territory", "4301", "--purpose", "browser test", "--output", folder / "tests.csv"]
    command += ["--database", f"sqlite:{folder / 'demo.sqlite'}"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    with (folder / "tests.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["检测结果"]]


def counts(page) -> dict[str, int]:
    """The counters over the worklist: late, next, today, later."""
    page.locator("#worklist").wait_for()
    counters = page.locator(".counters a")
    return {counter.inner_text().replace(counter.locator("b").inner_text(), "").strip(): number(counter.locator("b")) for counter in counters.all()}


def send(page, file: Path) -> None:
    """Sends a file of results, and waits for what it would change."""
    page.locator("#upload-kind").select_option("tests")
    page.locator("#upload-file").set_input_files(file)
    page.locator("[data-send]").click()
    page.locator("#run p.lead", has_text="Nothing has been written yet").wait_for(timeout=60_000)


def figures(page) -> dict[str, int]:
    figures = page.locator("#run .figures > *")
    return {figure.locator(".label").inner_text(): number(figure.locator(".value")) for figure in figures.all()}


def number(place) -> int:
    return int(place.inner_text().replace(",", ""))


def test_a_thousand_results_are_imported_and_the_worklists_change(world, demo, visitor, tmp_path):
    page = visitor()
    sign_in(page, "laboratory", demo)
    before = counts(page)
    waiting = page.locator(".duty").filter(has_text=RULE)
    assert waiting.count() > 0, "nothing waits for the laboratory"
    person = waiting.first.locator(".who a.name").get_attribute("href")

    rows = awaited(world, tmp_path / "register")[:RESULTS]
    assert len(rows) == RESULTS
    file = tmp_path / "results.csv"
    with file.open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.DictWriter(sheet, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {"检测结果": "阴性", "结果时间": "2022-03-19 10:00", "检测机构": "长沙市核酸检测基地"})

    # Sent as a file; checked before anything is written.
    visitor.expect(r"the server responded with a status of 404")
    if page.goto(demo.url + "/import").status == 404:
        pytest.skip("this program has no import page yet")
    send(page, file)
    assert page.locator("#run .problem").count() == 0, page.locator("#run .problem").first.inner_text()
    assert figures(page) == {"Rows read": RESULTS, "New": RESULTS, "Changed": 0, "Unchanged": 0, "Rejected": 0}
    picture(page, "walk-laboratory-preview")
    address = page.url

    # Taken over, and the page says so by itself.
    page.locator("#run form[action*=commit] button").click()
    page.locator("#run p.lead", has_text="Done.").wait_for(timeout=120_000)
    assert page.url.split("?")[0] == address.split("?")[0]
    picture(page, "walk-laboratory-finished")

    # What waited for these results is done: the worklist is shorter by them.
    page.goto(demo.url + "/")
    after = counts(page)
    done = sum(before.values()) - sum(after.values())
    assert done >= RESULTS * 0.95, f"{before} became {after}"  # a few were another laboratory's to report
    assert after["Late"] < before["Late"]
    picture(page, "walk-laboratory-worklist")

    # The one whose result was the most overdue: it stands in the timeline, and is no longer wanted.
    page.goto(demo.url + person)
    newest = page.locator(".timeline li").filter(has_text="长沙市核酸检测基地").first.inner_text()
    assert "19 Mar 10:00" in newest and "negative" in newest, newest
    assert page.locator(".duty.late").filter(has_text=RULE).count() == 0

    # The same file once more would change nothing.
    page.goto(demo.url + "/import")
    send(page, file)
    assert figures(page) == {"Rows read": RESULTS, "New": 0, "Changed": 0, "Unchanged": RESULTS, "Rejected": 0}
