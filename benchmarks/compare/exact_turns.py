"""Exact attention in PyTorch, a step a line: exact_turns.py TEXT BATCH LENGTH LAYERS WIDTH.

A pre-norm transformer of the same width, depth, heads and feed-forward, whose activations are stored
and whose attention is scaled_dot_product_attention.
"""

import sys

import torch
import turns
from cells import VOCABULARY
from torch import nn
from torch.nn import functional


class Layer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.heads = width // 64
        self.norm, self.feed_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.feed = nn.Sequential(nn.Linear(width, 4 * width), nn.ReLU(), nn.Linear(4 * width, width))

    def forward(self, x):
        split = self.project(self.norm(x)).unflatten(-1, (3, self.heads, 64)).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(*split, is_causal=True)
        x = x + self.out(attended.transpose(1, 2).flatten(2))
        return x + self.feed(self.feed_norm(x))


class Exact(nn.Module):
    def __init__(self, layers, width, length):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(VOCABULARY, width), nn.Embedding(length, width)
        self.layers = nn.Sequential(*(Layer(width) for _ in range(layers)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, VOCABULARY)

    def forward(self, ids):
        x = self.tokens(ids) + self.positions.weight[: ids.shape[1]]
        return self.head(self.norm(self.layers(x)))


text, batch, length, layers, width = sys.argv[1], *map(int, sys.argv[2:6])
torch.manual_seed(1)
ids = turns.tokens(text, batch, length)
turns.answer(
    Exact(layers, width, length),
    lambda network: functional.cross_entropy(network(ids)[:, :-1].flatten(0, 1), ids[:, 1:].flatten()),
    False,
)
