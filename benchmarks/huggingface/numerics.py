"""Measures where Hugging Face's Reformer loses digits or computes something else than it says."""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import make_fixtures
import numpy
import tensors
import torch
import transformers
from injection import Injection
from softmax import maximum_subtracted
from transformers import ReformerConfig, ReformerModelWithLMHead
from transformers.models.reformer import modeling_reformer as reformer

SHOWN = ("b2_lsh_batch3", "c2_rounds8", "c3_three_factors", "e2_both_sides", "f2_masked_lm_masks", "h3_dropout_axial_masks")


def relative(a, b):
    return (numpy.linalg.norm(a - b) / numpy.linalg.norm(b)).item()


def weights_at(score, keys):
    """The sum of the attention weights of a row that has nothing but masked keys."""
    x = torch.full((keys,), score)
    return torch.exp(x - torch.logsumexp(x, -1)).sum().item()


def masked_rows():
    print("1. exp(x - logsumexp(x)) in float32; a sum of weights should be 1")
    for score, what in ((-1e5, "a position whose only key is itself, over the hash rounds"), (-1e9, "a padding row, over its keys")):
        sums = [weights_at(score, keys) for keys in (2, 3, 4, 5, 6, 7, 8, 32, 96)]
        print(f"   {what}: sums from {min(sums):.6f} to {max(sums):.6f} (2 to 96 equal scores of {score:.0e})")


def theirs(name, stored, meta, kind, stable):
    """Logits and gradients of a fixture, by Hugging Face's code in `kind`."""
    fields = {**make_fixtures.BASE, **{k: v for k, v in meta["config"].items() if k in make_fixtures.BASE}}
    fields["num_buckets"] = meta["config"]["_resolved_num_buckets"]
    config = ReformerConfig(**fields)
    model, _ = make_fixtures.draw_model(config, 0)
    model.load_state_dict({k[2:]: torch.from_numpy(v.copy()) for k, v in stored.items() if k.startswith("w.")}, strict=False)
    model.to(kind)
    rotations = {int(k.split(".")[1]): torch.from_numpy(v.copy()) for k, v in stored.items() if k.startswith("rotations.")}
    injection = Injection(model, rotations)
    injection.masks = {k[9:]: torch.from_numpy(v.copy()) for k, v in stored.items() if k.startswith("dropmask.")}
    inputs = dict(input_ids=torch.from_numpy(stored["input_ids"].astype("i8")))
    real = numpy.ones(stored["input_ids"].shape, bool)
    if "attention_mask" in stored:
        inputs["attention_mask"] = torch.from_numpy(stored["attention_mask"].astype("i8"))
        real = stored["attention_mask"] == 1
    labels = torch.from_numpy(stored["labels"].astype("i8"))
    if stable:
        with maximum_subtracted():
            logits, _, _ = make_fixtures.run(model, injection, inputs, labels, True)
    else:
        logits, _, _ = make_fixtures.run(model, injection, inputs, labels, True)
    gradients = {k: p.grad.double().numpy() for k, p in model.named_parameters()}
    worst = max(relative(gradients[k], stored["grad64." + k]) for k in gradients)
    return numpy.abs(logits.double().numpy() - stored["logits"])[real].max(), worst


def float32(work):
    folder = work / "numerics"
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for number, name in enumerate(SHOWN):
        made[name] = make_fixtures.fixture(name, 700 + number)
        tensors.write(folder / f"{name}.safetensors", *made[name])
    lines = subprocess.run([os.environ["PALINDROME"], "test", "--fixtures", folder], stdout=subprocess.PIPE, text=True).stdout
    found = {(m[1], m[2]): m[3] for m in re.finditer(r"^\S+\s+(\S+)\s+(\w+) float32\s+worst (\S+)", lines, re.M)}
    print("2. float32 beside Hugging Face's float64: largest error of a logit / worst relative L2 error of a gradient")
    print(f"   {'':28s} {'Hugging Face':>20s} {'with maximum':>20s} {'ours':>20s}")
    for name, (stored, meta) in made.items():
        plain = theirs(name, stored, meta, torch.float32, False)
        stable = theirs(name, stored, meta, torch.float32, True)
        ours = tuple(float(found[name, group]) for group in ("logits", "gradients"))
        print(f"   {name:28s} " + " ".join(f"{a:9.1e} /{b:9.1e}" for a, b in (plain, stable, ours)))


def small(**options):
    torch.manual_seed(5)
    torch.seed = lambda seeds=iter(range(100, 10_000)): next(seeds)  # a layer's seed would be the clock's
    model = ReformerModelWithLMHead(ReformerConfig(**{**make_fixtures.BASE, **options})).double().train()
    return model, torch.randint(1, 29, (2, 64))


