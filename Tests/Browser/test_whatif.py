"""A lever of the policy is moved, and the consequence stands beside what the policy in force would do."""

import re

from conftest import DESK, PHONE, assert_fits, picture, sign_in

REPLICATES = re.compile(r"(\d+) of (\d+) replicates")


def finish(page) -> None:
    """Waits until every replicate is in."""
    page.locator("#progress", has_text=re.compile(r"\b20 of 20 replicates$")).wait_for(timeout=120_000)


def test_a_lever_is_moved_and_the_difference_seen(shared_demo, visitor):
    page = visitor(viewport=DESK)
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + "/whatif?t=430111")
    finish(page)
    assert page.locator("#outcomes tbody tr").count() > 3
    assert page.locator("#changes ins").count() == 0

    lever = page.locator("#levers input[name='tracing.degrees'], #levers input[name^='tracing.close.stages']").first
    name, before = lever.get_attribute("name"), lever.input_value()
    page.locator(f"details:has(> .lever input[name='{name}'])").evaluate("element => { element.open = true; }")
    lever.fill("0" if before != "0" else "7")
    lever.blur()
    page.locator("#changes ins").first.wait_for(timeout=60_000)
    finish(page)

    assert name in page.url
    heads = page.locator("#outcomes thead th").all_inner_texts()
    assert "Difference" in heads and "95 % interval" in heads
    differences = page.locator("#outcomes tbody tr td:nth-of-type(3)").all_inner_texts()
    assert any(text.strip() not in ("", "0") for text in differences), differences
    page.locator(".chart canvas").first.wait_for()
    picture(page, "whatif-edited-en-1440")

    with page.expect_download() as download:
        page.locator("#changes a.button").click()
    overlay = open(download.value.path(), encoding="utf-8").read()
    assert "extends:" in overlay and name.split(".")[0] + ":" in overlay


def test_another_curve_is_drawn_besides_and_costs_bear_their_currency(shared_demo, visitor):
    for language, cost in (("en", "Cost a day (CNY)"), ("zh", "每日费用（CNY）")):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            page = visitor(language=language, viewport=viewport)
            sign_in(page, "commander", shared_demo)
            page.goto(shared_demo.url + "/whatif?t=430111&infected=1&days=30")
            page.locator("#progress", has_text=re.compile(r"20( of |/)20")).wait_for(timeout=120_000)
            assert page.locator("#courses h2").count() == 3
            page.locator("details:has(#curve)").evaluate("element => { element.open = true; }")
            page.locator("#curve").select_option("cost")
            page.locator("#courses h2", has_text=cost).wait_for(timeout=60_000)
            assert "curve=cost" in page.url
            assert page.locator("#outcomes tbody th", has_text="CNY").count() == 1
            # Something is spent on every day.
            spent = page.locator("#whatif-cost tbody tr").evaluate_all("rows => rows.map(row => Number(row.dataset.present.split(' ')[2]))")
            assert len(spent) == 30 and min(spent) > 0
            assert_fits(page)
            picture(page, f"whatif-cost-{language}-{name}")


def test_it_works_without_a_script(shared_demo, visitor):
    page = visitor(viewport=DESK, java_script_enabled=False)
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + "/whatif?t=430111&tracing.lookback.symptomatic=0")
    assert page.locator("#changes ins").count() >= 1
    assert REPLICATES.search(page.locator("#progress").inner_text())
    page.locator("#levers button[type=submit]").click()
    assert "tracing.lookback.symptomatic=0" in page.url


def test_it_stops_and_goes_on(shared_demo, visitor):
    page = visitor(viewport=PHONE)
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + "/whatif?replicates=100&days=120&infected=200")
    page.locator("#result button[type=submit]").click()
    page.locator("#progress", has_text="stopped").wait_for()
    # Batches that were being counted when it was stopped may still come; then it stands.
    said = []
    while len(said) < 2 or (len(said) < 15 and said[-1] != said[-2]):
        page.wait_for_timeout(2000)
        page.reload()
        said.append(page.locator("#progress").inner_text())
    assert said[-1] == said[-2] and "stopped" in said[-1] and not said[-1].startswith("100"), said
    assert_fits(page)
    page.locator("#result a.button", has_text="Go on").click()
    assert "stopped" not in page.url


def test_the_cheapest_policy_is_found_and_can_be_compared(shared_demo, visitor):
    # One infection in one district: the search ends within minutes, with an answer; who asks again finds it as it was left.
    for language, heading in (("en", "Cost"), ("zh", "代价")):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            page = visitor(language=language, viewport=viewport)
            sign_in(page, "commander", shared_demo)
            page.goto(shared_demo.url + "/whatif/cheapest?t=430111&infected=1&move=zones&move=tracing&days=90&chance=80")
            page.locator("#progress:not([hx-get])").wait_for(timeout=240_000)
            assert page.locator("#answer a.primary").count() == 1, page.locator("#answer").inner_text()
            rows = page.locator("#table-candidates tbody tr")
            assert rows.count() > 3 and rows.first.get_attribute("data-kind") == "best"
            best = float(rows.first.get_attribute("data-x"))
            meeting = page.locator("#table-candidates tr[data-kind=front], #table-candidates tr[data-kind=meets]").all()
            assert all(float(row.get_attribute("data-x")) >= best for row in meeting)
            page.locator("#points canvas").wait_for()
            assert heading in page.locator("#table-candidates thead").first.inner_text()
            assert_fits(page)
            picture(page, f"cheapest-{language}-{name}")
    page.locator("#answer a.primary").click()
    page.locator("#changes ins").first.wait_for(timeout=60_000)


def test_it_goes_on_from_the_register_as_it_is_carried_out_and_says_with_what_it_begins(shared_demo, visitor):
    for language, carried, begins, why in (
        ("en", "Of the time the clocks allow", "nobody knows of", "Why it gets out of control"),
        ("zh", "各时限平均用去", "例尚未发现", "失控的原因"),
    ):
        for name, viewport in (("desk", DESK), ("phone", PHONE)):
            page = visitor(language=language, viewport=viewport)
            sign_in(page, "commander", shared_demo)
            page.goto(shared_demo.url + "/whatif?t=430111&present=1&days=30")
            # Results stream in; some are enough to read what they say.
            page.locator("#progress", has_text=re.compile(r"([4-9]|1\d|20)( of |/)20")).wait_for(timeout=300_000)
            measured = page.locator("#measured li").all_inner_texts()
            assert len(measured) == 4 and measured[0].startswith(carried)
            reasons = page.locator("#reasons p").all_inner_texts()
            assert begins in reasons[0]
            # The district's cases, and not hundreds with each of them.
            known = int(re.search(r"the (\d+) local case|近四周(\d+)例", page.locator("#result .lead").inner_text()).expand(r"\1\2"))
            infections, unknown = (float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", reasons[0])[:2])
            assert known <= infections < 40 * known and abs(unknown - (infections - known)) <= 1, reasons[0]
            # Whether any replicate gets out of control is the disease's affair; where one does, the page says why.
            assert page.locator("#broken-off > p").count() == (1 if any(why in reason for reason in reasons) else 0)
            assert page.locator("#outcomes tbody tr").count() > 3
            assert_fits(page)
            picture(page, f"whatif-present-{language}-{name}")
