"""Uploads that are no tables, or too many bytes of one: a clear message, little memory, and nothing lost."""

from __future__ import annotations

import random
import sys
import urllib.request
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import BINARY, Console, Server, prepare, run  # noqa: E402

MEGABYTE = 1 << 20


@pytest.fixture
def server(tmp_path):
    if not BINARY.exists():
        pytest.fail(f"{BINARY} is not built: run `make build`")
    database = f"sqlite:{tmp_path / 'register.sqlite'}"
    prepare(database)
    added = run(
        "user", "add", "someone", "--role", "investigator", "--territory", "43", database=database, text="a long password\na long password\n")
    assert added.returncode == 0, added.stderr
    server = Server(database, tmp_path / "server.log").wait()
    yield server
    assert server.stop() == 0, server.tail()
    assert run("audit", "verify", database=database).returncode == 0


def upload(console: Console, token: str, chunks, name: str, kind: str = "arrivals") -> tuple[int, str]:
    request = urllib.request.Request(
        f"{console.server.url}/import/upload?kind={kind}&name={name}", data=chunks, method="POST",
        headers={"Content-Type": "application/octet-stream", "X-CSRF-Token": token, "Origin": console.server.url, "Transfer-Encoding": "chunked"})
    return console.send(request, timeout=300)


def megabytes(make, count: int):
    for _ in range(count):
        yield make()


@pytest.mark.parametrize("what", ["noise", "one line", "quotes"])
def test_a_malformed_upload_of_100_megabytes_is_told_so(server, what):
    chance = random.Random(2022)
    make = {
        # Bytes that are no text in any encoding, without zeros, so that nothing gives them away at once.
        "noise": lambda: chance.randbytes(MEGABYTE).replace(b"\0", b"\1"),
        "one line": lambda: b"a" * MEGABYTE,
        "quotes": lambda: b'"' + b"a,\n" * (MEGABYTE // 3),
    }[what]
    console = Console(server)
    console.sign_in("someone", "a long password")
    token = console.csrf()
    before = server.memory()
    status, page = upload(console, token, megabytes(make, 100), "list.csv")
    assert status in (200, 413, 422), f"{status}\n{page[:600]}"
    if status == 200:
        page = console.settle(page)
        assert 'class="problem"' in page or "<tbody>" in page, f"nothing is said of what is wrong:\n{page[:2000]}"
        assert "Record" not in page.split('class="figures"')[0], "a malformed file is offered to be recorded"
    assert server.memory() - before < 200 * MEGABYTE, f"{(server.memory() - before) / MEGABYTE:.0f} MB more than before"
    # Work goes on: a good table is taken.
    rows = "姓名,联系电话,到达时间,来自,出发地风险,目的地\n虚构,10400000001,2022-03-18 10:00,上海市,高风险,430111\n"
    status, page = console.post("/import/paste", {"csrf": token, "kind": "arrivals", "rows": rows})
    assert status == 200, page[:600]


def test_a_picture_is_refused_at_once(server):
    console = Console(server)
    console.sign_in("someone", "a long password")
    status, page = upload(console, console.csrf(), megabytes(lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000), 1), "scan.csv")
    assert status == 422 and "not a table" in page.lower(), f"{status}\n{page[:1500]}"
