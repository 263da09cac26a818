"""The networks and lengths that are compared, in the order of what counts most."""

import dataclasses

PRECISIONS = ("tf32", "bf16", "float32")  # the aims are about the first
PROGRAMS = ("hugging face", "palindrome")
NOVEL = 1_228_800  # 1.2 M bytes, up to a multiple of all chunks
LONGEST = 1 << 22

# Hugging Face's published configuration of google/reformer-enwik8 (config.json of that checkpoint), but for what
# follows. Its layers are local, local, lsh, local, not alternating as in the Reformer paper's text; its feed-forward is
# four widths, its heads are 8 of 128, its chunks 256 (lsh) and 128 (local) with one before, 4 hash rounds of 512 hash
# buckets in one factor, 258 tokens.
ENWIK8 = {
    "attn_layers": ["local", "local", "lsh", "local"] * 3,
    "attention_head_size": 128,
    "axial_norm_std": 1.0,
    "axial_pos_embds": True,
    "axial_pos_embds_dim": [256, 768],
    "chunk_size_feed_forward": 0,
    "chunk_size_lm_head": 0,
    "eos_token_id": 2,
    "feed_forward_size": 4096,
    "hash_seed": None,
    "hidden_act": "relu",
    "hidden_size": 1024,
    "initializer_range": 0.02,
    "is_decoder": True,
    "layer_norm_eps": 1e-12,
    "local_attn_chunk_length": 128,
    "local_num_chunks_after": 0,
    "local_num_chunks_before": 1,
    "lsh_attn_chunk_length": 256,
    "lsh_num_chunks_after": 0,
    "lsh_num_chunks_before": 1,
    "num_attention_heads": 8,
    "num_buckets": 512,
    "num_hashes": 4,
    "pad_token_id": 0,
    "vocab_size": 258,
}
# The published probabilities are 0.2, 0.2 and 0.1: with them no two programs have one loss, and Hugging Face's LSH
# layers hash with other rotations than they are rebuilt with (transformers 4.50).
ENWIK8 |= dict.fromkeys(("hidden_dropout_prob", "local_attention_probs_dropout_prob", "lsh_attention_probs_dropout_prob"), 0.0)
AXIAL_COLUMNS = 512  # published: [128, 512] for its 65,536 positions; in training their product must be the length


@dataclasses.dataclass(frozen=True)
class Cell:
    """One network at one length. steps: timed at most; a watched cell tells how long the device waits for the host."""

    network: str
    length: int
    precisions: tuple = PRECISIONS
    programs: tuple = PROGRAMS
    steps: int = 5
    watched: bool = False
    seconds: int = 75  # at most
    layers: int = 6
    width: int = 256

    @property
    def name(self):
        return f"{self.network} at {self.length:,}"

    def config(self):
        """For Hugging Face's Reformer."""
        from transformers import ReformerConfig

        if self.network == "enwik8":
            shape = [self.length // AXIAL_COLUMNS, AXIAL_COLUMNS]
            return ReformerConfig(**ENWIK8, axial_pos_shape=shape, max_position_embeddings=self.length)
        import cells

        return cells.Cell(self.layers, self.width, 1, self.length).reformer()


def of(kernels, chosen):
    if kernels == "host":
        return [Cell("l2-d64", 1024, ("float32",), steps=2, watched=True, layers=2, width=64)]
    if chosen == "smallest":
        return [Cell("l6-d256", 4096)]
    far = {"precisions": ("tf32",), "steps": 2, "seconds": 60}
    both = [
        Cell("l6-d256", 4096),
        Cell("l6-d256", 16384, watched=True),
        Cell("enwik8", 16384, watched=True),
        Cell("l6-d256", 524_288, **far),
        Cell("l6-d256", NOVEL, programs=("palindrome",), **far),
        Cell("l6-d256", 65536),
        Cell("enwik8", 65536, seconds=110),
        Cell("enwik8", 4096),
    ]
    doubled = [131_072 << k for k in range(6) if 131_072 << k <= LONGEST]
    reach = [Cell(network, length, **far) for length in doubled for network in ("l6-d256", "enwik8")]
    done = {(cell.network, cell.length) for cell in both}
    return both + [cell for cell in reach if (cell.network, cell.length) not in done]


def feasible(cell, failures):
    """The cell without programs that failed on a shorter sequence; failures: (network, program) -> shortest length."""
    programs = [p for p in cell.programs if failures.get((cell.network, p), LONGEST + 1) > cell.length]
    return dataclasses.replace(cell, programs=tuple(programs))