def rebuilt(probability, kinds):
    """Error of the rebuilt embedding, and of the gradient against autograd through the same forward pass."""
    rates = {key: probability for key in make_fixtures.DROPOUT}
    model, ids = small(attn_layers=kinds, num_hashes=2, **rates)
    seen, kept = [], []
    model.reformer.embeddings.register_forward_hook(lambda *a: seen.append(a[2].detach()))
    backward_pass = model.reformer.encoder.layers[0].backward_pass

    def watched(*arguments, **more):
        output = backward_pass(*arguments, **more)
        kept.append((output.attn_output.detach(), output.hidden_states.detach()))
        return output

    model.reformer.encoder.layers[0].backward_pass = watched
    hidden = model.reformer(input_ids=ids).last_hidden_state  # draws a seed for each branch of each layer
    weight = torch.randn(hidden.shape, generator=torch.Generator().manual_seed(9), dtype=hidden.dtype)
    torch.manual_seed(77)
    (model.reformer.encoder.layer_norm.weight.sum() * 0 + (hidden * weight).sum()).backward()
    names = [n for n, _ in model.named_parameters() if "encoder.layers" in n]
    reversible = torch.cat([p.grad.flatten() for n, p in model.named_parameters() if n in names]).numpy()
    model.zero_grad()
    x1 = x2 = seen[0]
    for layer in model.reformer.encoder.layers:
        torch.manual_seed(layer.attention_seed)
        x1 = x1 + layer.attention(x2).hidden_states
        torch.manual_seed(layer.feed_forward_seed)
        x2 = x2 + layer.feed_forward(x1)
    joined = model.reformer.encoder.layer_norm(torch.cat([x1, x2], -1))
    scale = torch.where(hidden.detach() == 0, 0.0, hidden.detach() / joined.detach())  # the last dropout's mask
    (joined * scale * weight).sum().backward()
    plain = torch.cat([p.grad.flatten() for n, p in model.named_parameters() if n in names]).numpy()
    error = max(relative(part.numpy(), seen[0].numpy()) for part in kept[0])
    return error, relative(reversible, plain)


def dropout():
    print("3. Rebuilding with dropout, float64: relative error of the rebuilt embedding / of the gradient")
    for probability in (0.0, 0.1):
        for kinds in (["local"] * 3, ["lsh"] * 3):
            error, gradient = rebuilt(probability, kinds)
            print(f"   {kinds[0]:5s} layers, dropout {probability}: {error:.1e} / {gradient:.1e}")


def frozen_buckets():
    print("4. num_buckets = null, chunk length 16: what it is at 1,024 tokens")
    options = dict(num_buckets=None, attn_layers=["lsh"], max_position_embeddings=1024)
    for lengths in ((1024,), (64, 1024)):
        model, _ = small(**options)
        model.eval()
        for length in lengths:
            model(input_ids=torch.ones(1, length, dtype=torch.long))
        print(f"   after lengths {lengths}: {model.config.num_buckets}")


def training_lengths():
    print("5. A training step of another length")
    for what, options, length in (
        ("length 60, chunks of 16", {}, 60),
        ("length 64, axial positions for 128", dict(axial_pos_embds=True), 64),
    ):
        model, _ = small(**options)
        try:
            model(input_ids=torch.ones(1, length, dtype=torch.long))
            print(f"   {what}: it is trained")
        except ValueError as error:
            print(f"   {what}: ValueError: {str(error).splitlines()[0][:100]}")


def axial_order():
    model, _ = small(axial_pos_embds=True)
    model.eval()
    first, second = model.reformer.embeddings.position_embeddings.weights
    rows, columns = first.shape[0], second.shape[1]
    torch.nn.init.normal_(first), torch.nn.init.normal_(second)
    found = model.reformer.embeddings.position_embeddings(torch.arange(rows * columns)[None])[0]
    t = torch.arange(rows * columns)
    code = torch.cat([first[t // columns, 0], second[0, t % columns]], -1)
    documented = torch.cat([first[t % rows, 0], second[0, t // rows]], -1)
    print("6. Axial positions: largest difference of its code from")
    print(f"   P1[t div n2], P2[t mod n2], as here: {(found - code).abs().max():.1e}")
    print(f"   P1[t mod n1], P2[t div n1], as its documentation: {(found - documented).abs().max():.1e}")


def head_bias():
    torch.manual_seed(3)
    model, ids = small()
    model.eval()
    torch.nn.init.normal_(model.lm_head.bias)
    bias = model.lm_head.bias.detach().clone()
    hidden = model.reformer(input_ids=ids).last_hidden_state
    # new rotations are drawn for every pass: the head alone is compared
    with_bias = model.lm_head(hidden)
    without = hidden @ model.lm_head.decoder.weight.T
    print(f"7. lm_head.bias, largest {bias.abs().max():.3f}: transformers {transformers.__version__} adds up to {(with_bias - without).abs().max():.3f} to a logit")
    with tempfile.TemporaryDirectory() as folder:
        model.float().save_pretrained(folder)
        again = ReformerModelWithLMHead.from_pretrained(folder)
    print(f"   after its own save_pretrained and from_pretrained in float32: largest {again.lm_head.bias.abs().max():.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--head-only", action="store_true", help="only what differs between versions of transformers")
    arguments = parser.parse_args()
    print(f"transformers {transformers.__version__}, torch {torch.__version__}")
    if not arguments.head_only:
        masked_rows()
        float32(arguments.work)
        dropout()
        frozen_buckets()
        training_lengths()
        axial_order()
    head_bias()


if __name__ == "__main__":
    sys.exit(main())
