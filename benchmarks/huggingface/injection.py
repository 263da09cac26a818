"""Stored rotations and dropout masks for Hugging Face's Reformer, whose code stays as it is.

Its modules draw rotations with torch.randn and dropout with torch.nn.functional. Both are replaced
while a model runs; which module asks is known from hooks, so that a layer gets the same masks when
the reversible backward pass computes it again. Rotations are asked for once: buckets are kept.
"""

import contextlib

import torch
from transformers.models.reformer import modeling_reformer as reformer

SITES = (
    reformer.ReformerEmbeddings,
    reformer.AxialPositionEmbeddings,
    reformer.PositionEmbeddings,
    reformer.LSHSelfAttention,
    reformer.LocalSelfAttention,
    reformer.ReformerSelfOutput,
    reformer.ReformerFeedForwardDense,
    reformer.ReformerFeedForwardOutput,
    reformer.ReformerEncoder,
)


class Injection:
    """rotations: layer -> [H, D, rounds, half]; masks: module name -> 0/1, drawn where missing."""

    def __init__(self, model, rotations, generator=None):
        self.rotations = rotations
        self.masks = {}
        self.probabilities = {}
        self.buckets = {}
        self.margin = float("inf")
        self.generator = generator
        self.stack = []
        for name, module in model.named_modules():
            if isinstance(module, SITES):
                module.register_forward_pre_hook(lambda *_, name=name: self.stack.append(name))
                module.register_forward_hook(self._after(name))
            if isinstance(module, reformer.LSHSelfAttention):
                self._watch_hash(name, module)

    def _after(self, name):
        def hook(_module, _inputs, output):
            self.stack.pop()
            if isinstance(output, reformer.LSHSelfAttentionOutput) and output.buckets is not None:
                self.buckets[layer_of(name)] = output.buckets.flatten(2).detach().clone()

        return hook

    def _watch_hash(self, name, module):
        hash_vectors = module._hash_vectors

        def watched(vectors, rounds, mask, **more):
            rotations = self.rotations[layer_of(name)].to(vectors.dtype)
            rotated = torch.einsum("bmtd,mdhr->bmhtr", vectors.detach(), rotations)
            factors = [module.num_buckets] if isinstance(module.num_buckets, int) else module.num_buckets
            at = 0
            for factor in factors:
                part = rotated[..., at : at + factor // 2]
                at += factor // 2
                best = torch.cat([part, -part], -1).topk(2, -1).values
                gap = best[..., 0] - best[..., 1]
                if mask is not None:
                    gap = gap.masked_fill(~mask.bool()[:, None, None, :].expand(gap.shape), 9e9)
                self.margin = min(self.margin, gap.min().item())
            return hash_vectors(vectors, rounds, mask, **more)

        module._hash_vectors = watched

    def _randn(self, shape, **more):
        stored = self.rotations[layer_of(self.stack[-1])]
        assert tuple(stored.shape) == tuple(shape), (stored.shape, shape)
        return stored.to(more["dtype"])

    def _mask(self, shape, p):
        name = self.stack[-1]
        self.probabilities[name] = p
        if name not in self.masks:
            self.masks[name] = (torch.rand(shape, generator=self.generator) >= p).to(torch.uint8)
        return self.masks[name]

    def _dropout(self, x, p=0.5, training=True, inplace=False):
        if p == 0 or not training:
            return x
        return x * self._mask(x.shape, p).to(x.dtype) / (1 - p)

    def _dropout2d(self, x, p=0.5, training=True, inplace=False):
        if p == 0 or not training:
            return x
        mask = self._mask(x.shape[:2], p)
        return x * mask.to(x.dtype)[:, :, None, None] / (1 - p)

    @contextlib.contextmanager
    def active(self):
        functional = torch.nn.functional
        before = torch.randn, functional.dropout, functional.dropout2d
        torch.randn, functional.dropout = self._randn, self._dropout
        functional.dropout2d = self._dropout2d
        try:
            yield self
        finally:
            torch.randn, functional.dropout, functional.dropout2d = before


def layer_of(name):
    return int(name.split("encoder.layers.")[1].split(".")[0])
