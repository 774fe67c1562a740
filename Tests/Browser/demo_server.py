"""A running `shoutu demo`, as a value: started in a folder of its own, waited for, and stopped.

The browser tests use it; run as a program it is the smoke test of `.ci/run`: start the demo on an empty folder, wait for
it to be ready, fetch the sign-in page, stop it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds until a demo with a world must be ready
PATIENCE_FOR_A_WORLD = 300  # seconds until a demo must be ready that makes its world first


def binary() -> Path:
    return Path(os.environ.get("SHOUTU_BINARY", ROOT / ".build" / "release" / "shoutu"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class DemoServer:
    """`shoutu demo` on a free port, its database, keys, links and log in `folder`."""

    def __init__(self, folder: Path, *arguments: str):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.links: dict[str, str] = {}
        self.log = folder / "server.log"
        self.command = [str(binary()), "demo", "--port", str(self.port), "--database", f"sqlite:{folder / 'demo.sqlite'}"]
        self.command += ["--links-file", str(folder / "links.json"), *arguments]
        self.process: subprocess.Popen | None = None

    def start(self) -> DemoServer:
        links = self.folder / "links.json"
        links.unlink(missing_ok=True)
        patience = PATIENCE if (self.folder / "demo.sqlite").exists() else PATIENCE_FOR_A_WORLD
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            self._wait(lambda: self.status("/health/ready") == 200 and links.exists(), "ready, with its sign-in links written", patience)
            self.links = json.loads(links.read_text(encoding="utf-8"))
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> int:
        """Asks it to end, as an operator would; answers its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the demo did not end within 20 s of SIGTERM; its log ends\n{self.log_tail()}") from None

    def status(self, path: str) -> int:
        """The HTTP status of a page, or 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return answer.read().decode("utf-8")

    def log_tail(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _wait(self, condition, what: str, patience: float) -> None:
        deadline = time.monotonic() + patience
        while not condition():
            if self.process.poll() is not None:
                raise AssertionError(f"the demo ended with code {self.process.returncode}; its log ends\n{self.log_tail()}")
            if time.monotonic() > deadline:
                raise AssertionError(f"the demo was not {what} within {patience:.0f} s; its log ends\n{self.log_tail()}")
            time.sleep(0.1)

    def __enter__(self) -> DemoServer:
        return self.start()

    def __exit__(self, *_) -> None:
        self.stop()


def smoke() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = DemoServer(Path(folder))
        began = time.monotonic()
        with server:
            print(f"smoke: ready after {time.monotonic() - began:.1f} s with links for {', '.join(sorted(server.links))}")
            page = server.page("/")  # a stranger is sent to the sign-in page
            assert "<form" in page and "Shoutu" in page, f"this is not the sign-in page:\n{page[:2000]}"
            print(f"smoke: the sign-in page came, {len(page):,} characters")
        print(f"smoke: ended with code {server.process.returncode}")
        assert server.process.returncode == 0, server.log_tail()


if __name__ == "__main__":
    try:
        smoke()
    except (AssertionError, OSError) as failure:
        sys.exit(f"smoke: {failure}")
