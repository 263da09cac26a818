"""Results of verify.sh as tables of Markdown; --write puts them into docs/performance.md, if they are a GPU's."""

import argparse
import json
import pathlib
import sys

import aims
from checks import TIME_IS_UP

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
import page  # noqa: E402

MEBIBYTE = 1 << 20
HOME = pathlib.Path(__file__).resolve().parents[2]


def lines(results):
    """Everything; of a run that was cut off, what it had measured."""
    machine = results["machine"]
    where = f"GPU {machine['gpu']}" if results["kernels"] == "gpu" else "NOT A GPU: a rehearsal on the CPU's kernels"
    head = f"{where}; {machine['processor']}, {machine['date']}, commit {machine['commit']}, build {results['build']}."
    return [head, "", *aim_rows(results), "", *check_rows(results), "", *cell_rows(results), "", *kernel_rows(results)]


def aim_rows(results):
    verdicts = {True: "met", False: "not met", None: "not known"}
    return ["| aim | measured | |", "| --- | --- | --- |"] + [
        f"| {one['aim']} | {one['measured']} | {verdicts[one['met']]} |" for one in aims.of(results)]  # fmt: skip


def check_rows(results):
    return ["| check | outcome | seconds | |", "| --- | --- | --- | --- |"] + [
        f"| {c['name']} | {outcome(c)} | {c['seconds']:.0f} | {' '.join(c['last'])} |" for c in results["checks"]]  # fmt: skip


def outcome(check):
    if check["passed"]:
        return "passed"
    return "not finished: the time was up" if check["exit"] == TIME_IS_UP else f"failed with {check['exit']}"


def cell_rows(results):
    out = [
        "Median of the steps (least to most); memory is what a program took of the device beside its context, and for"
        " Hugging Face's what PyTorch had allocated of it; both programs had one loss before they were timed.",
        "",
        "| cell | program | tokens/s | times Hugging Face's | device memory, MiB | waits for the host |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for cell in results["cells"]:
        if "failure" in cell:
            out.append(f"| {cell['cell']} | | {cell['failure']} | | | |")
        out += [cell_row(cell, name, of) for name, of in cell["programs"].items()]
    return out


def cell_row(cell, name, of):
    if "failure" in of:
        return f"| {cell['cell']} | {name} | {of['failure']} | | | |"
    other = cell["programs"].get(name.replace("palindrome", "hugging face"), {}).get("tokensPerSecond")
    times = f"{of['tokensPerSecond'] / other:.2f}" if other and name.startswith("palindrome") else ""
    memory = f"{of['deviceBytes'] / MEBIBYTE:,.0f}" if of.get("deviceBytes") is not None else ""
    memory += f" ({of['allocatedBytes'] / MEBIBYTE:,.0f})" if of.get("allocatedBytes") is not None else ""
    waited = " to ".join(f"{part:.1%}" for part in of.get("waited", []))
    return (f"| {cell['cell']} | {name} | {of['tokensPerSecond']:,.0f} ({of['least']:,.0f} to {of['most']:,.0f})"
            f" | {times} | {memory} | {waited} |")  # fmt: skip


def kernel_rows(results):
    ceilings = results.get("ceilings", {"failure": "not measured"})
    out = ["Ceilings in PyTorch: " + ", ".join(rate(name, value) for name, value in ceilings.items() if value) + "."]
    table = results.get("kernelTable", {"failure": "not measured"})
    if "failure" in table:
        return [*out, "", f"Kernels: {table['failure']}."]
    return [
        *out, "",
        f"Operations of a step of {table['length']:,} positions, each input read and each output written once; a time holds"
        " what the host needs to start one, where that is longer. The last column is the floor, the longer of the times"
        " that its bytes and its multiply-adds take at the ceilings, over its time.",
        "",
        "| sizes | operation | products in | microseconds | GB/s | TFLOP/s | of its floor's speed |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(kernel_row(one, ceilings) for one in table["kernels"]),
    ]  # fmt: skip


def kernel_row(one, ceilings):
    seconds = one["seconds"]
    products = f"{one['flops'] / seconds / 1e12:,.2f}" if one["flops"] else ""
    peak, copy = ceilings.get(one["precision"]), ceilings.get("bytesPerSecond")
    floor = max(one["bytes"] / copy, one["flops"] / peak) / seconds if copy and peak else None
    return (f"| {one['sizes']} | {one['name']} | {one['precision'] if one['flops'] else ''} | {seconds * 1e6:,.1f}"
            f" | {one['bytes'] / seconds / 1e9:,.0f} | {products} | {f'{floor:.0%}' if floor else ''} |")  # fmt: skip


def rate(name, value):
    if name == "failure":
        return f"not measured ({value})"
    return f"copy {value / 1e9:,.0f} GB/s" if name == "bytesPerSecond" else f"{name} products {value / 1e12:,.2f} TFLOP/s"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--page", type=pathlib.Path, default=HOME / "docs" / "performance.md")
    arguments = parser.parse_args()
    results = json.loads(arguments.results.read_text())
    text = lines(results)
    print("\n".join(text))
    if arguments.write:
        if results["kernels"] != "gpu" and arguments.page.resolve() == HOME / "docs" / "performance.md":
            sys.exit(f"Cannot write {arguments.page}: {arguments.results} was not measured on a GPU; give another --page")
        page.write(arguments.page, "gpu", text)


if __name__ == "__main__":
    sys.exit(main())
