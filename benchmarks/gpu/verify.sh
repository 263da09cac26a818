#!/usr/bin/env bash
# Shows on a node with a GPU what Palindrome claims of GPUs, in one command of under nine minutes, without network:
#   verify.sh TARGET              TARGET is where a bundle was unpacked (see palindrome bundle)
#   verify.sh TARGET --kernels host --cells smallest
#                                 the same without a GPU, on the CPU's kernels: a rehearsal, whose results say so
#   --out DIR                     results.json and the checks' output (default: .palindrome/gpu)
#   --text FILE                   UTF-8 text of 70,000 bytes or more (default: the longest of ../shared/corpus/novels)
#   --fixtures DIR                golden fixtures (default: ../shared/reference/goldens)
#   --seconds N                   time for all of it (default: 520); what does not fit is listed as not measured
# Needs python3 with PyTorch and transformers for the comparison; PALINDROME_PYTHON names another one.
# benchmarks/gpu/table.py --write puts the results into docs/performance.md afterwards.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
home=$(cd "$here/../.." && pwd)
export TRANSFORMERS_VERBOSITY=error HF_HUB_OFFLINE=1
export PYTHONPATH=$home/benchmarks:$home/benchmarks/compare:$home/benchmarks/huggingface
exec "${PALINDROME_PYTHON:-python3}" "$here/verify.py" --home "$home" "$@"
