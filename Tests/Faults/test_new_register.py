"""A register that nobody has set up says what it lacks; three commands later it works."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from harness import Console, Server, prepare, run  # noqa: E402

PASSWORD = "a long password"


def test_from_nothing_to_the_first_case(tmp_path):
    database = f"sqlite:{tmp_path / 'register.sqlite'}"
    added = run("user", "add", "someone", "--role", "investigator", "--territory", "43", database=database, text=f"{PASSWORD}\n{PASSWORD}\n")
    assert added.returncode == 0, added.stderr
    told = run("doctor", database=database)
    assert told.returncode == 1 and "shoutu policy adopt" in told.stdout and "shoutu import territories" in told.stdout, told.stdout
    server = Server(database, tmp_path / "server.log").wait()
    try:
        console = Console(server)
        status, page = console.sign_in("someone", PASSWORD, expect=503)
        assert "shoutu policy adopt" in page, page[:2000]
    finally:
        assert server.stop() == 0, server.tail()

    wrong = run("policy", "adopt", "hunan-2022-30", "--territory", "43", database=database)
    assert wrong.returncode == 1 and "hunan-2022-03" in wrong.stderr, wrong.stderr
    table = tmp_path / "territories.csv"
    table.write_text("code,name_zh\n43,湖南省\n", encoding="utf-8")
    wrong = run("import", "territories", str(table), database=database)
    assert wrong.returncode == 1 and "line 1: there is no column “name_en”" in wrong.stderr, wrong.stderr
    prepare(database)
    told = run("doctor", database=database)
    assert "policy in force: Our own" in told.stdout, told.stdout

    server = Server(database, tmp_path / "server.log").wait()
    try:
        console = Console(server)
        console.sign_in("someone", PASSWORD)
        status, page = console.get("/policy")
        assert status == 200 and "Our own" in page, page[:1500]
        status, page = console.get("/situation?t=4301")
        assert status == 200 and "Changsha" in page, page[:1500]
    finally:
        assert server.stop() == 0, server.tail()


def test_who_only_asks_makes_no_register(tmp_path):
    missing = tmp_path / "mistyped.sqlite"
    for command in (["doctor"], ["audit", "verify"], ["report", "situation"], ["export", "cases", "--purpose", "test"], ["user", "list"], ["rederive", "--verify"]):
        told = run(*command, database=f"sqlite:{missing}")
        assert told.returncode == 1 and f"There is no register at {missing}" in told.stderr, (command, told.stdout, told.stderr)
        assert list(tmp_path.iterdir()) == [], command


def test_identities_leave_for_a_stated_purpose_only(tmp_path):
    database = f"sqlite:{tmp_path / 'register.sqlite'}"
    added = run("user", "add", "someone", "--role", "commander", "--territory", "43", database=database, text=f"{PASSWORD}\n{PASSWORD}\n")
    assert added.returncode == 0, added.stderr
    for command in (["export", "cases"], ["export", "arrivals", "--format", "xlsx"], ["export", "report-card", "--case", "1"]):
        told = run(*command, database=database)
        assert told.returncode == 2 and "--purpose" in told.stderr and told.stdout == "", (command, told.stdout, told.stderr)
    for command in (["export", "cases", "--purpose", "test"], ["export", "places"]):
        told = run(*command, database=database)
        assert told.returncode == 0 and told.stdout, (command, told.stdout, told.stderr)
