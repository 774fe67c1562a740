"""A look-back worked to its end: ordered, lists uploaded on its own page, blanks filled by township, source and hour, everyone found."""

from conftest import PHONE, assert_fits, picture, sign_in
from test_arrivals import checked
from test_entry_to_release import record
from test_passenger_list import until

HOTEL = """姓名,证件号码,手机号,抵达时间,目的地
回查甲,{0},10400009951,2022-03-16 20:00,430111
回查乙,{1},10400009952,2022-03-17 21:00,430111
,,,2022-03-17 22:30,430111
"""
CORRECTED = """姓名,证件号码,手机号,抵达时间,目的地
回查甲,{0},10400009951,2022-03-16 20:00,430111
回查乙,{1},10400009952,2022-03-17 21:00,430111
回查丙,{2},10400009953,2022-03-17 22:30,430111
"""
PUSHED = """姓名,证件号码,手机号,抵达时间,出发地,出发地编码,出发地风险,目的地
回查丁,{3},10400009954,2022-03-15 09:00,吉林省四平市铁西区,220302,high,430111
回查丙,{2},10400009953,2022-03-17 22:30,吉林省四平市铁西区,220302,low,430111
"""
DOCUMENTS = [checked(f"99010119850101{number:03d}") for number in (41, 42, 43, 44)]


def upload(page, order, source, name, table, documents=None, **fields):
    """Sends a list from the order's page, looks at what it would do, commits it, and comes back to the order."""
    page.goto(order)
    page.locator(f"section.panel a[href*='/upload'][href*='source={source}']").click()
    assert page.locator("#upload-source").input_value() == source
    for field, value in fields.items():
        control = page.locator(f"#upload [name={field}]")
        control.select_option(value) if control.evaluate("one => one.tagName") == "SELECT" else control.fill(value)
    page.locator("#upload-file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": table.format(*(documents or DOCUMENTS)).encode()})
    picture(page, f"look-back-upload-{source}")
    page.locator("[data-send]").click()
    page.locator("#run .figures").wait_for(timeout=60_000)
    run = until(page, "Nothing has been written yet")
    page.locator("#run button.primary").click()
    until(page, "Done.", run)
    picture(page, f"look-back-uploaded-{source}")
    said = page.locator("#run").inner_text()
    page.locator("#run p.lead a").first.click()
    page.locator("#thing").wait_for()
    return said


def panel(page, title):
    return page.locator("section.panel", has=page.locator("h2", has_text=title))


def report(page, order, territory, source, records="0"):
    page.goto(order + "/record/lookBackReport")
    page.locator("[name=addressee]").select_option(territory)
    page.locator("[name=source]").select_option(source)
    page.locator("[name=records]").fill(records)
    page.locator("main form button.primary").click()
    page.locator("#thing").wait_for()


