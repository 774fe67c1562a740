#!/usr/bin/env python3
"""Draws what an infection costs, by the number of residents followed: the picture of docs/simulation.md.

    shoutu bench simulation --format csv | Benchmarks/infection_cost.py > docs/images/infection-cost.svg

Microseconds of processor time an infection, from 10,000 residents to all of Hunan's, on a logarithmic axis of residents; beside each point the
seconds and the memory of the whole run. Standard output is the picture, readable on white and on dark ground.
"""
import csv
import math
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 300, 64, 24, 36, 44


def main() -> None:
    rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(sys.stdin)]
    if not rows:
        sys.exit("infection_cost.py: no figures on standard input; expected those of `shoutu bench simulation --format csv`")
    # A third of a decade of room on both sides.
    low, high = math.log10(rows[0]["residents"]) - 1 / 3, math.log10(rows[-1]["residents"]) + 1 / 3
    most = max(1.0, math.ceil(max(row["microseconds_per_infection"] for row in rows) * 5) / 5)

    def across(residents: float) -> float:
        return LEFT + (math.log10(residents) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def up(microseconds: float) -> float:
        return HEIGHT - BOTTOM - microseconds / most * (HEIGHT - TOP - BOTTOM)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" fill="#59636e">',
        '<title>Processor time of an infection by the number of residents followed</title>',
        f'<text x="{LEFT}" y="18">µs of processor time an infection</text>',
    ]
    for step in range(int(most * 5) + 1):
        value = step / 5
        lines.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{up(value):.1f}" y2="{up(value):.1f}" stroke="#8b939e" stroke-opacity=".35"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{up(value) + 4:.1f}" text-anchor="end">{value:.1f}</text>')
    for decade in range(math.ceil(low), math.floor(high) + 1):
        lines.append(f'<text x="{across(10 ** decade):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10 ** decade:,}</text>')
    lines.append(f'<text x="{(WIDTH + LEFT - RIGHT) / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">residents followed</text>')
    points = [(across(row["residents"]), up(row["microseconds_per_infection"]), row) for row in rows]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    lines.append(f'<polyline points="{path}" fill="none" stroke="#1f77b4" stroke-width="2"/>')
    for x, y, row in points:
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1f77b4"/>')
        told = f'{row["seconds"]:.2g} s, {row["megabytes"]:.0f} MB'
        lines.append(f'<text x="{x:.1f}" y="{y + 20:.1f}" text-anchor="middle">{told}</text>')
    print("\n".join(lines + ["</svg>"]))


if __name__ == "__main__":
    main()
