#!/usr/bin/env bash
# Measures the search for contacts beside DuckDB in one run, on the reference data of ten million check-ins.
#
#   Benchmarks/tracing.sh [FOLDER]     where to keep the generated check-ins; a temporary folder unless given
#
# Needs ../shared/data/contact-reference beside the repository, and a Python (PYTHON, python3 unless set) with numpy, pyarrow and duckdb.
# Times are those of the processor. The figures of both must be the same, or it fails.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${SHOUTU_BINARY:-.build/release/shoutu}
python=${PYTHON:-python3}
reference=../shared/data/contact-reference
if [ ! -f "$reference/gen_checkins.py" ]; then
    echo "tracing: skipped, $reference is not here" >&2
    exit 0
fi
if ! "$python" -c 'import duckdb, numpy, pyarrow' 2>/dev/null; then
    echo "tracing: skipped, $python lacks duckdb, numpy or pyarrow; set PYTHON to one that has them" >&2
    exit 0
fi
if [ $# -gt 0 ]; then
    folder=$1
    mkdir -p "$folder"
else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
[ -f "$folder/checkins.parquet" ] || "$python" "$reference/gen_checkins.py" "$folder" >&2
[ -f "$folder/checkins.csv" ] || "$python" - "$folder" <<'PY'
import sys
import pyarrow.csv, pyarrow.parquet
table = pyarrow.parquet.read_table(sys.argv[1] + "/checkins.parquet").rename_columns(["person", "place", "in", "out"])
pyarrow.csv.write_csv(table, sys.argv[1] + "/checkins.csv")
PY

"$binary" trace --visits "$folder/checkins.csv" --write-columns "$folder/checkins.columns" --format json > "$folder/load.json"
for cases in 100 1000; do
    "$binary" trace --visits "$folder/checkins.columns" --cases "$folder/index_$cases.csv" --out "$folder/$cases" --format json > "$folder/$cases.json"
    "$python" "$reference/contacts_duckdb.py" "$folder" "$cases" bucket > "$folder/duckdb-$cases.json"
done
"$python" - "$folder" <<'PY'
import csv, json, sys
folder = sys.argv[1]
read = lambda name: json.load(open(f"{folder}/{name}.json"))
print(f"{'read 10 million rows of CSV':44}{read('load')['loadSeconds']:10.2f} s")
print(f"{'map the column file, every number checked':44}{read('1000')['loadSeconds']:10.3f} s")
print(f"{'':44}{'shoutu':>10}   {'DuckDB':>10}")
for cases in (100, 1000):
    ours, theirs = read(str(cases)), read(f"duckdb-{cases}")
    for kind, prefix, moment, own, other in (
        ("close", "close", "first_exposure", "closeSeconds", "close_cpu"), ("secondary", "sec", "first_overlap", "secondarySeconds", "sec_cpu"),
    ):
        rows = list(csv.DictReader(open(f"{folder}/{cases}/{kind}.csv")))
        figures = (len(rows), sum(int(r["episodes"]) for r in rows), sum(int(r["minutes"]) for r in rows), sum(int(r[moment]) for r in rows))
        expected = (theirs[prefix + "_pairs"], theirs[prefix + "_episodes"], theirs[prefix + "_minutes"], theirs["sum_" + moment])
        if figures != expected:
            sys.exit(f"{kind} contacts of {cases} cases differ: {figures}, DuckDB {expected}")
        print(f"{kind + ' contacts of ' + str(cases) + ' cases':44}{ours[own]:10.3f} s {theirs[other]:10.3f} s   {len(rows)} pairs, the same")
PY
