"""The demo's world holds the promise that every register holds: what is stored is what the facts say."""

import subprocess

from conftest import binary


def test_the_obligations_of_the_demo_equal_a_full_derivation(world):
    told = subprocess.run(
        [binary(), "rederive", "--verify", "--database", f"sqlite:{world / 'demo.sqlite'}"], capture_output=True, text=True, timeout=300)
    assert told.returncode == 0 and " 0 differ" in told.stdout, told.stdout[-2000:] + told.stderr[-2000:]
