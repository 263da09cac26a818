"""Makes fixtures for `palindrome test --fixtures DIR` with Hugging Face's unmodified Reformer.

  python make_fixtures.py --out DIR [--seed S] [--only NAME] [--tiny]

Everything is computed in float64 from float32 weights; gradients go through Hugging Face's own
reversible backward pass. A case whose hash has two rotated values nearer than 5e-5 is drawn again,
so that float32 must find the same buckets.
"""

import argparse
import json
import pathlib

import numpy
import tensors
import torch
from injection import Injection
from transformers import ReformerConfig, ReformerForMaskedLM, ReformerModelWithLMHead

SUREST = 5e-5

BASE = dict(
    vocab_size=29, hidden_size=32, num_attention_heads=2, attention_head_size=16, num_hashes=1,
    num_buckets=8, lsh_attn_chunk_length=16, local_attn_chunk_length=16, lsh_num_chunks_before=1,
    lsh_num_chunks_after=0, local_num_chunks_before=1, local_num_chunks_after=0, hidden_act="relu",
    feed_forward_size=48, hidden_dropout_prob=0.0, lsh_attention_probs_dropout_prob=0.0,
    local_attention_probs_dropout_prob=0.0, max_position_embeddings=256, axial_pos_embds=False,
    axial_pos_shape=[8, 16], axial_pos_embds_dim=[12, 20], chunk_size_lm_head=0,
    chunk_size_feed_forward=0, attn_layers=["local", "lsh"], is_decoder=True, pad_token_id=0,
    use_cache=False, tie_word_embeddings=False,
)  # fmt: skip

DROPOUT = dict(
    hidden_dropout_prob=0.2, lsh_attention_probs_dropout_prob=0.15,
    local_attention_probs_dropout_prob=0.25,
)  # fmt: skip

# Sizes of the fixtures that the repository keeps (model/src/test/resources/fixtures).
TINY = dict(
    vocab_size=11, hidden_size=8, num_attention_heads=2, attention_head_size=4, feed_forward_size=12,
    axial_pos_embds_dim=[3, 5],
)  # fmt: skip
KEPT = {
    "c3_three_factors": dict(hidden_act="silu", lsh_num_chunks_before=3),
    "f2_masked_lm_masks": {},
    "h3_dropout_axial_masks": {},
}

