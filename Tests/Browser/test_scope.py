"""Who may see whom: outside one's own territory there is nobody, and a stranger is led to the sign-in page."""

from urllib.parse import unquote, urlsplit

import pytest

from conftest import assert_fits, picture, sign_in

NOT_FOUND = {"en": ("Not found", "outside your territories"), "zh": ("未找到", "管辖范围")}


def overdue_contact(visitor, server) -> tuple[str, list[str]]:
    """The path of the overdue contact of Yuhua, and what the pages of those who may see them say of them."""
    page = visitor(language="zh")
    sign_in(page, "investigator", server)
    name = page.locator(".duty.late .who a.name").first
    path = urlsplit(name.get_attribute("href")).path
    page.goto(server.url + path)
    masked = page.locator("#person h1").inner_text()
    facts = [value for value in page.locator("dl.facts dd").all_inner_texts() if "…" in value]
    assert masked and facts, "the page says nothing that could leak"
    return path, [masked, *facts]


@pytest.mark.parametrize("language", ["en", "zh"], ids=["English", "Chinese"])
def test_a_community_worker_cannot_open_another_countys_person_by_address(shared_demo, visitor, language):
    path, secrets = overdue_contact(visitor, shared_demo)
    visitor.expect(r"the server responded with a status of 404")
    page = visitor(language=language)
    sign_in(page, "community2", shared_demo)  # of Longhui, in another prefecture
    page.locator("#worklist").wait_for()

    for address in (path, path + "/record/locate", path + "/reveal"):
        answer = page.goto(shared_demo.url + address)

        assert answer.status == 404, f"{address} was answered with {answer.status}"
        said = page.locator("main").inner_text()
        assert all(words in said for words in NOT_FOUND[language]), f"{address} does not say what is wrong: {said}"
        assert not [secret for secret in secrets if secret in page.content()], f"{address} says something about the person"
        assert_fits(page)
    picture(page, f"walk-scope-{language}")

    # The same answer as for nobody at all: it does not even say that there is such a person.
    answer = page.goto(shared_demo.url + "/people/999999999")
    assert answer.status == 404
    assert page.locator("main .empty > p").first.inner_text() in said


def test_a_stranger_is_led_to_sign_in(shared_demo, visitor):
    path, secrets = overdue_contact(visitor, shared_demo)
    page = visitor()

    for address in ("/", "/situation", path, "/list/contacts", "/audit"):
        page.goto(shared_demo.url + address)

        assert urlsplit(page.url).path == "/sign-in", f"a stranger at {address} is led to {page.url}"
        assert page.locator("form [name=password]").is_visible()
        assert not [secret for secret in secrets if secret in page.content()]
    page.goto(shared_demo.url + path)
    assert path in unquote(page.url), "the page asked for is forgotten on the way through sign-in"
