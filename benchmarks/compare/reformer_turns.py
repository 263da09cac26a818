"""Hugging Face's Reformer, a step a line: reformer_turns.py FOLDER TEXT BATCH LENGTH [--bfloat16]."""

import sys

import turns
from transformers import ReformerModelWithLMHead

folder, text, batch, length = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
ids = turns.tokens(text, batch, length)
model = ReformerModelWithLMHead.from_pretrained(folder).train()
turns.answer(model, lambda network: network(input_ids=ids, labels=ids).loss, "--bfloat16" in sys.argv)
