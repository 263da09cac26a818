"""Results of verify.sh as tables of Markdown; --write puts them into docs/performance.md, if they are a GPU's."""

import argparse
import json
import pathlib
import sys

import page

MEBIBYTE = 1 << 20
HOME = pathlib.Path(__file__).resolve().parents[2]


def lines(results):
    machine = results["machine"]
    where = f"GPU {machine['gpu']}" if results["kernels"] == "gpu" else "NOT A GPU: a rehearsal on the CPU's kernels"
    ceilings = results["ceilings"]
    out = [
        f"{where}; {machine['processor']}, {machine['date']}, commit {machine['commit']}, build {results['build']}.",
        "Ceilings in PyTorch: " + ", ".join(rate(name, value) for name, value in ceilings.items() if value) + ".",
        "",
        "| check | outcome | seconds | |",
        "| --- | --- | --- | --- |",
    ]
    out += [f"| {c['name']} | {'passed' if c['passed'] else 'failed'} | {c['seconds']:.0f} | {' '.join(c['last'])} |"
            for c in results["checks"]]  # fmt: skip
    out += ["", "| cell | program | tokens/s | times Hugging Face's | device memory, MiB |", "| --- | --- | --- | --- | --- |"]
    for cell in results["cells"]:
        if "failure" in cell:
            out.append(f"| {cell['cell']} | | {cell['failure']} | | |")
        out += [row(cell, name, of) for name, of in cell["programs"].items()]
    return out


def rate(name, value):
    if name == "failure":
        return f"not measured ({value})"
    return f"copy {value / 1e9:,.0f} GB/s" if name == "bytesPerSecond" else f"{name} products {value / 1e12:,.2f} TFLOP/s"


def row(cell, name, of):
    if "failure" in of:
        return f"| {cell['cell']} | {name} | {of['failure']} | | |"
    other = cell["programs"].get(name.replace("palindrome", "hugging face"), {}).get("tokensPerSecond")
    times = f"{of['tokensPerSecond'] / other:.2f}" if other and name.startswith("palindrome") else ""
    memory = f"{of['peakDeviceBytes'] / MEBIBYTE:,.0f}" if of["peakDeviceBytes"] is not None else ""
    return (f"| {cell['cell']} | {name} | {of['tokensPerSecond']:,.0f} ({of['least']:,.0f} to {of['most']:,.0f})"
            f" | {times} | {memory} |")  # fmt: skip


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
        if results["kernels"] != "gpu" and arguments.page == HOME / "docs" / "performance.md":
            sys.exit(f"Cannot write {arguments.page}: {arguments.results} was not measured on a GPU; give another --page")
        page.write(arguments.page, "gpu", text)


if __name__ == "__main__":
    main()
