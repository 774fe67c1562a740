"""A server and a register for the tests of what goes wrong: started on a free port, waited for, killed or stopped."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("SHOUTU_BINARY", ROOT / ".build" / "release" / "shoutu"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*arguments: str, database: str, text: str | None = None, timeout: float = 300) -> subprocess.CompletedProcess:
    """A command of the program on a database."""
    return subprocess.run(
        [str(BINARY), *arguments, "--database", database], input=text, capture_output=True, text=True, timeout=timeout)


def prepare(database: str) -> None:
    """Makes a register ready for work: Hunan's territories, and its policy of March 2022 as if it had no end."""
    overlay = Path(database.removeprefix("sqlite:")).with_name("ours.yaml")
    overlay.write_text(OVERLAY, encoding="utf-8")
    for arguments in (
        ["import", "territories", str(ROOT / "Sources/Scenarios/Resources/territories/hunan.csv")], ["policy", "adopt", str(overlay)],
    ):
        made = run(*arguments, database=database)
        assert made.returncode == 0, made.stderr


OVERLAY = """
id: ours
extends: hunan-2022-03
title: {zh: 本省方案, en: Our own}
territory: 43
from: 2022-03-19
until: 2099-12-31
"""


class Server:
    """`shoutu COMMAND` on a free port, its log beside the database."""

    def __init__(self, database: str, log: Path, *arguments: str, command: str = "serve", context: ssl.SSLContext | None = None):
        self.port = free_port()
        self.context = context
        self.url = f"{'https' if context else 'http'}://localhost:{self.port}"
        self.log_path = log
        self.log = log.open("ab")
        self.process = subprocess.Popen(
            [str(BINARY), command, "--database", database, "--port", str(self.port), *arguments],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)

    def status(self, path: str) -> int:
        """The HTTP status of a page, or 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5, context=self.context) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def wait(self, patience: float = 60) -> Server:
        deadline = time.monotonic() + patience
        while self.status("/health/ready") != 200:
            assert self.process.poll() is None, f"the server ended by itself:\n{self.tail()}"
            assert time.monotonic() < deadline, f"the server was not ready within {patience:.0f} s:\n{self.tail()}"
            time.sleep(0.1)
        return self

    def tail(self) -> str:
        return self.log_path.read_text(encoding="utf-8", errors="replace")[-4000:]

    def memory(self) -> int:
        """Resident bytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("no resident size")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self) -> int:
        """Asks it to end as an operator would; answers its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.log.close()
        return code


class Console:
    """Someone at a console with cookies, as a browser without scripts."""

    def __init__(self, server: Server):
        import http.cookiejar

        self.server = server
        self.cookies = http.cookiejar.CookieJar()
        handlers = [urllib.request.HTTPCookieProcessor(self.cookies)]
        if server.context:
            handlers.append(urllib.request.HTTPSHandler(context=server.context))
        self.opener = urllib.request.build_opener(*handlers)
        self.opener.addheaders = [("Accept-Language", "en")]

    def get(self, path: str) -> tuple[int, str]:
        return self.send(urllib.request.Request(self.server.url + path))

    def send(self, request: urllib.request.Request, timeout: float = 60) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=timeout) as answer:
                return answer.status, answer.read().decode("utf-8", errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", errors="replace")

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Sends a form."""
        return self.send(
            urllib.request.Request(
                self.server.url + path, data=urllib.parse.urlencode(fields).encode(), headers={"Origin": self.server.url}), timeout=120)

    def settle(self, page: str) -> str:
        """Waits until the import that a page shows has been read; answers the page that tells how it went."""
        import html
        import re

        address = re.search(r'id="run" hx-get="([^"]+)"', page)
        assert address, f"this page shows no import:\n{page[:1500]}"
        deadline = time.monotonic() + 120
        while "<progress" in page:
            assert time.monotonic() < deadline, f"not read within two minutes:\n{page[:1500]}"
            time.sleep(0.3)
            _, page = self.get(html.unescape(address.group(1)))
        return page

    def sign_in(self, name: str, password: str, expect: int = 200) -> tuple[int, str]:
        status, page = self.post("/sign-in", {"csrf": self.csrf("/sign-in"), "back": "/", "user": name, "password": password})
        assert status == expect and 'name="password"' not in page, f"{status}\n{page[:1000]}"
        return status, page

    def csrf(self, path: str = "/import") -> str:
        """The token of a page's forms."""
        import re

        _, page = self.get(path)
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found, f"{path} has no form:\n{page[:500]}"
        return found.group(1)
