"""Logits and loss of an exported checkpoint: ours beside Hugging Face's, on the first tokens of a text."""

import argparse
import json
import os
import pathlib
import subprocess
import sys

import numpy
import tensors
import torch
import transformers
from injection import Injection
from softmax import maximum_subtracted
from transformers import PreTrainedTokenizerFast, ReformerModelWithLMHead

LENGTHS = (24, 300, 1024, 4096)
MOST_LOGITS = 1e-4
MOST_LOSS = 1e-5


def ours(arguments, length, precision):
    out = arguments.work / f"logits-{precision}.safetensors"
    subprocess.run(
        [os.environ["PALINDROME"], "bench", "logits", "--checkpoint", arguments.checkpoint, "--text",
         arguments.text, "--length", str(length), "--precision", precision, "--out", out, "--json"],
        check=True, stdout=subprocess.PIPE)  # fmt: skip
    return tensors.read(out)[0]


def theirs(arguments, stored, kind):
    """A model of its own for each length: Hugging Face keeps the first number of buckets."""
    model = ReformerModelWithLMHead.from_pretrained(arguments.exported, torch_dtype=torch.float32)
    # 4.50 sets the head's bias to zero where the file lacks its second name, as its own files do
    model.lm_head.bias = torch.nn.Parameter(torch.from_numpy(arguments.bias.copy()))
    model.lm_head.decoder.bias = model.lm_head.bias
    model.eval().to(kind)
    rotations = {
        int(name.split(".")[1]): torch.from_numpy(value.copy())
        for name, value in stored.items()
        if name.startswith("rotations.")
    }
    injection = Injection(model, rotations)
    with injection.active(), torch.no_grad():
        logits = model(input_ids=torch.from_numpy(stored["input_ids"].astype("i8"))).logits
    return logits.double().numpy(), injection.margin


def loss(logits, ids):
    logits = torch.from_numpy(logits)[0, :-1]
    return torch.nn.functional.cross_entropy(logits, torch.from_numpy(ids.astype("i8"))[0, 1:]).item()


def check_tokenizer(arguments):
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(arguments.exported / "tokenizer.json"))
    text = pathlib.Path(arguments.text).read_text()[:500_000] + "<pad>\u0000\U0001f600 \u00e9\u0301\u4e2d"
    ids = tokenizer(text)["input_ids"]
    assert ids == [byte + 4 for byte in text.encode()], "tokenizer.json gives other ids"
    assert tokenizer.decode(ids) == text, "tokenizer.json gives another text back"
    print(f"tokenizer.json: {len(ids):,} tokens of the text and of odd characters are the byte tokenizer's")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--name", "--checkpoint", "--exported", "--text", "--work"):
        parser.add_argument(name, required=True)
    parser.add_argument("--lengths", type=int, nargs="+", default=LENGTHS)
    arguments = parser.parse_args()
    arguments.work, arguments.exported = pathlib.Path(arguments.work), pathlib.Path(arguments.exported)
    arguments.bias = tensors.read(arguments.exported / "model.safetensors")[0]["lm_head.bias"]
    torch.set_num_threads(2)
    print(f"{arguments.name}: transformers {transformers.__version__}, torch {torch.__version__}")
    check_tokenizer(arguments)
    print("largest difference of a logit from Hugging Face's float64; loss in nats a token")
    print(" tokens   ours f64   ours f32     HF f32  HF f32 with maximum   loss HF f64  ours f32 - HF   smallest margin")
    failed = False
    for length in arguments.lengths:
        exact, single = ours(arguments, length, "double"), ours(arguments, length, "float")
        truth, margin = theirs(arguments, exact, torch.float64)
        as_is, _ = theirs(arguments, exact, torch.float32)
        with maximum_subtracted():
            stable, _ = theirs(arguments, exact, torch.float32)
        errors = [numpy.abs(x - truth).max() for x in (exact["logits"], single["logits"], as_is, stable)]
        expected = loss(truth, exact["input_ids"])
        difference = single["losses"].sum() / (length - 1) - expected
        print(f"{length:7d}" + "".join(f"   {error:8.1e}" for error in errors[:3])
              + f"  {errors[3]:19.1e}  {expected:12.6f}  {difference:13.1e}  {margin:16.1e}", flush=True)  # fmt: skip
        failed |= errors[0] > MOST_LOGITS or errors[1] > MOST_LOGITS or abs(difference) > MOST_LOSS
    print("FAILED: a difference is above 1e-4 (logits) or 1e-5 (loss)" if failed else "ok: logits within 1e-4, loss within 1e-5")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