# name -> (batch, length, mask: none, right, left, both, holes, mode: train or eval, options)
CASES = {
    "a2_local_batch3": (3, 80, "none", "train", dict(attn_layers=["local"] * 4)),
    "b2_lsh_batch3": (3, 96, "none", "train", dict(attn_layers=["lsh"] * 3)),
    "c2_rounds8": (1, 128, "none", "train", dict(attn_layers=["lsh", "lsh"], num_hashes=8, num_buckets=[4, 4])),
    "c3_three_factors": (1, 128, "none", "train", dict(attn_layers=["lsh", "lsh"], num_hashes=8, num_buckets=[2, 4, 2])),
    "c4_four_factors": (2, 64, "none", "train", dict(num_hashes=3, num_buckets=[2, 2, 4, 2])),
    "c5_one_factor_in_a_list": (1, 64, "none", "train", dict(num_hashes=2, num_buckets=[8])),
    "d2_mixed_axial_auto": (2, 192, "none", "train", dict(
        attn_layers=["lsh", "local", "lsh", "local"], num_hashes=2, num_buckets=None,
        local_attn_chunk_length=24, axial_pos_embds=True, axial_pos_shape=[12, 16],
        max_position_embeddings=192, chunk_size_feed_forward=48, chunk_size_lm_head=64)),
    "d3_auto_factorised": (1, 512, "none", "train", dict(
        hidden_size=12, attention_head_size=6, feed_forward_size=20, num_hashes=2, num_buckets=None,
        lsh_attn_chunk_length=8, axial_pos_embds_dim=[4, 8], max_position_embeddings=512)),
    "e2_both_sides": (3, 96, "both", "train", dict(num_hashes=2, attn_layers=["lsh", "local"])),
    "e4_holes_axial": (3, 64, "holes", "train", dict(
        num_hashes=4, axial_pos_embds=True, axial_pos_shape=[8, 8], max_position_embeddings=64,
        attn_layers=["lsh", "local", "lsh"])),
    "e5_right_factorised": (2, 64, "right", "train", dict(num_hashes=2, num_buckets=[4, 2], attn_layers=["lsh", "lsh"])),
    "f2_masked_lm_masks": (3, 96, "both", "train", dict(
        is_decoder=False, num_hashes=2, attn_layers=["lsh", "local", "lsh"],
        lsh_num_chunks_after=1, local_num_chunks_after=1)),
    "f3_only_after": (2, 128, "none", "train", dict(
        is_decoder=False, num_hashes=3, lsh_num_chunks_before=0, lsh_num_chunks_after=2,
        local_num_chunks_before=0, local_num_chunks_after=1)),
    "g2_long2048": (1, 2048, "none", "train", dict(
        vocab_size=13, hidden_size=12, attention_head_size=6, feed_forward_size=16, num_buckets=None,
        lsh_attn_chunk_length=16, local_attn_chunk_length=32, axial_pos_embds=True, num_hashes=2,
        axial_pos_shape=[32, 64], axial_pos_embds_dim=[5, 7], max_position_embeddings=2048)),
    "h2_dropout_learned_batch2": (2, 64, "none", "train", dict(num_hashes=2, attn_layers=["local", "lsh", "lsh"], **DROPOUT)),
    "h3_dropout_axial_masks": (3, 64, "both", "train", dict(
        num_hashes=3, axial_pos_embds=True, axial_pos_shape=[4, 16], max_position_embeddings=64, **DROPOUT)),
    "h4_dropout_masked_lm": (2, 96, "right", "train", dict(
        is_decoder=False, num_hashes=2, lsh_num_chunks_after=1, local_num_chunks_after=1,
        hidden_act="gelu", **DROPOUT)),
    "h5_dropout_short": (2, 12, "none", "train", dict(attn_layers=["lsh", "local"], **DROPOUT)),
    "i2_short_masked": (3, 16, "both", "train", dict(num_hashes=4, attn_layers=["lsh", "local"])),
    "i3_short_masked_lm": (2, 11, "right", "train", dict(is_decoder=False, attn_layers=["local", "lsh"])),
    "j2_padded_batch2": (2, 75, "none", "eval", dict(num_hashes=2, lsh_attn_chunk_length=32)),
    "j3_padded_masks": (3, 70, "both", "eval", dict(num_hashes=2)),
    "j4_padded_masked_lm": (2, 41, "none", "eval", dict(is_decoder=False, num_hashes=2, lsh_num_chunks_after=1)),
    "k2_silu_3_before": (1, 160, "none", "train", dict(
        hidden_size=20, num_attention_heads=3, attention_head_size=8, hidden_act="silu", num_hashes=3,
        num_buckets=[2, 4], lsh_num_chunks_before=3, local_num_chunks_before=3,
        axial_pos_embds_dim=[8, 12], attn_layers=["lsh", "local", "lsh"])),
    "k3_gelu_new_more_window_than_chunks": (2, 32, "none", "train", dict(
        hidden_act="gelu_new", num_hashes=2, lsh_num_chunks_before=2, local_num_chunks_before=2, num_attention_heads=5, attention_head_size=4)),
    "n2_nolookback_14_buckets": (2, 64, "none", "train", dict(
        num_buckets=14, num_hashes=2, lsh_num_chunks_before=0, local_num_chunks_before=0)),
}  # fmt: skip


