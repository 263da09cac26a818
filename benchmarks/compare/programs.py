"""The programs that take turns, and what they answered."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
TUNED = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "4294967296", "MALLOC_TOP_PAD_": "268435456"}


class Program:
    """One process; ask() sends a line, which makes a step."""

    def __init__(self, name, command, environment=None, line=""):
        self.name, self.line, self.steps, self.failure = name, line, [], None
        threads = str(len(os.sched_getaffinity(0)))
        self.errors = tempfile.TemporaryFile("w+")  # a pipe that nobody reads would fill up
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env={**os.environ, "THREADS": threads, "OMP_NUM_THREADS": threads, **(environment or {})})  # fmt: skip
        self.idle = (self._answer() or {}).get("residentBytes")

    def ask(self):
        """What a step measured; nothing when the program failed, now or before."""
        if self.failure:
            return None
        try:
            self.process.stdin.write(f"{self.line}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        return self._answer()

    def _answer(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        self.process.wait()
        self.errors.seek(0)
        errors = self.errors.read().strip().splitlines()
        self.failure = f"ended with {self.process.returncode}: {errors[-1] if errors else ''}"
        return None

    def close(self):
        self.process.stdin.close()
        self.process.stdout.read()
        self.process.wait()


def programs(arguments, cell, folder, names):
    """Ours, also keeping all activations; Hugging Face's with two mallocs; both with bfloat16; exact attention; and
    the machine's limit: what our step's matrix products take at the speed of large ones."""
    python, text, sizes = sys.executable, arguments.text, (cell.batch, cell.length)
    reformer = [python, HERE / "reformer_turns.py", folder / "hf", text, *sizes]
    ours = [arguments.palindrome, "bench", "turns", "--checkpoint", folder / "checkpoint", "--text", text,
            "--batch", cell.batch, "--length", cell.length]
    commands = {
        "palindrome": (ours, None),
        "palindrome store-all": ([*ours, "--set", "train.memory.strategy=store-all"], None),
        "palindrome bfloat16": ([*ours, "--set", "train.precision=bf16-gemm"], None),
        "hf": (reformer, None),
        "hf tuned malloc": (reformer, TUNED),
        "hf bfloat16": ([*reformer, "--bfloat16"], TUNED),
        "limit": (ours, None, "peak"),
        "exact": ([python, HERE / "exact_turns.py", text, *sizes, cell.layers, cell.width], TUNED),
    }  # fmt: skip
    return [Program(name, *commands[name]) for name in names]
