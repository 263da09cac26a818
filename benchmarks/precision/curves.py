"""Two runs' losses on the validation split side by side, from their histories."""

import json
import statistics

import machine
import page

PRECISIONS = ("float32", "bf16-gemm")


class Curve:
    """What a run's history says."""

    def __init__(self, folder):
        entries = [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
        self.rounds = {entry["round"]: entry for entry in entries if entry["kind"] == "round"}
        self.validation = {entry["round"]: entry["bitsPerByte"] for entry in entries if entry["kind"] == "evaluation"}

    def train(self, number):
        return self.rounds[number]["learning"]["bitsPerByte"]

    def tokens_per_second(self):
        return statistics.median(entry["usage"]["tokensPerSecond"] for entry in self.rounds.values())


def lines(folder, facts):
    float32, bfloat16 = (Curve(folder / "runs" / precision) for precision in PRECISIONS)
    speeds = [curve.tokens_per_second() for curve in (float32, bfloat16)]
    out = [
        f"{machine.line(facts)}; median of a round"
        f" {speeds[0]:,.0f} tokens/s with float32 and {speeds[1]:,.0f} with bf16-gemm, averaging included.",
        "",
        "| tokens | train, float32 | train, bf16-gemm | validation, float32 | validation, bf16-gemm | difference |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for number in sorted(float32.validation.keys() & bfloat16.validation.keys()):
        theirs, ours = float32.validation[number], bfloat16.validation[number]
        out.append(
            f"| {float32.rounds[number]['tokens']:,} | {float32.train(number):.4f} | {bfloat16.train(number):.4f}"
            f" | {theirs:.4f} | {ours:.4f} | {ours - theirs:+.4f} |"
        )
    return out


if __name__ == "__main__":
    page.publish("precision", __doc__, lines)
