"""A program that makes a training step for every line that it reads, and answers with a line of JSON."""

import json
import os
import sys
import time

import torch

BEGIN = 1


def memory(field):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field))


def answer(model, loss_of, autocast):
    """As `palindrome bench turns`: gradients, clipping at 1, Adam at 1e-3."""
    torch.set_num_threads(int(os.environ["THREADS"]))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    print(json.dumps({"residentBytes": memory("VmRSS:")}), flush=True)
    for _ in sys.stdin:
        began = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
            loss = loss_of(model)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step = {"seconds": time.perf_counter() - began, "loss": loss.item()}
        print(json.dumps({**step, "peakResidentBytes": memory("VmHWM:")}), flush=True)


def tokens(text, batch, length):
    """The byte tokenizer's: a document begins with token 1, a byte is 4 more than its value."""
    ids = [BEGIN] + [byte + 4 for byte in open(text, "rb").read(batch * length)]
    return torch.tensor(ids[: batch * length]).reshape(batch, length)