def draw_model(config, seed):
    """Larger than Hugging Face's own initial values: every term must be visible."""
    generator = torch.Generator().manual_seed(seed)
    model = (ReformerModelWithLMHead if config.is_decoder else ReformerForMaskedLM)(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.normal(0.0, 1.0, parameter.shape, generator=generator)
            if "layer_norm.weight" in name:
                parameter.copy_(1 + 0.1 * noise)
            elif name.endswith("bias"):
                parameter.copy_(0.1 * noise)
            elif "embeddings" in name:
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(noise * (1.5 / parameter.shape[-1] ** 0.5))
    return model, generator


def draw_mask(kind, batch, length, generator):
    """Of a batch of three the middle sequence is whole; 'holes' masks single positions."""
    mask = torch.ones(batch, length, dtype=torch.long)
    if kind in ("right", "both"):
        mask[-1, length - length // 4 - 3 :] = 0
    if kind in ("left", "both"):
        mask[0, : length // 4 + 1] = 0
    if kind == "both":
        mask[0, length - length // 5 :] = 0
    if kind == "holes":
        mask[0] = (torch.rand(length, generator=generator) > 0.3).long()
        mask[0, 0] = 1
    return mask


def draw_rotations(config, length, generator):
    buckets = config.num_buckets
    half = (buckets if isinstance(buckets, int) else sum(buckets)) // 2
    shape = (config.num_attention_heads, config.attention_head_size, config.num_hashes, half)
    layers = [i for i, kind in enumerate(config.attn_layers) if kind == "lsh"]
    return {layer: torch.normal(0.0, 1.0, shape, generator=generator) for layer in layers}


def resolve_buckets(config, length):
    """What Hugging Face would decide from the first length that it sees, padding included."""
    if config.num_buckets is not None:
        return
    from transformers.models.reformer.modeling_reformer import LSHSelfAttention

    attention = LSHSelfAttention(config)
    attention._set_num_buckets(length)


def loss_of(config, logits, labels):
    if config.is_decoder:
        logits, labels = logits[:, :-1], labels[:, 1:]
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())


def run(model, injection, inputs, labels, train):
    model.train(train)
    model.zero_grad()
    with injection.active(), torch.set_grad_enabled(train):
        embedded = []
        hook = model.reformer.embeddings.register_forward_hook(lambda *a: embedded.append(a[2]))
        output = model(**inputs, output_hidden_states=False)
        hook.remove()
        if train:
            embedded[0].retain_grad()
        loss = loss_of(model.config, output.logits, labels)
        if train:
            loss.backward()
    return output.logits.detach(), loss.detach(), embedded[0]


def fixture(name, seed, sizes=None):
    batch, length, mask_kind, mode, options = CASES[name]
    options = {**options, **(sizes or {})}
    config = ReformerConfig(**{**BASE, **options})
    given_buckets = config.num_buckets
    lcm = int(numpy.lcm(config.lsh_attn_chunk_length, config.local_attn_chunk_length))
    padded = length if mode == "train" else -(-length // lcm) * lcm
    resolve_buckets(config, padded)
    model, generator = draw_model(config, seed)
    rotations = draw_rotations(config, length, generator)
    ids = torch.randint(1, config.vocab_size, (batch, length), generator=generator)
    labels = torch.randint(0, config.vocab_size, (batch, length), generator=generator)
    labels[torch.rand(batch, length, generator=generator) < (0.1 if config.is_decoder else 0.7)] = -100
    inputs = dict(input_ids=ids)
    if mask_kind != "none":
        mask = draw_mask(mask_kind, batch, length, generator)
        inputs["attention_mask"] = mask
        ids[mask == 0] = config.pad_token_id
        labels[mask == 0] = -100
    train = mode == "train"
    single = {key: value.detach().clone() for key, value in model.state_dict().items()}
    model.double()
    injection = Injection(model, rotations, generator)
    logits, loss, embedded = run(model, injection, inputs, labels, train)
    if injection.margin < SUREST:
        return fixture(name, seed + 1000, sizes)
    out = {"w." + key: value.numpy() for key, value in single.items() if key != "lm_head.decoder.bias"}
    out["input_ids"] = ids.numpy().astype("<i4")
    out["labels"] = labels.numpy().astype("<i4")
    if mask_kind != "none":
        out["attention_mask"] = inputs["attention_mask"].numpy().astype("<i4")
    for layer, stored in rotations.items():
        out[f"rotations.{layer}"] = stored.numpy()
    for layer, found in injection.buckets.items():
        out[f"buckets.{layer}"] = found.numpy().astype("<i4")
    for module, stored in injection.masks.items():
        out["dropmask." + module] = stored.numpy()
    if not sizes:
        out["embedding_output"] = embedded.detach().numpy().astype("<f4")
    out["logits"] = logits.numpy()
    out["loss"] = loss.reshape(1).numpy()
    if train:
        for key, parameter in model.named_parameters():
            out["grad64." + key] = parameter.grad.numpy()
        if not sizes:
            out["grad64.embedding_output"] = embedded.grad.numpy()
    meta_config = {**BASE, **options, "num_buckets": given_buckets, "model_type": "reformer"}
    meta_config["num_hidden_layers"] = len(config.attn_layers)
    meta_config["_resolved_num_buckets"] = config.num_buckets
    if injection.probabilities:
        meta_config["_dropout_p"] = injection.probabilities
    meta = {
        "config": meta_config,
        "model_class": type(model).__name__,
        "train_mode": train,
        "description": name,
        "stats": {"min_argmax_margin": None if injection.margin == float("inf") else injection.margin},
        "seed": seed,
        "source": source(),
    }
    return out, meta


def greedy(seed):
    config = ReformerConfig(**{**BASE, "vocab_size": 23, "num_hashes": 3, "num_buckets": [4, 2],
                               "attn_layers": ["lsh", "local", "lsh"], "lsh_num_chunks_before": 2})
    model, generator = draw_model(config, seed)
    rotations = draw_rotations(config, 0, generator)
    single = {key: value.detach().clone() for key, value in model.state_dict().items()}
    model.double().eval()
    injection = Injection(model, rotations)
    prompt = torch.randint(1, config.vocab_size, (1, 13), generator=generator)
    ids, steps, gap = prompt, [], float("inf")
    with injection.active(), torch.no_grad():
        for _ in range(40):
            step = model(input_ids=ids).logits[0, -1]
            best = step.topk(2).values
            gap = min(gap, (best[0] - best[1]).item())
            steps.append(step.numpy())
            ids = torch.cat([ids, step.argmax().reshape(1, 1)], 1)
    if injection.margin < SUREST or gap < 1e-3:
        return greedy(seed + 1000)
    out = {"w." + key: value.numpy() for key, value in single.items() if key != "lm_head.decoder.bias"}
    out["prompt_ids"] = prompt.numpy().astype("<i4")
    out["output_ids"] = ids.numpy().astype("<i4")
    out["step_logits"] = numpy.stack(steps)
    for layer, stored in rotations.items():
        out[f"rotations.{layer}"] = stored.numpy()
    meta_config = {**BASE, "model_type": "reformer", "vocab_size": 23, "num_hashes": 3,
                   "num_buckets": [4, 2], "attn_layers": config.attn_layers,
                   "num_hidden_layers": 3, "lsh_num_chunks_before": 2}
    return out, {"kind": "greedy decoding, full forward per step (no cache)", "config": meta_config,
                 "new_tokens": 40, "min_top1_gap": gap, "source": source()}


def source():
    import transformers

    return f"transformers {transformers.__version__}, torch {torch.__version__}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="a part of the names to make")
    parser.add_argument("--tiny", action="store_true", help="the small ones that the repository keeps")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    names = [name for name in (KEPT if arguments.tiny else [*CASES, "q2_greedy"]) if (arguments.only or "") in name]
    for number, name in enumerate(names):
        seed = 100 * arguments.seed + number
        out, meta = greedy(seed) if name == "q2_greedy" else fixture(name, seed, {**TINY, **KEPT[name]} if arguments.tiny else None)
        path = arguments.out / f"{name}.safetensors"
        tensors.write(path, out, meta)
        if not arguments.tiny:
            path.with_suffix(".json").write_text(json.dumps(meta, indent=1))
        print(f"{path}  {path.stat().st_size:,} bytes", flush=True)


if __name__ == "__main__":
    main()
