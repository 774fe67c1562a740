"""Whoever answers for the register asks the audit who looked at whom, and what one account did."""

from conftest import PHONE, assert_fits, picture, sign_in


def test_the_audit_tells_who_looked_at_a_person(demo, visitor):
    page = visitor()
    sign_in(page, "investigator", demo)
    page.goto(demo.url + "/people/35/reveal")
    page.locator("#purpose").fill("calling the contact back")
    page.locator("main form button.primary").click()
    page.get_by_text("104", exact=False).first.wait_for()

    inspector = visitor()
    sign_in(inspector, "inspector", demo)
    inspector.goto(demo.url + "/people/35")
    inspector.get_by_role("link", name="Who looked at the identity").click()
    rows = inspector.locator("main tbody tr")
    rows.first.wait_for()
    assert rows.count() == 1
    assert "identity shown" in rows.first.inner_text() and "calling the contact back" in rows.first.inner_text()
    inspector.set_viewport_size(PHONE)
    assert_fits(inspector)
    picture(inspector, "audit-of-a-person-phone")

    # What one account did, and nothing of others.
    inspector.goto(demo.url + "/audit")
    everything = inspector.locator("main tbody tr").count()
    inspector.locator("select[name=by]").select_option(label="Investigator, Yuhua")
    inspector.wait_for_url("**by=*")
    own = inspector.locator("main tbody tr")
    assert 0 < own.count() < everything
    assert all("Investigator, Yuhua" in text for text in own.all_inner_texts())
    # An account that did nothing; and a person beyond what can be seen, who is not told from one who does not exist.
    inspector.goto(demo.url + "/audit?by=999999")
    assert "Nothing was done." in inspector.locator("main").inner_text()
    visitor.expect(r"404")
    assert inspector.goto(demo.url + "/audit?person=99999999").status == 404
