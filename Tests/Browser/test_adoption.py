"""Putting a policy into force from the console: it is looked at first, confirmed, done once, and governs from then on."""

from conftest import PHONE, assert_fits, picture, sign_in


def test_an_edition_is_weighed_confirmed_and_put_into_force(demo, visitor):
    page = visitor()
    sign_in(page, "commander", demo)
    page.goto(demo.url + "/policy")
    page.locator("a[href*='/policy/adopt']").first.click()
    page.locator("#adopt-edition").wait_for()
    page.goto(demo.url + "/policy/adopt?edition=cn-9&territory=43&from=2022-03-20T00:00")
    assert page.locator("#adopt-edition").input_value() == "cn-9"
    assert page.locator("#adopt-territory").input_value() == "43"
    preview = page.locator("#preview").inner_text()
    assert "differ" in preview.lower()

    # Who is affected is counted before anything is decided.
    page.locator("#preview a.button").click(timeout=60_000)  # everybody held is derived anew
    affected = page.locator("#affected")
    affected.wait_for()
    assert any(letter.isdigit() for letter in affected.inner_text())
    picture(page, "adoption")

    # Without the confirmation the browser does not send it.
    adopt = page.locator("main form[method=post] button.primary")
    adopt.click()
    assert "/policy/adopt" in page.url
    page.locator("[name=confirmed]").check()
    adopt.click()
    page.wait_for_url("**/policy?*edition=cn-9*")
    assert "being derived anew" in page.locator("body").inner_text()

    # From that day on it is what is in force: nothing would change any more.
    page.goto(demo.url + "/policy/adopt?edition=cn-9&territory=43&from=2022-03-21T00:00")
    assert "0 rules" in page.locator("#preview").inner_text()


def test_an_investigator_may_not_put_a_policy_into_force(shared_demo, visitor):
    page = visitor()
    sign_in(page, "investigator", shared_demo)
    page.goto(shared_demo.url + "/policy")
    assert page.locator("a[href*='/policy/adopt']").count() == 0


def test_the_confirmation_stays_readable_on_a_phone(shared_demo, visitor):
    for language in ("en", "zh"):
        page = visitor(language=language, viewport=PHONE)
        sign_in(page, "commander", shared_demo)
        page.goto(f"{shared_demo.url}/policy/adopt?edition=cn-9&territory=43")
        assert_fits(page)
        confirmation = page.locator("label:has([name=confirmed])")
        confirmation.scroll_into_view_if_needed()
        line, button = confirmation.bounding_box(), page.locator("main form[method=post] button.primary").bounding_box()
        assert line["y"] + line["height"] <= button["y"], "the button covers the line to be confirmed"
        picture(page, f"adoption-phone-{language}")
