"""What was aimed at on an H100- or H200-class card, and whether results meet it."""

TIMES_FASTER = 3
PART_OF_MEMORY = 1 / 3
LONG, LONG_BYTES = 524_288, 8e9
NOVEL = 1_200_000
PART_OF_CEILING = 0.4
PART_WAITED = 0.05
WATCHED = 16384
NETWORKS = (("l6-d256", (4096, 16384, 65536)), ("enwik8", (4096, 16384, 65536)))


def of(results):
    """Each aim with what was measured; met is nothing where it was not."""
    return [faster(results), smaller(results), long(results), novel(results), attention(results), waiting(results)]


def aim(text, measured, met):
    return {"aim": text, "measured": measured or "not measured", "met": met}


def program(results, network, length, name):
    """One program's result, where it has one."""
    for cell in results["cells"]:
        if (cell["network"], cell["length"]) == (network, length):
            of = cell["programs"].get(name, {"failure": "not measured"})
            return None if "failure" in of else of | {"parameters": cell.get("parameters", 0)}
    return None


def over_cells(results, text, figure, meets):
    """An aim that holds where it holds in every cell; figure(ours, theirs) of one."""
    found, lacking = {}, []
    for network, lengths in NETWORKS:
        for length in lengths:
            ours, theirs = (program(results, network, length, f"{name} tf32") for name in ("palindrome", "hugging face"))
            value = figure(ours, theirs) if ours and theirs else None
            if value is None:
                lacking.append(f"{network} at {length:,}")
            else:
                found[f"{network} at {length:,}"] = value
    said = "; ".join(f"{name} {value:.2f}" for name, value in found.items())
    said += ("; " if said and lacking else "") + (f"not measured: {', '.join(lacking)}" if lacking else "")
    failed = any(not meets(value) for value in found.values())
    return aim(text, said, False if failed else None if lacking else True)


def faster(results):
    return over_cells(results, f"{TIMES_FASTER} times Hugging Face's tokens/s in every cell, TF32",
                      lambda ours, theirs: ours["tokensPerSecond"] / theirs["tokensPerSecond"],
                      lambda value: value >= TIMES_FASTER)  # fmt: skip


def above_weights(result, key):
    return result[key] - 4 * result["parameters"] if result.get(key) else None


def memory_part(ours, theirs):
    """All that ours took of the device, against what theirs had allocated of what it took."""
    mine, other = above_weights(ours, "deviceBytes"), above_weights(theirs, "allocatedBytes")
    return mine / other if mine and other else None


def smaller(results):
    return over_cells(results, "1/3 of Hugging Face's memory above the weights in every cell, TF32", memory_part,
                      lambda value: value <= PART_OF_MEMORY)  # fmt: skip


def long(results):
    ours = program(results, "l6-d256", LONG, "palindrome tf32")
    taken = ours and ours["deviceBytes"]
    return aim(f"6 layers d 256 at {LONG:,} positions in 8 GB of device memory",
               f"{taken / 1e9:.2f} GB beside the context" if taken else None, taken <= LONG_BYTES if taken else None)  # fmt: skip


def novel(results):
    longest = [cell for cell in results["cells"] if cell["network"] == "l6-d256" and cell["length"] >= NOVEL]
    for cell in longest:
        ours = cell["programs"].get("palindrome tf32", {"failure": "not measured"})
        if "failure" not in ours:
            return aim("a novel of 1.2 M bytes in one step", f"{cell['length']:,} positions, loss {ours['loss']:.4f}", True)
        if not ours["failure"].startswith("not measured"):
            return aim("a novel of 1.2 M bytes in one step", ours["failure"], False)
    return aim("a novel of 1.2 M bytes in one step", None, None)


def attention(results):
    """Forward and gradient together, of the enwik8 sizes and 4 rounds: chunks of 256 can be bound by products."""
    ceiling = results.get("ceilings", {}).get("bf16")
    both = [one for one in results.get("kernelTable", {}).get("kernels", []) if one["precision"] == "bf16"
            and one["sizes"] == "d 1024" and one["name"].startswith("LSH attention, 4 rounds")]  # fmt: skip
    text = "bf16 attention at 40 % of the measured matrix-product rate (enwik8's LSH, 4 rounds, forward and gradient)"
    if not ceiling or not both:
        return aim(text, None, None)
    part = sum(one["flops"] for one in both) / sum(one["seconds"] for one in both) / ceiling
    return aim(text, f"{part:.0%} of {ceiling / 1e12:,.0f} TFLOP/s", part >= PART_OF_CEILING)


def waiting(results):
    text = f"the device waits for the host less than 5 % of a step at {WATCHED:,} positions, TF32"
    waited = {network: ours["waited"] for network, _ in NETWORKS
              if (ours := program(results, network, WATCHED, "palindrome tf32")) and "waited" in ours}  # fmt: skip
    if not waited:
        return aim(text, None, None)
    said = "; ".join(f"{network} between {least:.1%} and {most:.1%}" for network, (least, most) in waited.items())
    if all(most < PART_WAITED for _, most in waited.values()):
        return aim(text, said, True if len(waited) == len(NETWORKS) else None)
    return aim(text, said, False if any(least >= PART_WAITED for least, _ in waited.values()) else None)
