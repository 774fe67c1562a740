"""A stranger sees the sign-in page, whole and legible, on a desk and on a phone, in both languages."""

import pytest

from conftest import DESK, PHONE, assert_fits, picture


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["1440 px", "360 px"])
@pytest.mark.parametrize("language, word", [("en", "Sign in"), ("zh", "登录")], ids=["English", "Chinese"])
def test_the_sign_in_page_reads_well(shared_demo, visitor, language, word, viewport):
    page = visitor(language=language, viewport=viewport)

    answer = page.goto(shared_demo.url + "/")

    assert answer.status == 200
    assert page.locator("html").get_attribute("lang").startswith(language)
    assert page.locator("form").is_visible()
    assert page.get_by_text(word).first.is_visible()
    assert_fits(page)
    picture(page, f"sign-in-{language}-{viewport['width']}")
