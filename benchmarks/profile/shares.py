"""Counts the samples of training steps in a recording by the method that ran, and groups them by what they are for."""

import collections
import re

import machine
import page

KERNELS = "io.palindrome.model.kernel.host."
LEAST = 0.005
STEP = "TimedSteps.next("
SAMPLE = re.compile(
    r'startTime = (?P<time>\S+)\s+sampledThread = "(?P<thread>[^"]*)".*?stackTrace = \[(?P<stack>.*?)\n  \]', re.DOTALL
)
FOR = {
    "PackedTile6x4": "products: tiles of packed rows",
    "RowsTile6x4": "products: tiles of rows that are read where they lie",
    "PackedTile6x2": "products: narrow tiles",
    "LeftPanels": "products: packing",
    "RightPanels": "products: packing",
    "PanelsOfColumns": "products: packing",
    "PanelProduct": "products: from tile to tile",
    "PackedProduct": "products: from tile to tile",
    "DeepProduct": "products: from tile to tile",
    "RowOperations": "sums of rows: tiles added to a product, bias gradients, residuals",
    "TileProduct": "attention: products of a head's tiles",
    "Tile4x4": "attention: products of a head's tiles",
    "AttentionPasses": "attention: masks, softmax, gradients of scores",
    "AttentionScratch": "attention: gathering rows into tiles and back",
    "AttentionProblem": "attention: gathering rows into tiles and back",
    "RoundCombiner": "attention: combining hash rounds",
    "HashedTile": "attention: hash rules",
    "HostAttentionGradient": "attention: gradients of keys and queries",
    "VectorExp": "exponentials",
    "HostActivation": "activation and its gradient, bias",
    "HostLayerNorm": "layer normalisation",
    "LayerNormGradientRows": "layer normalisation, gradient",
    "HostHash": "hashing",
    "WorkerPool": "waiting for the other threads",
}


def group(method):
    kind, name = method.rsplit(".", 2)[-2:]
    if method.startswith(KERNELS):
        return FOR.get(kind.split("$")[0], f"{kind}.{name}")
    return f"{kind}.{name}"


def in_steps(samples):
    """The methods that ran while the main thread made a step, not an evaluation or the machine's peak."""
    step, tops = False, []
    for sample in sorted(SAMPLE.finditer(samples), key=lambda found: found["time"]):
        if sample["thread"] == "main":
            step = STEP in sample["stack"]
        if step:
            tops.append(sample["stack"].split("(")[0].strip())
    return tops


def shares(samples):
    tops = in_steps(samples)
    if not tops:
        raise SystemExit("Cannot profile: the recording has no samples; it needs longer steps or more of them")
    counts = collections.Counter(map(group, tops))
    return {name: count / len(tops) for name, count in counts.most_common()}, len(tops)


def lines(samples, facts):
    found, count = shares(samples.read_text())
    out = [
        f"{machine.line(facts)}; {count:,} samples of all threads in training steps.",
        "",
        "| share | of the time is spent on |",
        "| --- | --- |",
    ]
    out += [f"| {share:.1%} | {name} |" for name, share in found.items() if share >= LEAST]
    rest = sum(share for share in found.values() if share < LEAST)
    return [*out, f"| {rest:.1%} | everything else |"]


if __name__ == "__main__":
    page.publish("profile", __doc__, lines)
