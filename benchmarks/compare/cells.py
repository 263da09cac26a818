"""The grid: networks and lengths that are compared."""

import dataclasses

from transformers import ReformerConfig

VOCABULARY = 260  # four special tokens and the bytes


@dataclasses.dataclass(frozen=True)
class Cell:
    layers: int
    width: int
    rounds: int
    length: int
    batch: int = 1
    kinds: tuple = ("local", "lsh")

    @property
    def name(self):
        batch = "" if self.batch == 1 else f"-b{self.batch}"
        return f"l{self.layers}-d{self.width}-r{self.rounds}-t{self.length}{batch}"

    @property
    def tokens(self):
        return self.length * self.batch

    @property
    def attention(self):
        return [self.kinds[i % len(self.kinds)] for i in range(self.layers)]

    def reformer(self):
        """Heads of 64, a feed-forward of four widths, chunks of 64 that see one before."""
        rows = 1 << ((self.length.bit_length() - 1) // 2)
        return ReformerConfig(
            attn_layers=self.attention,
            attention_head_size=64,
            axial_norm_std=1.0,
            axial_pos_embds_dim=[self.width // 4, 3 * self.width // 4],
            axial_pos_shape=[self.length // rows, rows],
            chunk_size_lm_head=0,
            feed_forward_size=4 * self.width,
            hash_seed=None,
            hidden_act="relu",
            hidden_dropout_prob=0.0,
            hidden_size=self.width,
            is_decoder=True,
            local_attention_probs_dropout_prob=0.0,
            local_attn_chunk_length=64,
            lsh_attention_probs_dropout_prob=0.0,
            lsh_attn_chunk_length=64,
            max_position_embeddings=self.length,
            num_attention_heads=self.width // 64,
            num_buckets=None,
            num_hashes=self.rounds,
            pad_token_id=0,
            eos_token_id=2,
            vocab_size=VOCABULARY,
        )


CELLS = [
    *(Cell(6, 256, rounds, length) for rounds in (1, 4) for length in (4096, 16384, 65536)),
    Cell(2, 512, 4, 8192, kinds=("lsh",)),
    Cell(12, 512, 1, 16384),
    Cell(6, 256, 1, 1024, batch=16),
]
