"""A disk that fills up: who writes is told so, nothing acknowledged is lost, and work goes on once there is room."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import BINARY, Console, Server, prepare, run  # noqa: E402

SPARE = 400  # KiB left when the disk is filled up


@pytest.fixture
def disk(tmp_path):
    """A file system of its own, of 160 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(folder)], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"no small file system can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    room = os.statvfs(disk)
    filler.write_bytes(bytes(max(0, room.f_bavail * room.f_bsize - SPARE * 1024)))
    return filler


def test_what_was_acknowledged_before_the_disk_was_full_is_kept(disk):
    database = f"sqlite:{disk / 'register.sqlite'}"
    assert run("bench", "writes", "--count", "5", database=database).returncode == 0
    filler = fill(disk)
    written = run("bench", "writes", "--count", "100000", database=database)
    assert written.returncode == 1 and "The disk is full" in written.stderr, written.stderr
    kept = written.stdout
    filler.unlink()
    there = run("bench", "writes", "--check", database=database, text=kept)
    assert there.returncode == 0, there.stdout + there.stderr
    assert run("audit", "verify", database=database).returncode == 0
    derived = run("rederive", "--verify", database=database)
    assert derived.returncode == 0, derived.stdout + derived.stderr
    assert run("bench", "writes", "--count", "5", database=database).returncode == 0


def test_the_console_says_that_the_disk_is_full_and_goes_on_afterwards(disk, tmp_path):
    if not BINARY.exists():
        pytest.fail(f"{BINARY} is not built: run `make build`")
    database = f"sqlite:{disk / 'register.sqlite'}"
    prepare(database)
    added = run(
        "user", "add", "someone", "--role", "investigator", "--territory", "43", database=database, text="a long password\na long password\n")
    assert added.returncode == 0, added.stderr
    server = Server(database, tmp_path / "server.log").wait()
    try:
        console = Console(server)
        console.sign_in("someone", "a long password")
        token = console.csrf()
        rows = "姓名,联系电话,到达时间,来自,出发地风险,目的地\n" + "".join(
            f"虚构{n},104{n:08d},2022-03-18 10:00,上海市,高风险,430111\n" for n in range(20_000))
        filler = fill(disk)
        status, page = console.post("/import/paste", {"csrf": token, "kind": "arrivals", "rows": rows})
        assert status == 507 and "The disk is full" in page, f"{status}\n{page[:600]}"
        assert server.status("/health/live") == 200
        filler.unlink()
        status, page = console.post("/import/paste", {"csrf": token, "kind": "arrivals", "rows": rows})
        assert status == 200, f"{status}\n{page[:2000]}"
        assert "20,000" in console.settle(page)
    finally:
        assert server.stop() == 0, server.tail()
    assert run("audit", "verify", database=database).returncode == 0
