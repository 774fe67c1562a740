"""A stair without a network: the page of a round is opened again after the network is gone, doors are called at, and all of it arrives."""

import re

from conftest import PHONE, assert_fits, lose_the_network, picture, sign_in


def test_a_field_page_opens_again_without_a_network(demo, visitor):
    visitor.expect(r"ERR_INTERNET_DISCONNECTED|503")
    worker = visitor(viewport=PHONE)
    sign_in(worker, "community", demo)
    worker.goto(demo.url + "/community")
    worker.locator("#rounds a.name").first.click()
    worker.locator("form.door").first.wait_for()
    address = worker.url
    lose_the_network(worker)
    worker.reload()
    worker.locator("form.door").first.wait_for()
    assert_fits(worker)
    settled = worker.locator(".figures .note").first.inner_text()
    first = worker.locator("form.door:visible").first.locator("b").inner_text()
    worker.locator("form.door:visible").first.locator("button[value=met]").click()
    worker.locator("[data-outbox-status]", has_text="Waiting to be sent: 1").wait_for()

    # Again, as after a phone went to sleep: what was called at is not offered twice, and still waits.
    worker.reload()
    worker.locator("[data-outbox-status]", has_text="Waiting to be sent: 1").wait_for()
    assert first not in worker.locator("form.door:visible b").all_inner_texts()
    picture(worker, "doors-reloaded-offline", whole=False)

    # A page that is not kept: those that are, are named.
    worker.goto(demo.url + "/situation")
    assert "No network" in worker.locator("main").inner_text()
    picture(worker, "no-network", whole=False)
    worker.locator("main a").first.click()
    worker.locator("form.door:visible").first.wait_for()

    worker.context.set_offline(False)
    worker.locator("[data-outbox-status] [role=status]", has_text=re.compile(r"Sent: 1|: Met")).wait_for()
    worker.goto(address)
    assert first not in worker.locator("form.door b").all_inner_texts()
    now = worker.locator(".figures .note").first.inner_text()
    assert int(now.split(" / ")[0]) == int(settled.split(" / ")[0]) + 1, (settled, now)

    # Whoever signs out leaves nothing behind.
    worker.evaluate("document.querySelector('form[action=\"/sign-out\"]').requestSubmit()")
    worker.wait_for_url(re.compile("/sign-in"))
    assert not worker.evaluate("caches.has('shoutu-field')")
