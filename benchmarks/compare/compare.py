"""Times training steps of several programs that take turns, cell by cell."""

import argparse
import json
import pathlib
import shutil
import statistics
import sys

import machine
import page
import table
import torch
import transformers
import weights
from cells import CELLS
from programs import programs

NAMES = ("palindrome", "palindrome store-all", "palindrome bfloat16",
         "hf", "hf tuned malloc", "hf bfloat16", "exact", "limit")  # fmt: skip
QUADRATIC_AT_MOST = 16384
STORED_AT_MOST = 16384


def measure(arguments, cell):
    folder = arguments.work / cell.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    weights.draw(arguments, cell, folder)
    ours, theirs = weights.losses(arguments, cell, folder)
    print(f"{cell.name}: loss {ours:.6f}, Hugging Face {theirs:.6f}", flush=True)
    if abs(ours - theirs) > weights.MOST:
        sys.exit(f"{cell.name}: the losses differ by more than {weights.MOST}; nothing is timed")
    longest = {"exact": arguments.exact_below, "palindrome store-all": STORED_AT_MOST}
    names = [name for name in arguments.programs if cell.length <= longest.get(name, cell.length)]
    running = programs(arguments, cell, folder, names)
    for turn in range(arguments.warm_ups + arguments.repeats):
        for program in running:
            step = program.ask()
            if step and turn >= arguments.warm_ups:
                program.steps.append(step)
            said = program.failure or f"{step['seconds']:8.3f} s  {loss(step)}"
            print(f"  {turn - arguments.warm_ups + 1:3d}  {program.name:16s} {said}", flush=True)
    for program in running:
        program.close()
    shutil.rmtree(folder)
    return {
        "cell": cell.name, "tokens": cell.tokens, "lossOurs": ours, "lossTheirs": theirs,
        "programs": {program.name: result(cell, program) for program in running},
    }  # fmt: skip


def loss(step):
    return f"loss {step['loss']:.4f}" if "loss" in step else "at the peak"


def result(cell, program):
    if program.failure:
        return {"failure": program.failure}
    seconds = [step["seconds"] for step in program.steps]
    speeds = {
        "tokensPerSecond": cell.tokens / statistics.median(seconds),
        "least": cell.tokens / max(seconds),
        "most": cell.tokens / min(seconds),
    }
    if program.name == "limit":
        return speeds
    peak = max(step["peakResidentBytes"] for step in program.steps)
    return {**speeds, "peakResidentBytes": peak, "aboveIdleBytes": peak - program.idle}


def versions():
    return {"torch": torch.__version__, "transformers": transformers.__version__}


def kept(path, run, wanted):
    """The cells that an earlier run measured, without those that are measured now."""
    if not path.exists():
        return []
    earlier = json.loads(path.read_text())
    before, now = ({"repeats": of["repeats"], **of["machine"]} for of in (earlier, run))
    for fact in ("processor", "cores", "commit", "torch", "transformers", "repeats"):
        if before[fact] != now[fact]:
            sys.exit(f"Cannot compare: --add needs results of the same {fact}, but {path} has {before[fact]} and this run"
                     f" {now[fact]}; leave --add out to begin anew")  # fmt: skip
    return [cell for cell in earlier["cells"] if cell["cell"] not in wanted]


def known(given, names, option):
    """The names that an option lists; all without it."""
    chosen = given.split(",") if given else names
    unknown = [name for name in chosen if name not in names]
    if unknown:
        sys.exit(f"Cannot compare: {option} has {', '.join(unknown)}, but must be of {', '.join(names)}")
    return chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--palindrome", "--work", "--text", "--page"):
        parser.add_argument(name, required=True)
    parser.add_argument("--cells", help="names, with commas (default: all)")
    parser.add_argument("--programs", help="names, with commas (default: all)")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--warm-ups", type=int, default=3)
    parser.add_argument("--exact-below", type=int, default=QUADRATIC_AT_MOST,
                        help="exact attention, which is quadratic, runs to this length")  # fmt: skip
    parser.add_argument("--add", action="store_true", help="keep what an earlier run measured of other cells")
    parser.add_argument("--list", action="store_true", help="print the cells' names and stop")
    parser.add_argument("--write", action="store_true", help="put the table into the page")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(cell.name for cell in CELLS))
        return
    if arguments.repeats < 1 or arguments.warm_ups < 0:
        sys.exit(f"Cannot compare: --repeats must be 1 or more and --warm-ups 0 or more, but they are"
                 f" {arguments.repeats} and {arguments.warm_ups}")  # fmt: skip
    arguments.work = pathlib.Path(arguments.work)
    arguments.programs = known(arguments.programs, NAMES, "--programs")
    wanted = known(arguments.cells, [cell.name for cell in CELLS], "--cells")
    path, facts = arguments.work / "results.json", versions() | machine.facts()
    results = {"machine": facts, "repeats": arguments.repeats, "cells": []}
    if arguments.add:
        results["cells"] = kept(path, results, wanted)
    order = [cell.name for cell in CELLS]
    for cell in CELLS:
        if cell.name in wanted:
            results["cells"].append(measure(arguments, cell))
            results["cells"].sort(key=lambda measured: order.index(measured["cell"]))
            path.write_text(json.dumps(results, indent=1))
    lines = table.lines(results)
    print("\n".join(lines))
    if arguments.write:
        page.write(pathlib.Path(arguments.page), "compare", lines)


if __name__ == "__main__":
    main()
