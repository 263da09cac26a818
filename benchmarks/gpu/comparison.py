"""Training steps of Palindrome and of Hugging Face's Reformer on the same GPU, with the same weights and tokens."""

import json
import pathlib
import shutil
import statistics
import subprocess
import sys

import grid
from process import Failure, Process

HERE = pathlib.Path(__file__).parent
LEAST_SECONDS = 25  # that a cell needs to begin with: starting both programs, drawing weights
WARM_UPS = 2
THEIR_PART = 0.6  # of a cell's time that is left, lest ours has none
TIMED_SECONDS = 8  # of one program's steps in one precision, unless a single one takes longer
CHUNK_ROWS = 16384  # positions whose hidden layers and logits ours has at a time, as conf/profiles/gpu.conf

# How far the losses of one forward pass may be apart, in nats: ours hashes in float32 always, autocast in bfloat16.
MOST_APART = {"float32": 1e-4, "tf32": 1e-3, "bf16": 1e-2}


def device(arguments):
    return "cuda" if arguments.kernels == "gpu" else "cpu"


def missing():
    """What the comparison lacks; nothing where it can be made."""
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ImportError as error:
        return f"{error}; PALINDROME_PYTHON must name a python3 with PyTorch and transformers"
    return None


def measure(arguments, cell, budget):
    """What the programs did on a cell; agreement first, and no step is timed of a precision whose losses differ."""
    result = {"cell": cell.name, "network": cell.network, "length": cell.length, "losses": {}, "programs": {}}
    if budget.left() < LEAST_SECONDS or not cell.programs:
        return result | {"failure": "not measured: " + ("the time is up" if cell.programs else "no program goes so far")}
    budget = budget.part(cell.seconds)
    folder = arguments.out / "cell"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = {}
    try:
        draw(cell, folder)
        for program in cell.programs:
            started[program] = Process(program, command(arguments, cell, folder, program), folder / f"{program}.txt")
        for precision in cell.precisions:
            compare(cell, precision, started, folder, result, budget)
    except (OSError, subprocess.SubprocessError, RuntimeError) as error:
        result["failure"] = f"its weights could not be made: {error}"
    finally:
        for process in started.values():
            process.close(seconds=5)
        shutil.rmtree(folder, ignore_errors=True)
    return result


def draw(cell, folder):
    """The weights are drawn by Hugging Face's code; ours reads the same file, and cuts rows as it likes."""
    import torch
    from transformers import ReformerModelWithLMHead

    torch.manual_seed(1)
    ReformerModelWithLMHead(cell.config()).save_pretrained(folder / "hf")
    (folder / "ours").mkdir()
    (folder / "ours" / "model.safetensors").symlink_to((folder / "hf" / "model.safetensors").resolve())
    config = json.loads((folder / "hf" / "config.json").read_text())
    config |= {"chunk_size_feed_forward": CHUNK_ROWS, "chunk_size_lm_head": CHUNK_ROWS}
    (folder / "ours" / "config.json").write_text(json.dumps(config))


def command(arguments, cell, folder, program):
    if program == "hugging face":
        return [sys.executable, HERE / "reformer_turns.py", folder / "hf", arguments.text, cell.length, device(arguments)]
    return [arguments.target / "base" / "palindrome", "bench", "turns", "--hugging-face", folder / "ours",
            "--text", arguments.text, "--length", cell.length, "--precisions", ",".join(cell.precisions),
            "--rotations", folder / "rotations.safetensors", "--set", f"runtime.device={device(arguments)}",
            "--set", "train.memory.strategy=reversible"]  # fmt: skip


def compare(cell, precision, started, folder, result, budget):
    """One precision: both say their loss; theirs makes its steps and gives its memory back, then ours makes its steps."""
    ours, theirs = started.get("palindrome"), started.get("hugging face")
    said = {}
    whole, budget = budget, budget.part(budget.left() * (THEIR_PART if ours and theirs else 1))
    try:
        if theirs and precision == cell.precisions[0]:
            theirs.ask(None, budget.left())
    except Failure as failure:
        said["hugging face"] = str(failure)
    try:
        if ours:
            ready = ours.ask(None if precision == cell.precisions[0] else "next", budget.left())
            result["parameters"] = ready["parameters"]
    except Failure as failure:
        said["palindrome"] = str(failure)
    if ours and theirs and not said:
        try:
            other = theirs.ask(f"loss {precision} {folder / 'rotations.safetensors'}", budget.left())["loss"]
            result["losses"][precision] = {"palindrome": ready["evaluationLoss"], "hugging face": other}
            if not abs(ready["evaluationLoss"] - other) <= MOST_APART[precision]:
                apart = f"not timed: the losses are {ready['evaluationLoss']:.6f} and {other:.6f}"
                said = dict.fromkeys(cell.programs, apart)
        except Failure as failure:
            said["hugging face"] = str(failure)
    for program in sorted(started):  # theirs before ours
        ask = f"step {precision}" if program == "hugging face" else ""
        name = f"{program} {precision}"
        failed = said.get(program)
        time = budget if program == "hugging face" else whole
        result["programs"][name] = {"failure": failed} if failed else steps(cell, started[program], ask, time)
        print(f"  {cell.name} {name}: {spoken(result['programs'][name])}", flush=True)
        if program == "hugging face" and not failed:
            release(started[program], budget)


def release(process, budget):
    try:
        process.ask("release", budget.left())
    except Failure:
        pass  # what it could not do is in the results already


def steps(cell, process, ask, budget):
    """The median of the steps after the warm-ups."""
    made, last = [], {}
    try:
        warm_ups = WARM_UPS if cell.steps > 2 else 1
        while len(made) < warm_ups + cell.steps:
            timed = sum(step["seconds"] for step in made[warm_ups:])
            if len(made) > warm_ups and timed > TIMED_SECONDS:
                break
            made.append(process.ask(ask, budget.left()))
        if cell.watched and process.name == "palindrome":
            last = process.ask("watched", budget.left())
    except Failure as failure:
        if len(made) <= warm_ups:
            return {"failure": str(failure)}
    seconds = [step["seconds"] for step in made[warm_ups:]]
    result = {
        "tokensPerSecond": cell.length / statistics.median(seconds), "least": cell.length / max(seconds),
        "most": cell.length / min(seconds), "steps": len(seconds), "loss": made[0]["loss"],
        "deviceBytes": made[-1].get("deviceBytes"), "allocatedBytes": made[-1].get("allocatedBytes"),
    }  # fmt: skip
    if "waitedMostSeconds" in last:
        result["waited"] = [last[key] / last["seconds"] for key in ("waitedLeastSeconds", "waitedMostSeconds")]
    return result


def spoken(program):
    return program.get("failure") or f"{program['tokensPerSecond']:,.0f} tokens/s, loss {program['loss']:.4f}"


def all_cells(arguments, results, budget):
    """Measures cell by cell; a program that does not go so far is left out of longer ones."""
    failures = {}
    for cell in grid.of(arguments.kernels, arguments.cells):
        result = measure(arguments, grid.feasible(cell, failures), budget)
        if "failure" in result:
            print(f"  {cell.name}: {result['failure']}", flush=True)
        for name, of in result["programs"].items():
            program = name.rsplit(" ", 1)[0]
            if not of.get("failure", "not ").startswith("not "):  # not measured, not timed
                failures[cell.network, program] = min(cell.length, failures.get((cell.network, program), grid.LONGEST))
        results["cells"].append(result)
        results.save()
