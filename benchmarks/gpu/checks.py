"""What has to hold on the device, each a command of the bundle's."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CEILINGS_SECONDS = 60
KERNELS_SECONDS = 90
TIME_IS_UP = "time is up"  # in place of an exit code


def palindrome(arguments, *command):
    return [arguments.target / "base" / "palindrome", *command]


def checks(arguments):
    """Names, commands, and the most seconds that each may take; the first that needs kernels compiles them."""
    check, kernels = "io.palindrome.model.check", arguments.kernels
    device = "cuda" if kernels == "gpu" else "cpu"
    runner = ("--run", f"{check}.FixtureRunner", arguments.fixtures, kernels)
    equivalence = ("--run", "io.palindrome.model.kernel.EquivalenceRunner", kernels)
    return [
        ("doctor", palindrome(arguments, "doctor", "--set", f"runtime.device={device}"), 60),
        ("fixtures in float32", palindrome(arguments, *runner), 120),
        ("kernels equal the reference", palindrome(arguments, *equivalence), 120),
        ("gradients agree", palindrome(arguments, "--run", f"{check}.StepAgreement", kernels), 60),
    ]


def compile_ahead(arguments):
    """Compiles the kernels of the other precisions while the checks run, since NVRTC takes its time; ends by itself."""
    if arguments.kernels != "gpu":
        return None
    command = palindrome(arguments, "bench", "gpu-kernels", "--length", "512", "--batch-milliseconds", "0",
                         "--precisions", "tf32,bf16", "--set", "runtime.device=cuda")  # fmt: skip
    return subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)  # fmt: skip


def all_checks(arguments, budget):
    """The outcomes: the doctor's, then the others', on a GPU's node side by side, for none of them is timed."""
    doctor, *others = checks(arguments)

    def outcome(check):
        name, command, seconds = check
        return run(name, command, min(seconds, budget.left()), arguments.out)

    yield outcome(doctor)
    ahead = compile_ahead(arguments)
    with ThreadPoolExecutor(len(others) if arguments.kernels == "gpu" else 1) as side_by_side:
        yield from side_by_side.map(outcome, others)
    if ahead:
        try:
            ahead.wait(max(0.1, min(60, budget.left())))
        except subprocess.TimeoutExpired:
            ahead.kill()
            ahead.wait()


def run(name, command, seconds, out):
    """The outcome; the whole output is kept in a file."""
    began = time.monotonic()
    file = out / (name.replace(" ", "-") + ".txt")
    with open(file, "w") as output:
        try:
            code = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=output,
                                  stderr=subprocess.STDOUT, timeout=max(0.1, seconds)).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            code = TIME_IS_UP
    said = file.read_text(errors="replace").strip().splitlines()
    passed = code == 0
    took = time.monotonic() - began
    print(f"{'ok    ' if passed else 'FAILED'} {name} ({took:.0f} s): {said[-1] if said and code != TIME_IS_UP else code}", flush=True)
    failures = [line for line in said if line.startswith("FAILED")][:20]
    return {"name": name, "passed": passed, "exit": code, "seconds": took, "last": said[-1:], "failures": failures}


def measured(command, seconds):
    """The JSON that a program prints; what it failed with, where it did."""
    try:
        done = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=max(0.1, seconds))  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"failure": "the time is up"}
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        return {"failure": f"ended with {done.returncode}: {''.join(lines[-1:])}"[:300]}
    return json.loads(done.stdout)


def ceilings(arguments, budget):
    """What the card reaches in PyTorch: a large copy, and products in each format."""
    device = "cuda" if arguments.kernels == "gpu" else "cpu"
    command = [sys.executable, Path(__file__).parent / "ceilings.py", device]
    return measured(command, min(CEILINGS_SECONDS, budget.left()))


def kernels(arguments, budget):
    """Every operation of a step by itself; a rehearsal's are small and run once."""
    on_gpu = arguments.kernels == "gpu"
    options = ["--precisions", "float32,tf32,bf16", "--set", "runtime.device=cuda"] if on_gpu else [
        "--length", "512", "--batch-milliseconds", "0", "--set", "runtime.device=cpu"]  # fmt: skip
    return measured(palindrome(arguments, "bench", "gpu-kernels", "--json", *options), min(KERNELS_SECONDS, budget.left()))
