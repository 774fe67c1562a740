#!/usr/bin/env bash
# Divides the replicates of a simulation over a Slurm cluster and puts the parts together.
#
#   Benchmarks/slurm.sh FOLDER PARTS [options of shoutu simulate]
#   Benchmarks/slurm.sh /shared/run 64 --policy cn-9 --in 4301 --replicates 6400
#
# FOLDER must be seen by all nodes, as must SHOUTU_BINARY (.build/release/shoutu unless set) and, for policies and territories, SHOUTU_HOME.
# It submits an array of PARTS tasks of one core, each with its own checkpoint, and a job that merges them into FOLDER/result.json once all
# are through. A task that is killed or requeued goes on from its checkpoint; the same command again runs only what is missing.
# SBATCH_* variables (partition, account, time limit) are sbatch's own.
set -euo pipefail
if [ $# -lt 3 ]; then
    sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
folder=$1 parts=$2
shift 2
binary=${SHOUTU_BINARY:-.build/release/shoutu}
binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")
export SHOUTU_HOME=${SHOUTU_HOME:-$(cd "$(dirname "$0")/.." && pwd)}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

array=$(sbatch --parsable --job-name=shoutu --array="1-$parts" --cpus-per-task=1 --requeue --output="$folder/part-%a.log" --export=ALL \
    --wrap "$(printf '%q ' "$binary" simulate "$@" --threads 1 --format json --checkpoint)$(printf '%q' "$folder")/part-\$SLURM_ARRAY_TASK_ID.jsonl --shard \$SLURM_ARRAY_TASK_ID/$parts > /dev/null")
merge=$(sbatch --parsable --job-name=shoutu-merge --dependency="afterok:$array" --kill-on-invalid-dep=yes --output="$folder/merge.log" --export=ALL \
    --wrap "$(printf '%q ' "$binary" simulate merge --format json)$(printf '%q' "$folder")/part-*.jsonl > $(printf '%q' "$folder/result.json")")
echo "parts: job $array; merged by job $merge into $folder/result.json"
