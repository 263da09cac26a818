"""Results as a table of Markdown."""

MEBIBYTE = 1 << 20


def lines(results):
    machine = results["machine"]
    out = [
        f"{machine['processor']}, {machine['cores']} cores, {machine['instructions']}, load {machine['load']:.1f} at the"
        f" start, {machine['date']}, commit {machine['commit']}; torch {machine['torch']}, transformers"
        f" {machine['transformers']}; median of {results['repeats']} steps (least to most), taking turns; one loss of the"
        " same weights and rotations by both programs.",
        "",
        "| cell | program | tokens/s | ours is | peak resident, MiB | above idle, MiB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for cell in results["cells"]:
        ours = cell["programs"].get("palindrome", {}).get("tokensPerSecond")
        for name, of in cell["programs"].items():
            out.append(row(cell, name, of, ours))
    return out


def row(cell, name, of, ours):
    if "failure" in of:
        return f"| {cell['cell']} | {name} | {of['failure']} | | | |"
    times = f"{ours / of['tokensPerSecond']:.2f} times" if ours and name != "palindrome" else ""
    return (f"| {cell['cell']} | {name} | {of['tokensPerSecond']:,.0f} ({of['least']:,.0f} to {of['most']:,.0f})"
            f" | {times} | {of['peakResidentBytes'] / MEBIBYTE:,.0f} | {of['aboveIdleBytes'] / MEBIBYTE:,.0f} |")  # fmt: skip
