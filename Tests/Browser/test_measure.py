"""A measure from the scorecard: what fell due and what came of it, by territory and day, the time lost, and the duties behind a figure."""

from conftest import PHONE, assert_fits, picture, sign_in


def figures(page) -> dict[str, str]:
    labels = page.locator(".figures .label").all_inner_texts()
    return dict(zip(labels, page.locator(".figures .value").all_inner_texts()))


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_a_measure_opens_its_days_its_lost_time_and_its_duties(shared_demo, visitor):
    page = visitor()
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + "/situation")
    page.locator("table.score th a", has_text="5 Screening").click()
    page.locator("h1", has_text="5 Screening").wait_for()
    found = figures(page)
    assert number(found["Due"]) == sum(number(found[name]) for name in ("In time", "Met late", "Late now", "Missed"))
    assert number(found["Late now"]) > 0 and number(found["Hours lost"]) > 0, "the demo's look-back runs late somewhere"
    picture(page, "measure")

    # By territory it adds up, and a territory opens itself.
    due = page.locator("table").first.locator("td[data-label='Due']").all_inner_texts()
    assert sum(map(number, due)) == number(found["Due"])
    page.locator("table").first.locator("th a", has_text="Changsha").click()
    page.locator(".head .soft", has_text="Changsha").wait_for()

    # Every figure opens as many duties as it counts.
    late = number(figures(page)["Late now"])
    page.locator(".figures a", has=page.locator(".label", has_text="Late now")).click()
    page.locator("h1", has_text="Late now").wait_for()
    rows = page.locator(".duties article").count()
    while page.locator(".more a").count():
        page.locator(".more a").click()
        page.wait_for_load_state()
        rows += page.locator(".duties article").count()
    assert rows == late

    phone = visitor(language="zh", viewport=PHONE)
    sign_in(phone, "commander", shared_demo)
    for path in ("/situation/measure/tracing", "/situation/measure/tracing/late"):
        phone.goto(shared_demo.url + path)
        assert_fits(phone)
    picture(phone, "measure-phone")
