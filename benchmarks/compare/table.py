"""Results as a table of Markdown."""

MEBIBYTE = 1 << 20
OURS = ("palindrome", "palindrome store-all", "palindrome bfloat16")


def lines(results):
    machine = results["machine"]
    out = [
        f"{machine['processor']}, {machine['cores']} cores, {machine['instructions']}, load {machine['load']:.1f} at the"
        f" start, {machine['date']}, commit {machine['commit']}; torch {machine['torch']}, transformers"
        f" {machine['transformers']}; median of {results['repeats']} steps (least to most), taking turns; one loss of the"
        " same weights and rotations by both programs.",
        "",
        f"| cell | program | tokens/s | {' | '.join(f'{name} is' for name in OURS)} | peak resident, MiB | above idle, MiB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for cell in results["cells"]:
        for name, of in cell["programs"].items():
            out.append(row(cell, name, of))
    return out


def times(cell, ours, name, of):
    """How many times as fast ours is; nothing beside itself, or where it was not timed."""
    speed = cell["programs"].get(ours, {}).get("tokensPerSecond")
    return f"{speed / of['tokensPerSecond']:.2f} times" if speed and ours != name else ""


def row(cell, name, of):
    if "failure" in of:
        return f"| {cell['cell']} | {name} | {of['failure']} | | | | | |"
    ours = " | ".join(times(cell, each, name, of) for each in OURS)
    memory = [of.get(key) for key in ("peakResidentBytes", "aboveIdleBytes")]
    taken = " | ".join("" if count is None else f"{count / MEBIBYTE:,.0f}" for count in memory)
    return (f"| {cell['cell']} | {name} | {of['tokensPerSecond']:,.0f} ({of['least']:,.0f} to {of['most']:,.0f})"
            f" | {ours} | {taken} |")  # fmt: skip
