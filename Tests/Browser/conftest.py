"""The harness of the browser tests: one Chromium, a demo for each test that changes something, one shared by those that
only look.

    def test_a_contact_is_located(demo, visitor):
        page = visitor()
        sign_in(page, "investigator", demo)
        ...

A test fails, whatever else it finds, when a page it opened logs an error, throws, breaks the content-security policy or
is answered with 5xx. What a test means to provoke it announces: `visitor.expect(r"403")`.

The policy forbids `eval`, and so `page.wait_for_function`, which is built on it, fails on every page: wait for what can be
seen (`page.wait_for_selector`, `locator.wait_for`) instead. `page.evaluate` works.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from demo_server import ROOT, DemoServer, binary  # noqa: E402

SCREENSHOTS = ROOT / ".setup" / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}

REPORT_POLICY_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event =>
    console.error(`content-security policy: ${event.violatedDirective} stopped ${event.blockedURI || 'inline'} `
        + `(${event.sourceFile}:${event.lineNumber})`));
"""


@pytest.fixture(scope="session")
def browser() -> Browser:
    """The Chromium of the system; `SHOUTU_BROWSER` names another."""
    program = next(filter(None, map(shutil.which, (os.environ.get("SHOUTU_BROWSER") or "", *BROWSERS))), None)
    if program is None:
        pytest.fail("no Chromium found: run `make setup`, or name one with SHOUTU_BROWSER")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> Path:
    """The demo's world, made once; every server starts on a copy of it.

    `SHOUTU_WORLD=FOLDER` names one that is ready: the folder of a demo's database, with the keys and the files beside it.
    """
    if not binary().exists():
        pytest.fail(f"{binary()} is not built: run `make build`, or name another with SHOUTU_BINARY")
    folder = tmp_path_factory.mktemp("world")
    if ready := os.environ.get("SHOUTU_WORLD"):
        copy_world(Path(ready), folder)
        return folder
    with DemoServer(folder):
        pass
    return folder


@pytest.fixture(scope="session")
def shared_demo(world, tmp_path_factory) -> DemoServer:
    """A demo for tests that only look."""
    with start_copy(world, tmp_path_factory.mktemp("shared")) as server:
        yield server


@pytest.fixture
def demo(world, tmp_path) -> DemoServer:
    """A demo of the test's own, to change at will."""
    with start_copy(world, tmp_path / "demo") as server:
        yield server


def copy_world(source: Path, folder: Path) -> None:
    """Copies a database with everything that bears its name, under the name the servers of the tests look for."""
    databases = list(source.glob("*.sqlite"))
    if len(databases) != 1:
        pytest.fail(f"SHOUTU_WORLD should be a folder with one database, NAME.sqlite; {source} has {len(databases)}")
    name = databases[0].name
    for found in source.iterdir():
        if found.name.startswith(name):
            target = folder / ("demo.sqlite" + found.name.removeprefix(name))
            shutil.copytree(found, target) if found.is_dir() else shutil.copy2(found, target)


