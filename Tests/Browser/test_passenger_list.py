"""A passenger list in EDIFACT sent to the import page: read, who cannot be read told, the rest committed as arrivals."""

from conftest import picture, sign_in

# An invented flight; the documents are nobody's.
MESSAGE = """UNA:+.? '
UNB+UNOA:4+AIRLINE1+NIAC+220319:0900+000000001++APIS'
UNH+PAX001+PAXLST:D:02B:UN:IATA+MU9375/220319/0700+01:F'
BGM+745'
NAD+MS+++OPERATIONS DESK'
TDT+20+MU9375+++MU'
LOC+125+PVG'
DTM+189:2203190510:201'
LOC+87+CSX'
DTM+232:2203190740:201'
NAD+FL+++ZHANG:SAN:XIAO'
ATT+2++M'
DTM+329:880505'
LOC+178+PVG'
NAT+2+CHN'
DOC+P:110:111+E99000001'
NAD+FL+++O?'BRIEN:MARY ANN'
ATT+2++F'
DTM+329:19790230'
DOC+P:110:111+E99000002'
NAD+FL+++LI:SI'
DTM+329:951231'
DOC+P:110:111+E99000003'
CNT+42:3'
UNT+31+PAX001'
UNZ+1+000000001'
"""


def test_a_passenger_list_is_uploaded_and_becomes_arrivals(demo, visitor):
    visitor.expect("422")
    page = visitor()
    sign_in(page, "investigator", demo)
    page.goto(demo.url + "/import")
    file = {"name": "MU9375.edi", "mimeType": "text/plain", "buffer": MESSAGE.encode()}
    page.locator("#upload-kind").select_option("arrivals")
    page.locator("#upload-file").set_input_files(file)
    page.locator("[data-send]").click()
    # The list does not say how risky its origin is.
    page.locator(".problem").wait_for()
    assert "passenger list" in page.locator(".problem").inner_text()

    page.goto(demo.url + "/import")
    page.locator("#upload-kind").select_option("arrivals")
    page.locator("#upload-risk").select_option("high")
    page.locator("#upload-file").set_input_files(file)
    picture(page, "passenger-list-upload")
    page.locator("[data-send]").click()
    page.locator("#run .figures").wait_for(timeout=30000)
    run = until(page, "Nothing has been written yet")
    assert "19790230" in page.locator("#run").inner_text(), "who cannot be read is not told"
    page.locator("#run button.primary").click()
    until(page, "Done.", run)

    # The same file a second time says what is known.
    page.goto(demo.url + "/import")
    page.locator("#upload-kind").select_option("arrivals")
    page.locator("#upload-risk").select_option("high")
    page.locator("#upload-file").set_input_files(file)
    page.locator("[data-send]").click()
    page.locator("#run .figures").wait_for(timeout=30000)
    until(page, "Nothing has been written yet")
    figures = page.locator("#run .figures").inner_text().split()
    assert figures[figures.index("Unchanged") + 1] == "2" and figures[figures.index("New") + 1] == "0"
    assert page.locator("#run button.primary").count() == 0


def until(page, text, address=None):
    """Opens a run's page again until it says so; answers its address."""
    address = address or page.url
    for _ in range(40):
        if text in page.locator("#run").inner_text():
            break
        page.wait_for_timeout(500)
        page.goto(address)
    assert text in page.locator("#run").inner_text()
    return address