def test_a_look_back_goes_from_the_order_over_uploaded_lists_to_an_empty_residue(demo, visitor):
    visitor.expect("422")
    headquarters = visitor()
    headquarters.set_default_timeout(30_000)
    sign_in(headquarters, "commander", demo)
    headquarters.goto(demo.url + "/things/lookBack/new/lookBackOrder?t=430111")
    headquarters.locator("[name=lookBackTitle]").fill("四平市来雨花人员回头看")
    headquarters.locator("[name=originCodes]").fill("2203")
    for box in headquarters.locator("[name=lookBackSources]").all():
        box.set_checked(box.get_attribute("value") in ("hotel", "pushedList", "doorKnock"))
    headquarters.locator("[name=doorLevel]").select_option("township")
    headquarters.locator("main form button.primary").click()
    headquarters.locator("#thing").wait_for()
    order = headquarters.url.split("?")[0]

    # Every township and every source is a blank before anything came.
    duty = visitor()
    duty.set_default_timeout(30_000)
    sign_in(duty, "investigator", demo)
    duty.goto(order)
    blank = panel(duty, "Blanks, held by").inner_text()
    assert blank.count("silent") > 10 and "registered by a hotel" in blank.lower() or "hotel" in blank.lower()
    picture(duty, "look-back-blanks")

    # The hotels' list: it covers some hours, and one guest nobody can name.
    said = upload(duty, order, "hotel", "hotels.csv", HOTEL, risk="low", hoursFrom="2022-03-05T00:00", hoursUntil="2022-03-18T00:00")
    assert "2 people newly looked for" in said and "without identity 1" in said
    blank = panel(duty, "Blanks, held by").inner_text()
    assert "1 record without identity" in blank and "h missing" in blank
    funnel = panel(duty, "Where everyone ended").inner_text().split()
    assert funnel[funnel.index("for") + 1] == "2"

    # The same list put right, and one for the hours that were missing.
    upload(duty, order, "hotel", "hotels-2.csv", CORRECTED, risk="low", hoursFrom="2022-03-05T00:00", hoursUntil="2022-03-18T00:00")
    upload(duty, order, "hotel", "hotels-3.csv", CORRECTED, risk="low", hoursFrom="2022-03-18T00:00", hoursUntil="2022-03-20T00:00")
    assert "hotel" not in panel(duty, "Blanks, held by").inner_text().lower()
    # What another authority pushed says for itself where its people came from; one of them is known already.
    said = upload(duty, order, "pushedList", "jilin.csv", PUSHED, ofOrigins="")
    assert "1 people newly looked for, 3 were looked for before" in said
    picture(duty, "look-back-gathered-lists")

    # The doors, township by township, until no blank is left.
    duty.goto(order + "/record/lookBackReport")
    townships = [
        option.get_attribute("value")
        for option in duty.locator("[name=addressee] option").all()
        if len(option.get_attribute("value")) == 9
    ]
    assert len(townships) > 10
    for township in townships:
        report(duty, order, township, "doorKnock")
    duty.goto(order)
    assert panel(duty, "Blanks, held by").count() == 0 and "no blank" in duty.locator(".thing-head").inner_text()

    # The residue on the map and by name, and the county that holds it.
    assert panel(duty, "Where the rest is").locator("tr[data-code='430111']").get_attribute("data-value") == "4"
    assert panel(duty, "Where the rest is").locator("[data-chart=map]").count() == 1
    held = panel(duty, "Not found yet, held by")
    assert "Yuhua" in held.inner_text()
    people = {link.inner_text().strip(): link.get_attribute("href").split("?")[0] for link in held.locator("ul a").all()}
    assert len(people) == 4 and all("*" in name for name in people)
    duty.locator("[data-chart=map] canvas").wait_for()
    duty.wait_for_timeout(1500)
    picture(duty, "look-back-residue")
    phone = visitor(language="zh", viewport=PHONE)
    phone.set_default_timeout(30_000)
    sign_in(phone, "investigator", demo)
    phone.goto(order)
    phone.wait_for_timeout(1500)
    assert_fits(phone)
    picture(phone, "look-back-residue-phone")

    # Nobody closes it without a word about them.
    headquarters.goto(order + "/record/lookBackClose")
    headquarters.locator("main form button.primary").click()
    headquarters.locator(".field .error").wait_for()

    # Worked down: one tested, one held, one the list was wrong about, one confirmed elsewhere.
    tested, kept, wrong, gone = [demo.url + address for _, address in sorted(people.items())]
    record(duty, tested, "specimen")
    laboratory = visitor()
    laboratory.set_default_timeout(30_000)
    sign_in(laboratory, "laboratory", demo)
    record(laboratory, tested, "result", result="negative")
    record(duty, kept, "beginStay", mode="homeIsolation")
    record(duty, wrong, "act", deed="notArrived")
    record(duty, gone, "act", deed="controlledElsewhere")
    duty.goto(order)
    funnel = panel(duty, "Where everyone ended").inner_text()
    for state in ("verified", "under control", "left", "data error"):
        assert state in funnel
    assert panel(duty, "Not found yet").count() == 0, "the residue is not empty"
    assert panel(duty, "Where the rest is").locator("tr[data-code='430111']").get_attribute("data-value") == "0"
    picture(duty, "look-back-empty")

    headquarters.goto(order + "/record/lookBackClose")
    headquarters.locator("[name=residueExplained]").fill("四人均已核清，无遗留")
    headquarters.locator("main form button.primary").click()
    headquarters.locator("#thing").wait_for()
    assert "4 looked for, 0 not found" in headquarters.locator(".thing-head").inner_text()
    assert "四人均已核清" in headquarters.locator(".thing-head").inner_text()
    picture(headquarters, "look-back-empty-closed")
