"""Measure 10 on the spot: an inspector photographs what is wrong; what the camera wrote beside the picture is gone, whoever looks is recorded."""

import base64

from conftest import DESK, PHONE, assert_fits, lose_the_network, picture, sign_in

# 24 by 16 points lying on its side, with a place, a maker and a comment in it.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4QDMRXhpZgAATU0AKgAAAAgABAEPAAIAAAAMAAAAPgESAAMAAAABAAYAAAEyAAIAAAAUAAAASoglAAQAAAABAAAAXgAAAABDYW1lcmFNYWtlcgAyMDIyOjAzOjE5IDA5OjAwOjAwAAAEAAEAAgAAAAJOAAAAAAIABQAAAAMAAACUAAMAAgAAAAJFAAAAAAQABQAAAAMAAACsAAAAAAAAABwAAAABAAAADQAAAAEAAABRAAAAAgAAAHAAAAABAAAAOAAAAAEAAABRAAAABP/+AA90YWtlbiBhdCBob21l/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXYW1hpCeo6utq2eAvMm6pseZqKuk/9sAQwEcHh4oIyhOKytOpG5dbqSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk/8IAEQgAEAAYAwEiAAIRAQMRAf/EABYAAQEBAAAAAAAAAAAAAAAAAAMEAP/EABYBAQEBAAAAAAAAAAAAAAAAAAIABP/aAAwDAQACEAMQAAABiR1Bn1mtP//EABgQAQADAQAAAAAAAAAAAAAAAAABAhIR/9oACAEBAAEFAsssoqirj//EABcRAAMBAAAAAAAAAAAAAAAAAAABAwL/2gAIAQMBAT8BzQVD/8QAGBEAAgMAAAAAAAAAAAAAAAAAAAECESH/2gAIAQIBAT8BWlxP/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQAGPwJf/8QAFhABAQEAAAAAAAAAAAAAAAAAAQAQ/9oACAEBAAE/ISENgX//2gAMAwEAAgADAAAAEPPv/8QAFhEBAQEAAAAAAAAAAAAAAAAAAAER/9oACAEDAQE/EFbH/8QAFhEBAQEAAAAAAAAAAAAAAAAAAQAR/9oACAECAQE/EHEXFv/EABgQAQEBAQEAAAAAAAAAAAAAAABhARFB/9oACAEBAAE/EJJpIIsc87r/2U1vdGlvblBob3RvXzI4LjIyNzk="
)


def test_a_finding_carries_photographs(demo, visitor):
    inspector = visitor(viewport=PHONE)
    sign_in(inspector, "inspector", demo)
    inspector.goto(demo.url + "/things/finding?part=seat")
    inspector.locator("tbody a.name").first.click()
    inspector.locator("#photographs", has_text="No photograph yet").wait_for()
    finding = inspector.url.split("?")[0]
    box = inspector.locator("#photographs input[type=file]")

    # A file that is none is told so, and nothing is kept.
    visitor.expect("422")
    box.set_input_files({"name": "list.jpg", "mimeType": "image/jpeg", "buffer": b"name,phone"})
    inspector.locator("#photograph-problem", has_text="That is no photograph").wait_for()
    assert inspector.locator("#photographs details").count() == 0

    box.set_input_files({"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": JPEG})
    shown = inspector.locator("#photographs details")
    shown.first.wait_for()
    assert inspector.locator("#photograph-problem").count() == 0
    shown.first.locator("summary").click()
    image = shown.first.locator("img")
    image.wait_for()
    inspector.wait_for_timeout(500)
    assert image.evaluate("e => e.complete && [e.naturalWidth, e.naturalHeight].join()") == "16,24", "it stands upright"
    kept = inspector.request.get(image.evaluate("e => e.src"))
    assert kept.headers["content-type"] == "image/jpeg" and kept.headers["cache-control"] == "private, no-store"
    for word in (b"CameraMaker", b"2022:03:19", b"taken at home", b"MotionPhoto"):
        assert word in JPEG and word not in kept.body()
    assert_fits(inspector)
    picture(inspector, "finding-photograph-phone")

    # The same picture again is the same photograph.
    box.set_input_files({"name": "again.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
    inspector.wait_for_timeout(1500)
    inspector.goto(finding)
    assert shown.count() == 1
    look = visitor(language="zh", viewport=DESK)
    sign_in(look, "inspector", demo)
    look.goto(finding)
    look.locator("#photographs summary").click()
    look.locator("#photographs img").wait_for()
    picture(look, "finding-photograph-zh")

    # Whoever has no part in findings does not see it; that it was looked at is in the audit.
    stranger = visitor()
    sign_in(stranger, "laboratory", demo)
    assert stranger.request.get(kept.url).status in (403, 404)
    admin = visitor()
    sign_in(admin, "administrator", demo)
    admin.goto(demo.url + "/audit")
    assert "photograph shown" in admin.locator("main").inner_text()

    shown.first.locator("summary").click()
    shown.first.locator("[name=reason]").fill("拍到路人")
    shown.first.locator("button", has_text="Remove for good").click()
    inspector.locator(".flash", has_text="destroyed").wait_for()
    assert shown.count() == 0 and inspector.request.get(kept.url).status == 404


def test_a_photograph_taken_without_a_network_is_sent_once(demo, visitor):
    visitor.expect(r"ERR_INTERNET_DISCONNECTED|503")
    inspector = visitor(viewport=PHONE)
    sign_in(inspector, "inspector", demo)
    inspector.goto(demo.url + "/things/finding?part=seat")
    inspector.locator("tbody a.name").nth(1).click()
    inspector.locator("#photographs").wait_for()
    address = inspector.url
    shown = inspector.locator("#photographs details")
    before = shown.count()
    lose_the_network(inspector)
    inspector.reload()
    box = inspector.locator("#photographs input[type=file]")
    box.set_input_files({"name": "IMG_0002.JPG", "mimeType": "image/jpeg", "buffer": JPEG})
    waiting = inspector.locator("#photographs [data-waiting]", has_text="Waiting to be sent: 1")
    waiting.wait_for()
    assert shown.count() == before
    assert_fits(inspector)
    picture(inspector, "finding-photograph-waiting-phone")
    # A phone that went to sleep: it still waits.
    inspector.reload()
    waiting.wait_for()

    # The answer is lost on the way: the server has it, the device cannot know, and sends it again.
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort() if len(lost) == 1 else route.continue_()

    visitor.expect(r"ERR_FAILED")
    inspector.route("**/photographs", lose)
    inspector.context.set_offline(False)
    inspector.wait_for_timeout(2500)
    assert lost == [201] and waiting.is_visible()
    inspector.evaluate("window.dispatchEvent(new Event('online'))")
    inspector.wait_for_timeout(3000)
    inspector.unroute("**/photographs")
    inspector.goto(address)
    shown.nth(before).wait_for()
    assert lost == [201, 201] and shown.count() == before + 1
    assert inspector.locator("#photographs [data-waiting]").is_hidden()
