"""A server that is killed loses nothing it acknowledged.

`shoutu bench writes` prints a person's number once what it wrote about them is durable. It is killed with SIGKILL at a random moment, twenty
times over, while `shoutu serve` runs on the same database and is killed as well. After each kill every number that was printed is looked up,
the audit chain is verified, and at the end the stored obligations are compared with a full derivation.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import BINARY, Server, run  # noqa: E402

KILLS = int(os.environ.get("SHOUTU_KILLS", "20"))


@pytest.fixture
def database(tmp_path) -> str:
    if not BINARY.exists():
        pytest.fail(f"{BINARY} is not built: run `make build`, or name another with SHOUTU_BINARY")
    return f"sqlite:{tmp_path / 'register.sqlite'}"


def acknowledged(output: bytes) -> list[str]:
    """The numbers whose line came out whole."""
    return [line.decode() for line in output.split(b"\n")[:-1] if line]


def test_kill_9_loses_no_acknowledged_write(database, tmp_path):
    made = run("bench", "writes", "--count", "5", database=database)
    assert made.returncode == 0, made.stderr
    kept = made.stdout.split()
    chance = random.Random(2022)
    for turn in range(KILLS):
        server = Server(database, tmp_path / "server.log")
        server.wait()
        writer = subprocess.Popen([str(BINARY), "bench", "writes", "--database", database], stdout=subprocess.PIPE)
        time.sleep(0.2 + chance.random() * 0.8)
        for process in chance.sample([writer, server.process], 2):
            process.send_signal(signal.SIGKILL)
        output, _ = writer.communicate()
        server.kill()
        kept += acknowledged(output)
        there = run("bench", "writes", "--check", database=database, text="\n".join(kept) + "\n")
        assert there.returncode == 0, f"after kill {turn + 1}: {there.stdout}{there.stderr}"
        audit = run("audit", "verify", database=database)
        assert audit.returncode == 0, f"after kill {turn + 1}: {audit.stdout}{audit.stderr}"
    assert len(kept) > KILLS, "hardly anything was written between the kills"
    derived = run("rederive", "--verify", database=database)
    assert derived.returncode == 0, derived.stdout + derived.stderr


def test_an_import_that_is_killed_goes_on_where_it_stood(database, tmp_path):
    made = run("bench", "writes", "--count", "1", database=database)
    assert made.returncode == 0, made.stderr
    rows = 6000
    table = tmp_path / "arrivals.csv"
    lines = ["姓名,联系电话,到达时间,来自,出发地风险,目的地"]
    lines += [f"虚构{n},104{n:08d},2022-03-18 10:{n % 60:02d},上海市,高风险,430111" for n in range(rows)]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [str(BINARY), "import", "arrivals", str(table), "--database", database, "--format", "json"]
    for pause in (0.4, 0.7, 0.5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert subprocess.run(command, capture_output=True, timeout=300).returncode == 0
    again = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert f'"unchanged" : {rows}' in again.stdout and '"new" : 0' in again.stdout, again.stdout + again.stderr
    exported = run("export", "arrivals", "--purpose", "test", database=database)
    assert exported.stdout.count("虚构") >= rows
    assert len({line.split(",")[0] for line in exported.stdout.splitlines()}) >= 1
    people = [line for line in exported.stdout.splitlines() if "104" in line and "上海市" in line]
    assert len(people) == rows, f"{len(people)} arrivals for {rows} rows: something was lost or done twice"
    assert run("audit", "verify", database=database).returncode == 0
