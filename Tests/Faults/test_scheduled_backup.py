"""A server that takes scheduled backups: what one of them restores is the register as it was, with its audit intact."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import BINARY, Server, run  # noqa: E402


def test_a_scheduled_backup_restores(tmp_path):
    if not BINARY.exists():
        pytest.fail(f"{BINARY} is not built: run `make build`, or name another with SHOUTU_BINARY")
    database = f"sqlite:{tmp_path / 'register.sqlite'}"
    made = run("bench", "writes", "--count", "20", database=database)
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "backups"
    server = Server(database, tmp_path / "server.log", "--backup-folder", str(folder), "--backup-every", "1m").wait()
    try:
        deadline = time.monotonic() + 60
        while not (taken := sorted(folder.glob("shoutu-*.sqlite")) if folder.exists() else []):
            assert time.monotonic() < deadline, f"no backup was taken:\n{server.tail()}"
            time.sleep(0.2)
    finally:
        assert server.stop() == 0, server.tail()
    restored = f"sqlite:{tmp_path / 'restored.sqlite'}"
    key = tmp_path / "register.sqlite.keys"
    done = run("restore", str(taken[-1]), "--key", str(key / "master.key"), database=restored)
    if done.returncode != 0:
        done = run("restore", str(taken[-1]), "--key", str(key), database=restored)
    assert done.returncode == 0 and "intact" in done.stdout, done.stdout + done.stderr
