"""Compiles all kernels for several GPUs, and says what registers, spills and shared memory each takes.

Nothing here needs a GPU: machine code is made by NVRTC alone. Dynamic shared memory is not in these figures.
"""

import argparse
import difflib
import hashlib
import pathlib
import re
import sys

import nvrtc

ARCHITECTURES = ("sm_80", "sm_86", "sm_90")
OPTIONS = ("--std=c++17", "--device-as-default-execution-space", "--ptxas-options=-v")
ENTRY = re.compile(r"Compiling entry function '(\w+)'")
STACK = re.compile(r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads")
REGISTERS = re.compile(r"Used (\d+) registers")
SHARED = re.compile(r"(\d+) bytes smem")


def usage(log):
    """Of each kernel of a log: registers, static shared memory, stack, bytes that are stored to and loaded from spills."""
    kernels = {}
    for part in re.split(r"(?=ptxas info\s*: Compiling entry function)", log)[1:]:
        registers, stack, shared = (pattern.search(part) for pattern in (REGISTERS, STACK, SHARED))
        if not registers or not stack:
            sys.exit(f"Cannot read the assembler's log of {ENTRY.search(part).group(1)}:\n{part}")
        kernels[ENTRY.search(part).group(1)] = (
            int(registers.group(1)), int(shared.group(1)) if shared else 0, *map(int, stack.groups()))  # fmt: skip
    return kernels


def measure(sources, compiler, kept):
    """By (unit, kernel): the usage on each architecture."""
    found = {}
    for path in sources:
        text = nvrtc.unit(path)
        for architecture in ARCHITECTURES:
            kernels = usage(log_of(path.name, text, [f"--gpu-architecture={architecture}", *OPTIONS], compiler, kept))
            if not kernels:
                sys.exit(f"Cannot report on {path.name}: the compiler told of no kernel in it")
            for kernel, used in kernels.items():
                found.setdefault((path.name, kernel), {})[architecture] = used
    return found


def log_of(name, text, options, compiler, kept):
    """The compiler's log, kept in a file because the attention kernels take minutes."""
    key = hashlib.sha256("\0".join([compiler.version(), *options, text]).encode()).hexdigest()
    file = kept / f"{name}-{key[:16]}.log"
    if not file.exists():
        print(f"compiling {name} {options[0]}", file=sys.stderr, flush=True)
        log = compiler.compile(name, text, options)
        kept.mkdir(parents=True, exist_ok=True)
        file.with_suffix(".part").write_text(log)
        file.with_suffix(".part").rename(file)
    return file.read_text()


def lines(found, version):
    """The report; spills are bytes stored / loaded."""
    out = [
        f"Kernels compiled by NVRTC {version} ({' '.join(OPTIONS)}). For each GPU: registers of a thread, bytes of static",
        "shared memory of a block, bytes of stack of a thread, and bytes that are stored to / loaded from spilled registers.",
        "Made by benchmarks/gpu/registers/run.sh --write.",
        "",
        f"{'unit':24}{'kernel':40}" + "".join(f"{name + ' regs':>11}{'shared':>8}{'stack':>7}{'spills':>10}" for name in ARCHITECTURES),
    ]  # fmt: skip
    for (unit, kernel), by in sorted(found.items()):
        out.append(f"{unit:24}{kernel:40}" + "".join(cells(*by[name]) for name in ARCHITECTURES))
    spilling = sorted({kernel for (_, kernel), by in found.items() if any(used[3] or used[4] for used in by.values())})
    out += ["", f"{len(found)} kernels; spilling: {', '.join(spilling) or 'none'}"]
    return [line.rstrip() for line in out]


def cells(registers, shared, stack, stores, loads):
    return f"{registers:11}{shared:8}{stack:7}{f'{stores}/{loads}':>10}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kernels", type=pathlib.Path, required=True, help="folder of the sources")
    parser.add_argument("--report", type=pathlib.Path, required=True, help="the file that is checked in")
    parser.add_argument("--kept", type=pathlib.Path, required=True, help="folder of compilers' logs")
    parser.add_argument("--write", action="store_true", help="write the file instead of comparing with it")
    arguments = parser.parse_args()
    sources = sorted(arguments.kernels.glob("*.cu"))
    if not sources:
        sys.exit(f"Cannot report on {arguments.kernels}: it has no .cu files")
    try:
        compiler = nvrtc.Compiler()
        text = "\n".join(lines(measure(sources, compiler, arguments.kept), compiler.version())) + "\n"
    except nvrtc.CompileError as error:
        sys.exit(str(error))
    if arguments.write:
        arguments.report.write_text(text)
        print(f"Wrote {arguments.report}")
        return
    kept = arguments.report.read_text() if arguments.report.exists() else ""
    if kept != text:
        sys.stdout.writelines(difflib.unified_diff(kept.splitlines(True), text.splitlines(True), "kept", "now"))
        sys.exit(f"{arguments.report} is not what the kernels give now; run benchmarks/gpu/registers/run.sh --write")
    print(f"{arguments.report} is up to date")


if __name__ == "__main__":
    main()
