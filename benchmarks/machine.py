"""What a table says of the machine that its figures come from."""

import datetime
import os
import pathlib
import platform
import subprocess


def cpuinfo(key):
    """The first value of a key, and nothing where the system does not tell."""
    path = pathlib.Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "")


def commit():
    """Of this checkout; nothing where it is none, or the node has no git."""
    command = ["git", "-C", pathlib.Path(__file__).parent, "rev-parse", "--short", "HEAD"]
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    except OSError:
        return ""


def facts():
    flags = cpuinfo("flags").split()
    family = ", ".join(f"{key.strip()} {cpuinfo(key)}" for key in ("cpu family", "model\t") if cpuinfo(key))
    return {
        "processor": cpuinfo("model name") or platform.machine(),
        "family": family,
        "cores": len(os.sched_getaffinity(0)),
        "instructions": "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else platform.machine(),
        "load": os.getloadavg()[0],
        "date": datetime.date.today().isoformat(),
        "commit": commit(),
    }


def line(facts):
    """The machine in words, for the line above a table."""
    return (f"{facts['processor']} ({facts['family']}), {facts['cores']} cores, {facts['instructions']}, load"
            f" {facts['load']} at the start, {facts['date']}, commit {facts['commit']}")  # fmt: skip
