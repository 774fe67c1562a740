#!/usr/bin/env bash
# Measures this machine against the marks of docs/benchmarks.md and prints one table.
#
#   Benchmarks/run.sh [PERSONS]     people of the generated register, one million unless told otherwise
#
# Everything is generated, nothing is kept. Figures of a loaded machine are figures of its load.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${SHOUTU_BINARY:-.build/release/shoutu}
persons=${1:-${PERSONS:-1000000}}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
database="sqlite:$folder/bench.sqlite"
table="$folder/table"

measure() { "$binary" bench "$@" | tee -a "$table" >&2; }

echo "measuring with $persons people; load $(cut -d' ' -f1 /proc/loadavg 2>/dev/null || true)" >&2
measure import --rows 200000 --committed 50000
measure import --kind tests --rows 200000 --committed 50000
measure seed --persons "$persons" --database "$database"
measure start --database "$database"
measure latency --database "$database"
measure estimate
measure simulation
if [ "$persons" -gt 100000 ]; then
    measure seed --persons 50000 --database "sqlite:$folder/small.sqlite"
    measure derive --database "sqlite:$folder/small.sqlite"
else
    measure derive --database "$database"
fi
echo
column -t -s $'\t' "$table"
