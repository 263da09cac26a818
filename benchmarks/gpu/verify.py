"""Runs the checks and the comparison of a GPU node, and keeps everything in results.json as it comes."""

import argparse
import pathlib
import shutil
import subprocess
import sys

import aims
import checks
import comparison
import grid
import machine
import table
from budget import Budget, Results

LEAST_TEXT = 70_000
USER, NO_GPU = 2, 4  # exit codes, as Palindrome's


def stop(code, message):
    print(message, file=sys.stderr)
    sys.exit(code)


def longest_novel(home):
    novels = sorted((home / "../shared/corpus/novels").glob("*.txt"), key=lambda file: file.stat().st_size)
    return novels[-1] if novels else None


def arguments_of(given=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=pathlib.Path, help="where a bundle was unpacked")
    parser.add_argument("--home", type=pathlib.Path, required=True)
    parser.add_argument("--kernels", choices=("gpu", "host"), default="gpu")
    parser.add_argument("--cells", choices=("all", "smallest"), default="all")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--text", type=pathlib.Path)
    parser.add_argument("--fixtures", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=520)
    arguments = parser.parse_args(given)
    home = arguments.home
    arguments.out = (arguments.out or home / ".palindrome" / "gpu").resolve()
    arguments.text = arguments.text or longest_novel(home)
    arguments.fixtures = arguments.fixtures or home / "../shared/reference/goldens"
    if not (arguments.target / "base" / "palindrome").exists():
        stop(USER, f"Cannot verify: {arguments.target} has no base/palindrome; unpack a bundle there with its unpack.sh")
    if not arguments.text or not arguments.text.is_file() or arguments.text.stat().st_size < LEAST_TEXT:
        stop(USER, f"Cannot verify: --text must be a file of {LEAST_TEXT:,} bytes or more, but is {arguments.text}")
    if not arguments.fixtures.is_dir():
        stop(USER, f"Cannot verify: --fixtures must be a folder, but is {arguments.fixtures}")
    arguments.target = arguments.target.resolve()
    return arguments


def gpu():
    """Name, driver, memory and compute capability of the first GPU; nothing where there is none."""
    if not shutil.which("nvidia-smi"):
        return None
    query = ["nvidia-smi", "--query-gpu=name,driver_version,memory.total,compute_cap", "--format=csv,noheader", "--id=0"]
    done = subprocess.run(query, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def text_of(arguments, length):
    """The text, over and over until it is long enough for the longest cell."""
    content = arguments.text.read_bytes()
    whole = content * (length // len(content) + 1)
    file = arguments.out / "text.txt"
    file.write_bytes(whole[:length].decode(errors="ignore").encode() + b" " * 8)
    return file, len(content) < length


def build(target):
    file = target / "base" / "build"
    return file.read_text().strip() if file.exists() else "unknown"


def main():
    arguments = arguments_of()
    card = gpu() if arguments.kernels == "gpu" else None
    if arguments.kernels == "gpu" and not card:
        stop(NO_GPU, "Cannot verify: nvidia-smi finds no GPU on this node; on a node without one --kernels host --cells"
                     " smallest is a rehearsal")  # fmt: skip
    arguments.out.mkdir(parents=True, exist_ok=True)
    budget = Budget(arguments.seconds)
    facts = machine.facts() | {"gpu": card}
    results = Results(arguments.out / "results.json", kernels=arguments.kernels, build=build(arguments.target),
                      machine=facts, checks=[], cells=[])  # fmt: skip
    results.save()
    for outcome in checks.all_checks(arguments, budget):
        results["checks"].append(outcome)
        results.save()
    results["kernelTable"] = checks.kernels(arguments, budget)
    results.save()
    compare(arguments, results, budget)
    results["aims"] = aims.of(results)
    results.save()
    print("\n".join(table.lines(results)))
    sys.exit(0 if all(check["passed"] for check in results["checks"]) else 1)


def compare(arguments, results, budget):
    """The ceilings and the cells, where there is PyTorch, and time to import it."""
    lacking = comparison.missing() if budget.left() else "the time is up"
    if lacking:
        print(f"Not compared: {lacking}", flush=True)
        results["ceilings"] = {"failure": lacking}
        return
    results["ceilings"] = checks.ceilings(arguments, budget)
    results.save()
    longest = max(cell.length for cell in grid.of(arguments.kernels, arguments.cells))
    arguments.text, results["textRepeated"] = text_of(arguments, longest)
    comparison.all_cells(arguments, results, budget)


if __name__ == "__main__":
    main()
