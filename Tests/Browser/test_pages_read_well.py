"""Every main page reads well: on a desk and on a phone, in English and in Chinese, whole, without a string's bare name.

The pictures are kept in `.setup/screenshots`. With `SHOUTU_UPDATE_IMAGES=1` the picture of the README is made anew.
"""

import os
import re

import pytest

from conftest import DESK, PHONE, ROOT, assert_fits, assert_laid_out, picture, sign_in

PAGES = {
    "home": ("commander", "/"),
    "home-investigator": ("investigator", "/"),
    "home-checkpoint": ("checkpoint", "/"),
    "situation": ("commander", "/situation"),
    "epidemic": ("commander", "/situation/epidemic?by=onset"),
    "situation-county": ("investigator", "/situation"),
    "target": ("commander", "/situation/target/noSpillOver"),
    "case": ("commander", "/people/1"),
    "contact": ("investigator", "/people/35"),
    "porter": ("investigator2", "/people/44"),
    "arrival": ("checkpoint", "/people/45"),
    "form-arrival": ("checkpoint", "/record/registerArrival"),
    "form-transfer": ("investigator", "/people/35/record/beginStay"),
    "list-cases": ("commander", "/list/cases"),
    "list-contacts": ("commander", "/list/contacts"),
    "list-arrivals": ("commander", "/list/arrivals"),
    "list-posts": ("commander", "/list/posts"),
    "list-held": ("commander", "/list/held"),
    "places": ("commander", "/things/place"),
    "orders": ("commander", "/things/directive"),
    "command": ("commander", "/things/territory"),
    "form-command": ("commander", "/things/territory/new/hqActivate"),
    "zones": ("commander", "/things/zone"),
    "gatherings": ("commander", "/things/gathering"),
    "zone-preview": ("commander", "/zones/preview?t=430111&zoneLevel=high&members=430111007"),
    "form-zone": ("commander", "/things/zone/new/zoneSet?t=430111"),
    "form-gathering": ("commander", "/things/gathering/new/gatheringApply?t=430111"),
    "findings": ("inspector", "/things/finding"),
    "form-order": ("commander", "/things/directive/new/orderIssue"),
    "form-finding": ("inspector", "/things/finding/new/findingRecord"),
    "form-place": ("commander", "/things/place/new/placeRegister"),
    "handover": ("community", "/handover"),
    "handover-duty": ("duty", "/handover"),
    "quality": ("investigator", "/quality"),
    "policy": ("commander", "/policy"),
    "whatif": ("commander", "/whatif?t=430111&tracing.lookback.symptomatic=0"),
    "import": ("laboratory", "/import"),
    "users": ("administrator", "/users"),
    "audit": ("inspector", "/audit"),
    "home-isolation": ("isolation", "/"),
    "home-community": ("community", "/"),
    "cost": ("commander", "/situation/cost"),
    "measure": ("commander", "/situation/measure/testing"),
    "testing": ("commander", "/testing"),
    "laboratory": ("laboratory", "/testing/laboratory"),
    "treatment": ("commander", "/treatment"),
    "beds": ("hospital", "/beds"),
    "transfers": ("isolation", "/transfers"),
    "arrivals": ("commander", "/arrivals"),
    "checkpoint": ("checkpoint", "/checkpoint"),
    "look-backs": ("commander", "/things/lookBack"),
    "community": ("community", "/community"),
    "self-reports": ("community", "/community/reports"),
    "supervision": ("inspector", "/supervision"),
    "clears": ("commander", "/clears"),
    "network": ("commander", "/network"),
    "reports": ("commander", "/reports"),
    "headquarters": ("commander", "/things/territory/43"),
}

