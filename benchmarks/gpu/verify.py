"""Runs the checks and the comparison of a GPU node, and keeps everything in results.json."""

import argparse
import json
import pathlib
import subprocess
import sys
import time

import comparison
import machine
import table

LEAST_TEXT = 70_000


class Clock:
    """Time that is left for all of it."""

    def __init__(self, seconds):
        self.end = time.monotonic() + seconds

    def left(self):
        return max(0.0, self.end - time.monotonic())


def palindrome(arguments, *command):
    return [arguments.target / "base" / "palindrome", *command]


def checks(arguments):
    """Names, commands, and the most seconds that each may take."""
    check, kernels = "io.palindrome.model.check", arguments.kernels
    device = "cuda" if kernels == "gpu" else "cpu"
    runner = ("--run", f"{check}.FixtureRunner", arguments.fixtures, kernels)
    equivalence = ("--run", "io.palindrome.model.kernel.EquivalenceRunner", kernels)
    return [
        ("doctor", palindrome(arguments, "doctor", "--set", f"runtime.device={device}"), 60),
        ("fixtures in float32", palindrome(arguments, *runner), 90),
        ("kernels equal the reference", palindrome(arguments, *equivalence), 120),
        ("gradients agree", palindrome(arguments, "--run", f"{check}.StepAgreement", kernels), 60),
    ]


def run_check(name, command, limit, clock, out):
    """The outcome; the whole output is kept in a file."""
    began = time.monotonic()
    file = out / (name.replace(" ", "-") + ".txt")
    with open(file, "w") as output:
        try:
            code = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                  timeout=min(limit, clock.left())).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            code = "time is up"
    said = file.read_text(errors="replace").strip().splitlines()
    passed = code == 0
    seconds = time.monotonic() - began
    print(f"{'ok    ' if passed else 'FAILED'} {name} ({seconds:.0f} s): {said[-1] if said else code}", flush=True)
    failures = [line for line in said if line.startswith("FAILED")][:20]
    return {"name": name, "passed": passed, "exit": code, "seconds": seconds, "last": said[-1:], "failures": failures}


def ceilings(arguments, clock):
    """What the card reaches in PyTorch: a large copy, and products in each format."""
    command = [sys.executable, pathlib.Path(__file__).parent / "ceilings.py", comparison.device(arguments)]
    try:
        done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True,
                              timeout=max(1, min(60, clock.left())))  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"failure": "time is up"}
    return json.loads(done.stdout) if done.returncode == 0 else {"failure": f"ended with {done.returncode}"}


def longest_novel(home):
    novels = sorted((home / "../shared/corpus/novels").glob("*.txt"), key=lambda file: file.stat().st_size)
    return novels[-1] if novels else None


def arguments_of():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=pathlib.Path, help="where a bundle was unpacked")
    parser.add_argument("--home", type=pathlib.Path, required=True)
    parser.add_argument("--kernels", choices=("gpu", "host"), default="gpu")
    parser.add_argument("--cells", choices=("all", "smallest"), default="all")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--text", type=pathlib.Path)
    parser.add_argument("--fixtures", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=520)
    arguments = parser.parse_args()
    home = arguments.home
    arguments.out = arguments.out or home / ".palindrome" / "gpu"
    arguments.text = arguments.text or longest_novel(home)
    arguments.fixtures = arguments.fixtures or home / "../shared/reference/goldens"
    if not (arguments.target / "base" / "palindrome").exists():
        sys.exit(f"Cannot verify: {arguments.target} has no base/palindrome; unpack a bundle there with its unpack.sh")
    if not arguments.text or not arguments.text.is_file() or arguments.text.stat().st_size < LEAST_TEXT:
        sys.exit(f"Cannot verify: --text must be a file of {LEAST_TEXT:,} bytes or more, but is {arguments.text}")
    if not arguments.fixtures.is_dir():
        sys.exit(f"Cannot verify: --fixtures must be a folder, but is {arguments.fixtures}")
    arguments.target = arguments.target.resolve()
    return arguments


def main():
    arguments = arguments_of()
    arguments.out.mkdir(parents=True, exist_ok=True)
    clock = Clock(arguments.seconds)
    kept = arguments.out / "results.json"
    results = {
        "kernels": arguments.kernels, "build": (arguments.target / "base" / "build").read_text().strip(),
        "machine": machine.facts() | comparison.card(arguments), "checks": [], "cells": [],
    }  # fmt: skip
    for name, command, limit in checks(arguments):
        results["checks"].append(run_check(name, command, limit, clock, arguments.out))
        kept.write_text(json.dumps(results, indent=1))
    results["ceilings"] = ceilings(arguments, clock)
    for cell in comparison.cells(arguments):
        results["cells"].append(comparison.measure(arguments, cell, clock))
        kept.write_text(json.dumps(results, indent=1))
    print("\n".join(table.lines(results)))
    sys.exit(0 if all(check["passed"] for check in results["checks"]) else 1)


if __name__ == "__main__":
    main()
