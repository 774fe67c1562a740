"""Two people correct one entry at once: the second is refused with both versions shown, and neither is lost."""

from __future__ import annotations

import html
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from harness import Console, Server, prepare, run  # noqa: E402

PASSWORD = "a long password"


class Form(HTMLParser):
    """The fields of the page's form with a version, as a browser would send them."""

    def __init__(self, page: str):
        super().__init__()
        self.fields: dict[str, str] = {}
        self._found: dict[str, str] = {}
        self._select: str | None = None
        self._area: str | None = None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        name = has.get("name")
        if tag == "form":
            self._found = {}
        elif tag == "input" and name and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            self._found[name] = has.get("value") or ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in has or self._select not in self._found):
            self._found[self._select] = has.get("value") or ""
        elif tag == "textarea" and name:
            self._area, self._found[name] = name, ""

    def handle_data(self, data):
        if self._area:
            self._found[self._area] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None
        elif tag == "form" and "version" in self._found:
            self.fields = self._found


def test_the_second_of_two_editors_sees_both_versions_and_decides(tmp_path):
    database = f"sqlite:{tmp_path / 'register.sqlite'}"
    prepare(database)
    for name in ("first", "second"):
        added = run(
            "user", "add", name, "--role", "investigator", "--territory", "43", database=database, text=f"{PASSWORD}\n{PASSWORD}\n")
        assert added.returncode == 0, added.stderr
    rows = tmp_path / "arrivals.csv"
    rows.write_text("姓名,联系电话,到达时间,来自,出发地风险,目的地\n虚构甲,10400000001,2026-03-18 10:00,上海市,高风险,430111\n", encoding="utf-8")
    imported = run("import", "arrivals", str(rows), database=database)
    assert imported.returncode == 0, imported.stdout + imported.stderr

    server = Server(database, tmp_path / "server.log").wait()
    try:
        first, second = Console(server), Console(server)
        first.sign_in("first", PASSWORD)
        second.sign_in("second", PASSWORD)
        _, person = first.get("/people/1")
        forms = [html.unescape(path) for path in re.findall(r'href="(/people/1/record/correct\?[^"]+)"', person)]
        opened = next(((path, page) for path in forms if "上海市" in (page := first.get(path)[1])), None)
        assert opened, f"no form corrects the arrival: {forms}"
        path, page = opened
        mine = Form(page).fields
        theirs = Form(second.get(path)[1]).fields
        field = next(name for name, value in mine.items() if value == "上海市")
        reason = {name: "核对 checked" for name in mine if name == "reason"}

        status, page = first.post(path.split("?")[0], mine | reason | {field: "苏州市"})
        assert status == 200 and "苏州市" in page, f"{status}\n{page[:3000]}"
        status, page = second.post(path.split("?")[0], theirs | reason | {field: "无锡市"})
        assert status == 409, f"{status}\n{page[:3000]}"
        assert "Somebody else changed this meanwhile" in page and "苏州市" in page and "无锡市" in page, page[:4000]
        _, person = second.get("/people/1")
        assert "苏州市" in person and "无锡市" not in person

        # Sent once more from the page that shows both, it is a decision.
        again = Form(page).fields
        assert again[field] == "无锡市"
        status, page = second.post(path.split("?")[0], again)
        assert status == 200 and "无锡市" in page, f"{status}\n{page[:3000]}"
    finally:
        assert server.stop() == 0, server.tail()
    assert run("audit", "verify", database=database).returncode == 0
    assert run("rederive", "--verify", database=database).returncode == 0
