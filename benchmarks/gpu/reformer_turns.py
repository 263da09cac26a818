"""Hugging Face's Reformer on a device: reformer_turns.py FOLDER TEXT LENGTH DEVICE answers lines with lines of JSON.

  loss PRECISION FILE   the loss without dropout, with the rotations in FILE (as `palindrome bench turns --rotations`)
  step PRECISION        a training step as `palindrome bench turns` makes it; the first begins with the folder's weights
  release               gives all memory of the device back
"""

import contextlib
import gc
import json
import sys
import time
from unittest import mock

import tensors
import torch
import turns
from transformers import ReformerModelWithLMHead
from transformers.models.reformer.modeling_reformer import LSHSelfAttention

folder, text, length, device = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
on_gpu = device == "cuda"


@contextlib.contextmanager
def given_rotations(model, file):
    """Every LSH layer hashes with the rotations of the file instead of new ones."""
    stored = tensors.read(file)[0]
    with contextlib.ExitStack() as stack:
        for number, layer in enumerate(model.reformer.encoder.layers):
            attention = layer.attention.self_attention
            if isinstance(attention, LSHSelfAttention):
                stack.enter_context(hashing(attention, torch.from_numpy(stored[f"rotations.{number}"].copy())))
        yield


def hashing(attention, rotations):
    original = attention._hash_vectors

    def hash_vectors(vectors, *others, **more):
        with mock.patch.object(torch, "randn", lambda *_, **__: rotations.to(vectors)):
            return original(vectors, *others, **more)

    return mock.patch.object(attention, "_hash_vectors", hash_vectors)


class Reformer:
    """A model on the device, made when it is first needed."""

    def __init__(self):
        self.ids = turns.tokens(text, 1, length)
        self.model = self.optimizer = None
        if on_gpu:
            torch.ones(64, 64, device=device) @ torch.ones(64, 64, device=device)  # makes the context

    def prepare(self, precision):
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = precision == "tf32"
        if self.model is None:
            self.model = ReformerModelWithLMHead.from_pretrained(folder).to(device)
            self.moved = self.ids.to(device)

    def forward(self, precision):
        with torch.autocast(device, dtype=torch.bfloat16, enabled=precision == "bf16"):
            return self.model(input_ids=self.moved, labels=self.moved).loss

    def loss(self, precision, file):
        self.prepare(precision)
        with given_rotations(self.model.eval(), file), torch.no_grad():
            return {"loss": self.forward(precision).item()}

    def step(self, precision):
        self.prepare(precision)
        if self.optimizer is None:
            self.model.train()
            self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)
            if on_gpu:
                torch.cuda.empty_cache()
                torch.cuda.reset_peak_memory_stats()
        began = time.perf_counter()
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.forward(precision)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        value = loss.item()  # waits for the device
        if on_gpu:
            torch.cuda.synchronize()
        step = {"seconds": time.perf_counter() - began, "loss": value}
        if on_gpu:
            step |= {"deviceBytes": torch.cuda.max_memory_reserved(), "allocatedBytes": torch.cuda.max_memory_allocated()}
        return step

    def release(self):
        self.model = self.optimizer = self.moved = None
        gc.collect()
        if on_gpu:
            torch.cuda.empty_cache()
        return {"released": True}


def main():
    reformer = Reformer()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        action, *arguments = line.split(maxsplit=2)
        try:
            answer = getattr(reformer, action)(*(argument.strip() for argument in arguments))
        except RuntimeError as error:  # running out of memory among others
            answer = {"failure": str(error).strip().splitlines()[0][:200]}
        if "failure" in answer:
            reformer.release()  # not before: the error holds what it was about
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
