"""Turns JMH's results into a table: rates, and each kernel's time against its floor.

A floor is the longer of two times: of the multiply-adds at the peak of the largest matrix product, and of the bytes
that must be read and written at the rate of a large copy.
"""

import json
import statistics

import machine
import page

GIGA = 1e9
MACHINE = "MachineBenchmark"


class Result:
    """One benchmark with its parameters; work is per second."""

    def __init__(self, json):
        self.group, self.method = json["benchmark"].split(".")[-2:]
        self.parameters = [parameter(*one) for one in json.get("params", {}).items()]
        self.milliseconds = iterations(json["primaryMetric"])
        self.flops, self.bytes = (rate(json["secondaryMetrics"][work]) for work in ("flops", "bytes"))

    def name(self):
        return ", ".join([f"{self.group.removesuffix('Benchmark')}.{self.method}", *self.parameters])

    def of_floor(self, peak, bandwidth):
        return max(self.flops / peak, self.bytes / bandwidth)


def parameter(name, value):
    """Such as "rounds 4" and "feed forward in"."""
    return f"{name} {value}" if value.isdigit() else value.lower().replace("_", " ")


def iterations(metric):
    return sorted(value for fork in metric["rawData"] for value in fork)


def rate(metric):
    """Work a second, of milliseconds for each; JMH writes infinity as text where no work was counted."""
    return 0 if isinstance(metric["score"], str) else 1e3 / statistics.median(iterations(metric))


def lines(file, facts):
    measured = json.loads(file.read_text())
    results = sorted((Result(one) for one in measured), key=lambda result: result.group != MACHINE)
    peak = max(result.flops for result in results)
    bandwidth = next(result.bytes for result in results if (result.group, result.method) == (MACHINE, "copy"))
    out = [
        f"{machine.line(facts)}; Java {measured[0]['jdkVersion']}. Peak of matrix"
        f" products {peak / GIGA:,.0f} GFLOP/s, bandwidth of a large copy {bandwidth / GIGA:,.0f} GB/s; median"
        " iteration (least to most).",
        "",
        "| kernel | ms | GFLOP/s | GB/s | of its floor's speed |",
        "| --- | --- | --- | --- | --- |",
    ]
    return out + [row(result, peak, bandwidth) for result in results]


def row(result, peak, bandwidth):
    times = result.milliseconds
    flops = f"{result.flops / GIGA:,.0f}" if result.flops else ""
    bytes = f"{result.bytes / GIGA:,.1f}" if result.bytes else ""
    return (f"| {result.name()} | {statistics.median(times):,.3f} ({times[0]:,.3f} to {times[-1]:,.3f})"
            f" | {flops} | {bytes} | {result.of_floor(peak, bandwidth):.0%} |")  # fmt: skip


if __name__ == "__main__":
    page.publish("kernels", __doc__, lines)
