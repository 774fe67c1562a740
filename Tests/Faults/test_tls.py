"""`shoutu serve --tls` serves HTTPS with a certificate of one's own, and its cookies go nowhere else."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import BINARY, Console, Server, free_port, run  # noqa: E402


@pytest.fixture
def certificate(tmp_path) -> tuple[Path, Path]:
    if not BINARY.exists():
        pytest.fail(f"{BINARY} is not built: run `make build`, or name another with SHOUTU_BINARY")
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate can be made")
    chain, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", key, "-out", chain], check=True, capture_output=True)
    return chain, key


def test_the_console_is_served_over_tls(certificate, tmp_path):
    chain, key = certificate
    database = f"sqlite:{tmp_path / 'register.sqlite'}"
    added = run("user", "add", "someone", "--role", "viewer", "--territory", "43", database=database, text="a long password\na long password\n")
    assert added.returncode == 0, added.stderr
    context = ssl.create_default_context(cafile=str(chain))
    server = Server(database, tmp_path / "server.log", "--tls", str(chain), str(key), context=context).wait()
    try:
        console = Console(server)
        status, page = console.get("/")
        assert status == 200 and "<form" in page and "Shoutu" in page
        names = [cookie for cookie in console.cookies if cookie.name.startswith("__Host-")] or list(console.cookies)
        assert all(cookie.secure for cookie in names), [cookie.name for cookie in names if not cookie.secure]
        # A stranger to the certificate refuses, and nobody answers without TLS on that port.
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(server.url + "/", timeout=5)
        with pytest.raises(OSError):
            urllib.request.urlopen(server.url.replace("https", "http") + "/", timeout=5)
    finally:
        assert server.stop() == 0, server.tail()


def test_a_key_that_does_not_fit_is_told(certificate, tmp_path):
    chain, _ = certificate
    other = tmp_path / "other.pem"
    subprocess.run(["openssl", "genrsa", "-out", other, "2048"], check=True, capture_output=True)
    database = f"sqlite:{tmp_path / 'register.sqlite'}"
    told = subprocess.run(
        [str(BINARY), "serve", "--database", database, "--port", str(free_port()), "--tls", str(chain), str(other)],
        capture_output=True, text=True, timeout=60)
    assert told.returncode == 1 and told.stderr.strip(), told.stdout + told.stderr
