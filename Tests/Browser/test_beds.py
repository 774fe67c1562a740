"""Measure 3 in a real browser: a contact who waits is given a room, nobody else can have it, and the figures follow the stays."""

import re

from conftest import DESK, PHONE, assert_fits, picture, sign_in


def figures(page, site):
    """Existing, occupied and free of a site, as the page tells them."""
    row = page.locator("#sites tr", has=page.locator("th", has_text=site))
    return [int(re.sub(r"\D", "", row.locator(f"td[data-label={name}]").inner_text())) for name in ("Existing", "Occupied", "Free")]


def test_a_room_is_given_once(demo, visitor):
    page = visitor()
    sign_in(page, "isolation", demo)
    page.goto(demo.url + "/beds")
    waiting = page.locator("#waiting tbody tr").first
    person = waiting.locator("th a").first.get_attribute("href")
    room = waiting.locator("a[href*=beginStay]")
    site = room.inner_text()
    existing, occupied, free = figures(page, site)
    assert existing == occupied + free > occupied

    # Somebody's room is not to be had.
    page.locator("#sites a", has_text=site).click()
    page.locator("#thing").wait_for()
    taken = page.locator("section.panel li .tag", has_text="室").first.inner_text().split(",")[0].strip()
    picture(page, "beds-site")
    page.goto(demo.url + "/beds")
    page.locator("#waiting tbody tr").first.locator("a[href*=beginStay]").click()
    assert page.locator("[name=site]").input_value() == site
    page.locator("[name=room]").fill(taken)
    visitor.expect("422")
    page.locator("main form button.primary").click()
    page.locator(".problem", has_text=taken).wait_for()
    assert page.locator("[name=site]").input_value() == site, "what was filled in stays"

    # Another room is; the contact waits no more, and the figures have moved by one.
    page.locator("[name=room]").fill("留观1室")
    page.locator("main form button.primary").click()
    page.locator(".flash", has_text="met").wait_for()
    page.goto(demo.url + "/beds")
    assert figures(page, site) == [existing, occupied + 1, free - 1]
    assert page.locator(f"#waiting a[href='{person}']").count() == 0
    picture(page, "beds")


def test_a_site_with_people_in_it_cannot_be_closed(demo, visitor):
    page = visitor()
    sign_in(page, "isolation", demo)
    page.goto(demo.url + "/beds")
    page.locator("#sites tbody th a").first.click()
    page.locator("a[href*='siteChange']").click()
    page.locator("[name=siteStanding]").select_option("closed")
    visitor.expect("422")
    page.locator("main form button.primary").click()
    page.locator(".problem", has_text="cannot be closed").wait_for()


def test_the_page_of_beds_reads_on_a_phone_and_in_chinese(shared_demo, visitor):
    for name, language, viewport in (("desk", "en", DESK), ("phone", "zh", PHONE)):
        page = visitor(language=language, viewport=viewport)
        sign_in(page, "isolation", shared_demo)
        page.goto(shared_demo.url + "/beds")
        assert page.locator("#sites tbody tr").count() > 0
        assert_fits(page)
        picture(page, f"beds-{name}-{language}")


def test_a_contact_is_moved_and_both_ends_confirm(demo, visitor):
    """Asked for by the investigator, accepted at the door, sent off, received into a room with one gesture; the late clock of the contact is met."""
    investigator = visitor()
    sign_in(investigator, "investigator", demo)
    investigator.goto(demo.url + "/beds")
    waiting = investigator.locator("#waiting tbody tr").first
    person = waiting.locator("th a").first.get_attribute("href")
    waiting.locator("a[href*='requestTransfer']").click()
    site = investigator.locator("[name=site]").input_value()
    assert "集中隔离点" in site
    investigator.locator("main form button.primary").click()
    investigator.locator(".flash").wait_for()
    assert site in investigator.locator(".timeline").inner_text()

    # At the door: accepted, and a place is promised.
    door = visitor(viewport=PHONE)
    sign_in(door, "isolation", demo)
    door.goto(demo.url + "/beds")
    promised = door.locator("#sites tr", has=door.locator("th", has_text=site)).locator("td[data-label=Promised]")
    before = promised.inner_text().strip()
    door.locator("#sites a", has_text=site).click()
    door.locator("a[href*='/sites/']").click()
    row = door.locator("#expected tr", has=door.locator(f"a[href='{person}']"))
    assert "not yet accepted" in row.inner_text()
    assert_fits(door)
    picture(door, "transfer-door")
    row.locator("form button.primary").click()
    door.locator("[data-outbox-status]", has_text="accepted").wait_for()
    intake = door.url
    door.goto(demo.url + "/beds")
    assert int(promised.inner_text().strip() or 0) == (0 if before in ("", "–") else int(before)) + 1

    # The end that sends says that they have left: it does not speak for the other end.
    investigator.goto(demo.url + "/transfers")
    row = investigator.locator("#accepted tr", has=investigator.locator(f"a[href='{person}']"))
    turns = row.locator("a.verb").all_inner_texts()
    assert "Arrived" in turns, turns  # the district of this investigator holds both ends
    picture(investigator, "transfers")
    investigator.locator("#accepted [name=by]").fill("转运车 12")
    row.locator("button", has_text="Left").click()
    investigator.locator(f"#onTheWay a[href='{person}']").wait_for()

    # A room that is somebody's is refused at the door and what was typed stays; a free one takes the person in.
    door.goto(intake)
    row = door.locator("#expected tr", has=door.locator(f"a[href='{person}']"))
    offered = row.locator("input[name=room]").input_value()
    visitor.expect("422")
    row.locator("input[name=room]").fill(taken_room(demo, visitor, site, other_than=offered))
    row.locator("form button.primary").click()
    row = door.locator("#expected tr", has=door.locator(f"a[href='{person}']"))
    row.locator(".problem").wait_for()
    row.locator("input[name=room]").fill("留观2室")
    row.locator("form button.primary").click()
    door.locator("[data-outbox-status]", has_text="arrived").wait_for()
    assert door.locator(f"#expected a[href='{person}']").count() == 0
    investigator.goto(demo.url + person)
    assert "留观2室" in investigator.locator("main").inner_text()
    investigator.goto(demo.url + "/transfers")
    assert investigator.locator(f"#over a[href='{person}']").count() == 1


