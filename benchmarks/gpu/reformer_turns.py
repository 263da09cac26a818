"""Hugging Face's Reformer on a device, a step a line: reformer_turns.py FOLDER TEXT BATCH LENGTH DEVICE PRECISION."""

import json
import sys
import time

import torch
import turns
from transformers import ReformerModelWithLMHead

folder, text, batch, length, device, precision = sys.argv[1:]
on_gpu = device == "cuda"
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = precision == "tf32"
ids = turns.tokens(text, int(batch), int(length)).to(device)
model = ReformerModelWithLMHead.from_pretrained(folder).train().to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
print(json.dumps({"ready": True}), flush=True)
for _ in sys.stdin:
    began = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    with torch.autocast(device, dtype=torch.bfloat16, enabled=precision == "bf16"):
        loss = model(input_ids=ids, labels=ids).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    value = loss.item()  # waits for the device
    if on_gpu:
        torch.cuda.synchronize()
    step = {"seconds": time.perf_counter() - began, "loss": value}
    allocated = {"peakAllocatedBytes": torch.cuda.max_memory_allocated()} if on_gpu else {}
    print(json.dumps(step | allocated), flush=True)
