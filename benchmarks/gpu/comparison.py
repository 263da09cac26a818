"""Training steps of Palindrome and of Hugging Face's Reformer on the same GPU, with the same weights and tokens."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).parent
PRECISIONS = ("float32", "tf32", "bf16")
WARM_UPS, REPEATS = 2, 3
LONGEST = 120  # seconds of one program on one cell
MEBIBYTE = 1 << 20


def device(arguments):
    return "cuda" if arguments.kernels == "gpu" else "cpu"


def precisions(arguments):
    return PRECISIONS if arguments.kernels == "gpu" else ("float32",)


def cells(arguments):
    """The smallest first, so that what does not fit into the time is the largest."""
    try:
        from cells import Cell
    except ImportError as missing:
        print(f"Not compared: {missing}; PALINDROME_PYTHON must name a python3 with PyTorch and transformers", flush=True)
        return []

    if arguments.cells == "smallest":
        return [Cell(2, 64, 1, 1024)]
    lengths = (4096, 16384, 65536)
    return [Cell(6, 256, 1, n) for n in lengths] + [Cell(12, 1024, 4, n) for n in lengths] + [Cell(6, 256, 1, 524288)]


def card(arguments):
    """Name, driver and memory of the GPU."""
    if arguments.kernels != "gpu":
        return {"gpu": None}
    answer = smi("name,driver_version,memory.total,compute_cap")
    return {"gpu": answer}


def smi(query):
    done = subprocess.run(["nvidia-smi", f"--query-gpu={query}", "--format=csv,noheader,nounits", "--id=0"],
                          stdout=subprocess.PIPE, text=True)  # fmt: skip
    return done.stdout.strip()


class DeviceMemory:
    """The most memory that the GPU had in use, beyond what it had before; asked every tenth of a second."""

    def __init__(self, present):
        self.present, self.peak, self.running = present, 0, present
        if present:
            self.before = int(smi("memory.used"))
            self.thread = threading.Thread(target=self._watch, daemon=True)
            self.thread.start()

    def _watch(self):
        while self.running:
            self.peak = max(self.peak, int(smi("memory.used")) - self.before)
            time.sleep(0.1)

    def end(self):
        """Bytes; nothing without a GPU."""
        self.running = False
        return self.peak * MEBIBYTE if self.present else None


def measure(arguments, cell, clock):
    """One program after the other, so that the GPU's memory is that of one."""
    folder = arguments.out / cell.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    result = {"cell": cell.name, "tokens": cell.tokens, "programs": {}}
    commands = {f"hugging face {p}": theirs(arguments, cell, folder, p) for p in precisions(arguments)}
    commands = {f"palindrome {p}": ours(arguments, cell, folder, p) for p in precisions(arguments)} | commands
    try:
        draw(arguments, cell, folder, clock)
    except (ImportError, subprocess.SubprocessError, OSError) as error:
        result["failure"] = f"its weights could not be made: {error}"
        return result
    for name, command in commands.items():
        result["programs"][name] = turns(arguments, cell, command, clock)
        print(f"  {cell.name} {name}: {said(result['programs'][name])}", flush=True)
    shutil.rmtree(folder)
    return result


def said(program):
    return program.get("failure") or f"{program['tokensPerSecond']:,.0f} tokens/s, loss {program['loss']:.4f}"


def draw(arguments, cell, folder, clock):
    """The weights are drawn by Hugging Face's code, and imported by ours."""
    import torch
    from transformers import ReformerModelWithLMHead

    torch.manual_seed(1)
    ReformerModelWithLMHead(cell.reformer()).save_pretrained(folder / "hf")
    command = [arguments.target / "base" / "palindrome", "import", "--from", "hf", folder / "hf", "--out", folder / "checkpoint"]
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, timeout=max(1, clock.left()))


def ours(arguments, cell, folder, precision):
    return [arguments.target / "base" / "palindrome", "bench", "turns", "--checkpoint", folder / "checkpoint",
            "--text", arguments.text, "--batch", cell.batch, "--length", cell.length,
            "--set", f"runtime.device={device(arguments)}", "--set", f"train.precision={precision}"]  # fmt: skip


def theirs(arguments, cell, folder, precision):
    return [sys.executable, HERE / "reformer_turns.py", folder / "hf", arguments.text, cell.batch, cell.length,
            device(arguments), precision]  # fmt: skip


def turns(arguments, cell, command, clock):
    """Steps of one program: the median counts."""
    if clock.left() < 20:
        return {"failure": "not measured: the time is up"}
    memory = DeviceMemory(arguments.kernels == "gpu")
    errors = arguments.out / "errors.txt"
    with open(errors, "w") as error:
        process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=error,
                                   text=True, env={**os.environ})  # fmt: skip
        late = threading.Timer(min(LONGEST, clock.left()), process.kill)
        late.start()
        steps = _steps(process)
        late.cancel()
    peak = memory.end()
    if len(steps) < WARM_UPS + REPEATS:
        lines = errors.read_text(errors="replace").strip().splitlines()
        return {"failure": f"ended with {process.returncode} after {len(steps)} steps: {lines[-1] if lines else ''}"[:300]}
    timed = [step["seconds"] for step in steps[WARM_UPS:]]
    return {
        "tokensPerSecond": cell.tokens / statistics.median(timed), "least": cell.tokens / max(timed),
        "most": cell.tokens / min(timed), "loss": steps[0]["loss"], "peakDeviceBytes": peak,
        "peakAllocatedBytes": steps[-1].get("peakAllocatedBytes"),
    }  # fmt: skip


def _steps(process):
    answers = (json.loads(line) for line in process.stdout if line.startswith("{"))
    steps = []
    try:
        next(answers, None)  # what it holds before its first step
        for _ in range(WARM_UPS + REPEATS):
            process.stdin.write("\n")
            process.stdin.flush()
            step = next(answers, None)
            if step is None:
                break
            steps.append(step)
        process.stdin.close()
    except BrokenPipeError:
        pass
    process.stdout.read()
    process.wait()
    return steps