def taken_room(demo, visitor, site, other_than):
    """A room of the site that somebody is in."""
    page = visitor()
    sign_in(page, "isolation", demo)
    page.goto(demo.url + "/beds")
    page.locator("#sites a", has_text=site).click()
    page.locator("#thing").wait_for()
    rooms = [tag.split(",")[0].strip() for tag in page.locator("section.panel li .tag", has_text="室").all_inner_texts()]
    return next(room for room in rooms if room != other_than)


def test_a_bus_takes_two_and_the_stair_has_no_network(demo, visitor):
    """Two are asked for, accepted together, and sent off together from a phone without a network; it counts once when there is one again."""
    # A part of the page that would be fetched anew cannot be.
    visitor.expect("ERR_INTERNET_DISCONNECTED")
    investigator = visitor(viewport=PHONE)
    sign_in(investigator, "investigator", demo)
    people = []
    for _ in range(2):
        investigator.goto(demo.url + "/beds")
        waiting = investigator.locator("#waiting tbody tr").first
        people.append(waiting.locator("th a").first.get_attribute("href"))
        waiting.locator("a[href*='requestTransfer']").click()
        investigator.locator("main form button.primary").click()
        investigator.locator(".flash").wait_for()
    investigator.goto(demo.url + "/transfers")
    own = [investigator.locator("#unanswered tr", has=investigator.locator(f"a[href='{person}']")) for person in people]
    for row in own:
        row.locator("input.pick").check()
    assert_fits(investigator)
    picture(investigator, "transfers-phone")
    investigator.locator("#unanswered button.primary").click()
    investigator.locator("[data-outbox-status] [role=status]", has_text="accepted: 2 recorded").wait_for()

    investigator.context.set_offline(True)
    own = [investigator.locator("#accepted tr", has=investigator.locator(f"a[href='{person}']")) for person in people]
    for row in own:
        row.locator("input.pick").check()
    investigator.locator("#accepted [name=by]").fill("转运车 7")
    investigator.locator("#accepted button.primary").click()
    investigator.locator("[data-outbox-status]", has_text="Waiting to be sent: 1").wait_for()
    assert all("kept" in row.get_attribute("class") for row in own)
    picture(investigator, "transfers-offline", whole=False)
    investigator.context.set_offline(False)
    investigator.locator("[data-outbox-status] [role=status]", has_text="Sent: 1").wait_for()
    investigator.goto(demo.url + "/transfers")
    for person in people:
        investigator.locator(f"#onTheWay a[href='{person}']").wait_for()
    investigator.goto(demo.url + people[0])
    assert "转运车 7" in investigator.locator(".timeline").inner_text()

    desk = visitor(language="zh")
    sign_in(desk, "investigator", demo)
    desk.goto(demo.url + "/transfers")
    assert_fits(desk)
    picture(desk, "transfers-zh")


def test_transfers_of_several_are_asked_for_from_the_worklist(demo, visitor):
    """Two lines of the worklist are ticked, one form asks for both, and both wait for their site's answer."""
    page = visitor()
    sign_in(page, "community", demo)
    page.goto(demo.url + "/?measure=2")
    lines = page.locator(".duty", has=page.locator("a[href*='beginStay']"))
    people = []
    for line in lines.all()[:20]:
        person = line.locator("a.name").first.get_attribute("href").split("?")[0]
        if person not in people and len(people) < 2:
            people.append(person)
            line.locator("input[type=checkbox]").check()
    assert len(people) == 2
    page.locator("#bulk #kind").select_option("requestTransfer")
    page.locator("#bulk button[type=submit]").click()
    page.locator("[name=mode]").wait_for()
    for person in people:
        assert page.locator(f"main .verbs a[href^='{person}']").count() == 1
    picture(page, "transfers-asked-in-bulk")

    address = page.url
    site = page.locator("datalist option").first.get_attribute("value")
    page.locator("[name=site]").fill(site)
    page.locator("[name=grounds]").fill("同一楼栋")
    page.locator("main form button.primary").click()
    page.locator(".flash").wait_for()
    county = visitor()
    sign_in(county, "investigator", demo)
    county.goto(demo.url + "/transfers")
    for person in people:
        row = county.locator("#unanswered tr", has=county.locator(f"a[href^='{person}']"))
        assert row.count() == 1 and site in row.inner_text()

    phone = visitor(language="zh", viewport=PHONE)
    sign_in(phone, "community", demo)
    phone.goto(address)
    phone.locator("[name=mode]").wait_for()
    assert_fits(phone)
    picture(phone, "transfers-asked-in-bulk-phone")