# What a reader can see or hear of a page, without rules (§tracing.closeClocks.located), code and what people typed in.
VISIBLE = """() => {
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
        if (!walker.currentNode.parentElement.closest('code, script, style')) texts.push(walker.currentNode.data);
    for (const element of document.querySelectorAll('[title], [aria-label], [placeholder], [alt], [data-label], [data-empty]'))
        for (const name of ['title', 'aria-label', 'placeholder', 'alt', 'data-label', 'data-empty'])
            if (element.hasAttribute(name)) texts.push(element.getAttribute(name));
    return texts;
}"""
RULE = re.compile(r"§[\w.]+")
BARE_NAME = re.compile(r"(?<![\w./@-])[a-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)+(?![\w/@])")  # home.title
IDENTIFIER = re.compile(r"(?<![\w./@-])(?:[a-z]+(?:_[a-z0-9]+)+|[a-z]{2,}(?:[A-Z][a-z]+)+)(?![\w/@-])")  # other_hospital, closeContact
HOLE = re.compile(r"\{\{?\w*\}?\}|\b(?:nil|null|undefined|NaN|Optional\()")


def bare_names(page) -> list[str]:
    """Names of strings where their words should be, and holes nobody filled."""
    found = {}
    for text in page.evaluate(VISIBLE):
        for pattern in (BARE_NAME, IDENTIFIER, HOLE):
            for name in pattern.findall(RULE.sub("", text)):
                found[name] = text.strip()[:120]
    return [f"{name} in “{text}”" for name, text in found.items()]


def wait_for_charts(page) -> None:
    """Waits until the charts are drawn: the curve always, the map where there is more than one county to draw."""
    for chart in page.locator("[data-chart]").all():
        if chart.get_attribute("data-chart") == "curve" or page.locator("#counties tbody tr").count() > 1:
            chart.locator("canvas").first.wait_for()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["1440 px", "360 px"])
@pytest.mark.parametrize("language", ["en", "zh"], ids=["English", "Chinese"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_well(shared_demo, visitor, name, language, viewport):
    role, address = PAGES[name]
    page = visitor(language=language, viewport=viewport)
    sign_in(page, role, shared_demo)

    answer = page.goto(shared_demo.url + address)

    assert answer.status == 200
    assert page.locator("html").get_attribute("lang").startswith(language)
    assert page.locator("main h1, main h2").first.is_visible()
    wait_for_charts(page)
    picture(page, f"page-{name}-{language}-{viewport['width']}")
    assert_fits(page)
    assert_laid_out(page)
    bare = bare_names(page)
    assert not bare, "\n".join(bare)


CITIES = {
    "en": ("Changsha", "Xiangtan", "Yueyang", "Shaoyang", "Huaihua", "Yongzhou"),
    "zh": ("长沙", "湘潭", "岳阳", "邵阳", "怀化", "永州"),
}
SAID = {
    "en": (r"\b15 (?:local )?confirmed", r"\b18 asymptomatic", r"\b(?:6|six) (?:cities|prefectures|places)"),
    "zh": (r"15\s*例", r"18\s*例", r"(?:6|六)\s*(?:个?(?:市|地市|城市|市州)|地)"),
}


@pytest.mark.parametrize("language", ["en", "zh"], ids=["English", "Chinese"])
def test_the_situation_says_what_the_province_said(shared_demo, visitor, language):
    page = visitor(language=language)
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + "/situation")

    lead = page.locator("p.lead").inner_text()

    for pattern in SAID[language]:
        assert re.search(pattern, lead), f"{pattern} is not in: {lead}"
    missing = [city for city in CITIES[language] if city not in lead]
    assert not missing, f"{missing} not in: {lead}"


def test_the_picture_of_the_readme(shared_demo, visitor):
    page = visitor()
    sign_in(page, "commander", shared_demo)
    page.goto(shared_demo.url + "/situation")
    wait_for_charts(page)
    kept = picture(page, "console", whole=False)
    if os.environ.get("SHOUTU_UPDATE_IMAGES") == "1":
        target = ROOT / "docs" / "images" / "console.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(kept.read_bytes())
