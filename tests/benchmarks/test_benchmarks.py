"""Every benchmark can be loaded: what it takes from quizgen is still there under that name."""

import subprocess
import sys

import pytest
from places import ROOT

LOAD = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='loaded')"


@pytest.mark.parametrize("script", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda script: script.name)
def test_a_benchmark_can_be_loaded(script):
    run = subprocess.run(
        [sys.executable, "-c", LOAD, str(script)], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert run.returncode == 0, run.stderr
