"""The same weights for all: drawn by Hugging Face's code, imported by ours, and their losses compared."""

import subprocess
import sys

import tensors
import torch
import turns
from injection import Injection
from transformers import ReformerModelWithLMHead

MOST = 1e-4


def draw(arguments, cell, folder):
    """Saves a network of Hugging Face's in folder/hf, and imports it into folder/checkpoint."""
    torch.manual_seed(1)
    ReformerModelWithLMHead(cell.reformer()).save_pretrained(folder / "hf")
    run(arguments, "import", "--from", "hf", folder / "hf", "--out", folder / "checkpoint")


def losses(arguments, cell, folder):
    """The mean loss of the first sequence, ours and theirs, with the same rotations."""
    out = folder / "logits.safetensors"
    run(arguments, "bench", "logits", "--checkpoint", folder / "checkpoint", "--text", arguments.text,
        "--length", cell.length, "--out", out)  # fmt: skip
    stored = tensors.read(out)[0]
    out.unlink()
    ids = turns.tokens(arguments.text, 1, cell.length)
    if ids.numpy().tolist() != stored["input_ids"].tolist():
        sys.exit(f"{cell.name}: the two programs read different tokens of {arguments.text}; nothing is timed")
    rotations = {
        int(name.split(".")[1]): torch.from_numpy(value.copy())
        for name, value in stored.items()
        if name.startswith("rotations.")
    }
    model = ReformerModelWithLMHead.from_pretrained(folder / "hf").eval()
    with Injection(model, rotations).active(), torch.no_grad():
        theirs = model(input_ids=ids, labels=ids).loss.item()
    return stored["losses"].sum() / (cell.length - 1), theirs


def run(arguments, *command):
    """Palindrome says itself what went wrong."""
    if subprocess.run(list(map(str, [arguments.palindrome, *command])), stdout=subprocess.DEVNULL).returncode:
        sys.exit(f"Cannot compare: palindrome {' '.join(map(str, command))} failed; nothing is timed")
