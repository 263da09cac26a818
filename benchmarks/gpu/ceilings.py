"""Prints as JSON what a device reaches in PyTorch: bytes a second of a large copy, FLOP/s of large products."""

import json
import sys
import time

import torch

COPY_BYTES = {"cuda": 1 << 30, "cpu": 1 << 27}
SIDE = {"cuda": 8192, "cpu": 1024}
REPEATS = 10


def fastest(device, work):
    """Seconds of the fastest of some calls."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - began)
    return min(times)


def product(device, type, tf32):
    torch.backends.cuda.matmul.allow_tf32 = tf32
    side = SIDE[device]
    a, b = (torch.randn(side, side, device=device, dtype=type) for _ in range(2))
    return 2 * side**3 / fastest(device, lambda: a @ b)


def main():
    device = sys.argv[1]
    source = torch.zeros(COPY_BYTES[device] // 4, device=device)
    target = torch.empty_like(source)
    copied = 2 * COPY_BYTES[device] / fastest(device, lambda: target.copy_(source))
    print(json.dumps({
        "bytesPerSecond": copied,
        "float32": product(device, torch.float32, False),
        "tf32": product(device, torch.float32, True) if device == "cuda" else None,
        "bf16": product(device, torch.bfloat16, False),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
