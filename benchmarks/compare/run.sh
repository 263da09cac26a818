#!/usr/bin/env bash
# Compares training steps: Palindrome, Hugging Face's Reformer and exact attention in PyTorch, taking turns.
#   run.sh                      the whole grid, about 90 minutes on two cores and 32 GiB; in pieces with --add
#   run.sh --cells A,B          these cells (--list names them)
#   run.sh --cells A,B --add    these too, beside what an earlier run of the same commit measured
#   run.sh --repeats R          measured steps of each program (default: 5)
#   run.sh --write              puts the table into docs/performance.md
# Makes the virtual environment that it needs. Everything is kept in .palindrome/compare; TEXT is a UTF-8 text of
# 70,000 bytes or more (default: the longest of ../shared/corpus/novels).
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
home=$(dirname "$(dirname "$here")")
work=$home/.palindrome/compare
export TRANSFORMERS_VERBOSITY=error HF_HUB_OFFLINE=1 PYTHONPATH=$home/benchmarks:$home/benchmarks/huggingface

mkdir -p "$work"
source "$home/benchmarks/environment.sh"

text=${TEXT:-$(find -L "$home/../shared/corpus/novels" -name '*.txt' -printf '%s %p\n' 2>/dev/null | sort -n | tail -1 | cut -d' ' -f2-)}
[[ -f $text ]] || { echo "Cannot compare: there is no text; set TEXT to a .txt file of 70,000 bytes or more" >&2; exit 2; }
"$home/palindrome" --version >&2
exec "$venv/bin/python" "$here/compare.py" --palindrome "$home/palindrome" --work "$work" --text "$text" \
  --page "$home/docs/performance.md" "$@"