def start_copy(world: Path, folder: Path) -> DemoServer:
    shutil.copytree(world, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.log", "links.json"))
    return DemoServer(folder)


class Visitor:
    """Opens pages and listens to what they complain about."""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.contexts = []
        self.complaints: list[str] = []
        self.expected: list[str] = []

    def __call__(self, *, language: str = "en", viewport: dict = DESK, **options) -> Page:
        """A page of a browser of its own: no cookies, the language a person's browser would ask for."""
        locale = {"en": "en-GB", "zh": "zh-CN"}.get(language, language)
        context = self.browser.new_context(locale=locale, viewport=viewport, timezone_id="Asia/Shanghai", **options)
        context.set_default_timeout(10_000)
        context.add_init_script(REPORT_POLICY_VIOLATIONS)
        self.contexts.append(context)
        context.on("page", self._listen)
        return context.new_page()

    def expect(self, pattern: str) -> None:
        """Complaints matching `pattern` (a regular expression) are what this test is about."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [text for text in self.complaints if not any(re.search(pattern, text) for pattern in self.expected)]

    def _listen(self, page: Page) -> None:
        page.on("console", lambda message: message.type == "error" and self._hear(page, message.text))
        page.on("pageerror", lambda error: self._hear(page, f"uncaught: {error}"))
        page.on("response", lambda answer: answer.status >= 500 and self._hear(page, f"{answer.status} {answer.url}"))

    def _hear(self, page: Page, text: str) -> None:
        self.complaints.append(f"{page.url}: {text}")


@pytest.fixture
def visitor(browser, request) -> Visitor:
    visitor = Visitor(browser)
    yield visitor
    for context in visitor.contexts:
        context.close()
    complaints = visitor.unexpected()
    assert not complaints, "pages complained:\n" + "\n".join(dict.fromkeys(complaints))


def sign_in(page: Page, role: str, server: DemoServer) -> None:
    """Signs in through the link the demo gave for this role, and waits for the page it leads to.

    A link may be good for one use only, so the session it opened is kept and given to later pages of the same role.
    """
    cookies = server.__dict__.setdefault("cookies", {})
    if role in cookies:
        page.context.add_cookies(cookies[role])
        page.goto(server.url + "/")
        return
    if role not in server.links:
        pytest.fail(f"the demo has no sign-in link for {role}; it has {', '.join(sorted(server.links))}")
    page.goto(server.links[role])
    cookies[role] = page.context.cookies()


def picture(page: Page, name: str, *, whole: bool = True) -> Path:
    """Keeps what the page looks like as `.setup/screenshots/NAME.png`."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=whole, animations="disabled")
    return path


def lose_the_network(page: Page) -> None:
    """Goes offline once the device keeps the page that stands there."""
    assert page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert page.evaluate(
        """async address => {
            for (let turn = 0; turn < 50; turn += 1) {
                if (await (await caches.open('shoutu-field')).match(address)) return true;
                await new Promise(done => setTimeout(done, 100));
            }
            return false;
        }""",
        page.url,
    )
    page.context.set_offline(True)


def assert_fits(page: Page) -> None:
    """Nothing on the page is wider than the screen: there is no scrolling sideways."""
    too_wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
            [...document.body.querySelectorAll('*')]
                .filter(element => element.getBoundingClientRect().right > window.innerWidth + 1)
                .slice(0, 5).map(element => element.outerHTML.slice(0, 120))"""
    )
    assert not too_wide, f"{page.url} is wider than {page.viewport_size['width']} px; it begins with {too_wide}"


# What stands wrong on a page: a column that is not under its header or reads from another side, words on other words.
MISLAID = """() => {
    const faults = [];
    const name = element => `${element.tagName.toLowerCase()} “${element.textContent.trim().slice(0, 30)}”`;
    const side = element => getComputedStyle(element).textAlign.replace('start', 'left').replace('end', 'right');
    for (const table of document.querySelectorAll('main table')) {
        const head = table.tHead?.rows.length === 1 && table.tHead.getClientRects().length ? [...table.tHead.rows[0].cells] : [];
        const rows = [...table.tBodies].flatMap(body => [...body.rows]).filter(row => row.cells.length === head.length);
        head.forEach((over, column) => {
            const under = rows.map(row => row.cells[column]).find(cell => cell.textContent.trim() && cell.getClientRects().length);
            if (!under || over.colSpan > 1 || under.colSpan > 1) return;
            const [above, below] = [over.getBoundingClientRect(), under.getBoundingClientRect()];
            if (Math.abs(above.left - below.left) > 1 || Math.abs(above.right - below.right) > 1) faults.push(`${name(over)} is not over ${name(under)}`);
            else if (over.textContent.trim() && side(over) !== side(under)) faults.push(`${name(over)} reads from another side than ${name(under)}`);
        });
    }
    const boxes = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || element.closest('script, style, svg, dialog, select, .hidden-label, .skip')) continue;
        if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
        const shown = {left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity};
        let floats = false;
        for (let around = element; around && around !== document.body && !floats; around = around.parentElement) {
            const style = getComputedStyle(around);
            floats = style.position === 'sticky' || style.position === 'fixed';
            if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
            const window = around.getBoundingClientRect();
            shown.left = Math.max(shown.left, window.left);
            shown.right = Math.min(shown.right, window.right);
            shown.top = Math.max(shown.top, window.top);
            shown.bottom = Math.min(shown.bottom, window.bottom);
        }
        if (floats) continue;
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        for (const line of range.getClientRects()) {
            const box = {left: Math.max(line.left, shown.left), right: Math.min(line.right, shown.right),
                top: Math.max(line.top, shown.top), bottom: Math.min(line.bottom, shown.bottom), element};
            if (box.right - box.left > 1 && box.bottom - box.top > 1) boxes.push(box);
        }
    }
    boxes.sort((one, other) => one.top - other.top);
    boxes.forEach((one, index) => {
        for (let next = index + 1; next < boxes.length && boxes[next].top < one.bottom - 4; next += 1) {
            const other = boxes[next];
            if (other.element !== one.element && Math.min(one.bottom, other.bottom) - other.top > 4
                && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2)
                faults.push(`${name(one.element)} and ${name(other.element)} stand on each other`);
        }
    });
    return faults.slice(0, 8);
}"""


def assert_laid_out(page: Page) -> None:
    """Every column stands under its header and no words stand on others."""
    faults = page.evaluate(MISLAID)
    assert not faults, f"{page.url} at {page.viewport_size['width']} px:\n" + "\n".join(faults)
