#!/usr/bin/env python3
"""Runs Covasim and `shoutu simulate` one after the other and prints person-days per second of processor time, attack rate and peak.

    Benchmarks/simulation.py [RESIDENTS]       20,000 unless told otherwise

Both without ages, layers and measures: Covasim's random network with its default transmissibility, Shoutu's random mixing with the reproduction
number that the final-size equation makes of Covasim's attack rate. Times are CPU seconds of the runs themselves for Covasim, of the whole process,
start included, for Shoutu. PEER_PYTHON names a Python that has covasim, SHOUTU_BINARY the program; what is not there is passed over.
"""
import json
import math
import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("SHOUTU_BINARY", str(ROOT / ".build/release/shoutu"))
PEER = os.environ.get("PEER_PYTHON", sys.executable)
DAYS = 180
SEEDS = 5

COVASIM = """
import json, sys, time
import covasim as cv
residents, days, seeds = map(int, sys.argv[1:])
rows = []
for seed in range(1, seeds + 1):
    sim = cv.Sim(pop_size=residents, pop_type="random", pop_infected=max(10, residents // 1000), n_days=days, rand_seed=seed, verbose=0,
                 use_waning=False, prog_by_age=False, asymp_factor=1.0, rescale=False,
                 beta_dist=dict(dist="uniform", par1=1.0, par2=1.0), viral_dist=dict(frac_time=0.5, load_ratio=1.0, high_cap=100))
    start = time.process_time()
    sim.run()
    seconds = time.process_time() - start
    new = sim.results["new_infections"].values
    rows.append(dict(seconds=seconds, attack=float(sim.results["cum_infections"].values[-1]) / residents, peak=float(new.max()) / residents,
                     day=int(new.argmax())))
print("RESULT" + json.dumps(dict(version=cv.__version__, rows=rows)))
"""


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def main():
    residents = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    try:
        text = subprocess.run([PEER, "-c", COVASIM, str(residents), str(DAYS), str(SEEDS)], capture_output=True, text=True).stdout
    except OSError:
        text = ""
    line = next((line for line in text.splitlines() if line.startswith("RESULT")), None)
    if line is None:
        print(f"simulation: Covasim is passed over, {PEER} cannot import covasim; set PEER_PYTHON", file=sys.stderr)
    print(f"{'':24}{'person-days/s':>16}{'attack rate':>14}{'worst day':>12}{'its day':>10}")
    reproduction = 2.745
    if line:
        peer = json.loads(line[len("RESULT"):])
        rows = peer["rows"]
        attack = mean(row["attack"] for row in rows)
        reproduction = -math.log(1 - attack) / attack
        speed = residents * DAYS * len(rows) / sum(row["seconds"] for row in rows)
        print(f"{'Covasim ' + peer['version']:24}{speed:16,.0f}{attack:14.4f}{mean(row['peak'] for row in rows):12.4f}"
              f"{mean(row['day'] for row in rows):10.1f}")
    for size in (residents, 1_000_000, 10_000_000):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        output = subprocess.run(
            [BINARY, "simulate", "--policy", "none", "--disease", "ancestral", "--mixing", "random", "--reproduction", f"{reproduction:.4f}",
             "--residents", str(size), "--infected", str(max(10, size // 1000)), "--days", str(DAYS), "--replicates", str(SEEDS), "--threads", "1",
             "--format", "json"], capture_output=True, text=True, check=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        result = json.loads(output)
        daily = result["series"]["infections"]["p50"]
        print(f"{'Shoutu, ' + format(size, ','):24}{size * DAYS * SEEDS / seconds:16,.0f}{result['quantities']['infections']['mean'] / size:14.4f}"
              f"{max(daily) / size:12.4f}{daily.index(max(daily)):10}")


main()
