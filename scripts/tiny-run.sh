#!/usr/bin/env bash
# A run of a minute for the checks: scripts/tiny-run.sh DIR writes DIR/books and DIR/tiny.conf
set -euo pipefail
[[ $# == 1 ]] || { echo "usage: scripts/tiny-run.sh DIR" >&2; exit 2; }
mkdir -p "$1/books"
for book in 1 2 3 4; do
  for line in $(seq 1 400); do
    echo "Book $book, line $line: the lamp of house $((line * book % 7)) was lit $((line % 5)) times."
  done >"$1/books/book-$book.txt"
done
cat >"$1/tiny.conf" <<'CONF'
prepare.validation-fraction = 0.25
model {
  d-model = 32, heads = 2, d-head = 16
  layers = [local, lsh]
  position { kind = axial, max-length = 32768, axial-shape = [256, 128], axial-widths = [8, 24] }
  lsh { hash-rounds = 1, chunk-length = 16 }
  local.chunk-length = 16
  feed-forward.d-feed-forward = 64
}
train {
  rounds = 3
  batch { length = 512, size = 1, warmup-lengths = [], warmup-rounds = [] }
  averaging { workers = 2, local-steps = 2 }
  checkpoint.every-rounds = 1
  evaluation { every-rounds = 3, max-tokens = 2048 }
}
report { sample-prompt = "The ", sample-tokens = 10 }
CONF
