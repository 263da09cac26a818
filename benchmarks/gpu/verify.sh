#!/usr/bin/env bash
# Shows on a node with a GPU what Palindrome claims of GPUs, in one command of under nine minutes, without network:
#   verify.sh TARGET              TARGET is where a bundle was unpacked (see palindrome bundle)
#   verify.sh TARGET --kernels host
#                                 the same without a GPU, on the CPU's kernels: a rehearsal, whose results say so
#   --cells smallest              one cell of the comparison only
#   --out DIR                     results.json and the checks' output (default: .palindrome/gpu)
#   --text FILE                   UTF-8 text of 70,000 bytes or more (default: the longest of ../shared/corpus/novels);
#                                 longer cells than it read it over and over
#   --fixtures DIR                golden fixtures (default: ../shared/reference/goldens)
#   --seconds N                   time for all of it (default: 520); what does not fit is listed as not measured
# Needs python3 with PyTorch and transformers for the comparison, else it is left out; PALINDROME_PYTHON names another one.
# Exit codes: 0 where all checks passed, 1 where one failed, 2 for what was given wrongly, 4 where there is no GPU; aims
# that are not met are in the table. python3 benchmarks/gpu/table.py --write puts the results into docs/performance.md afterwards.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
home=$(cd "$here/../.." && pwd)
export TRANSFORMERS_VERBOSITY=error HF_HUB_OFFLINE=1
export PYTHONPATH=$home/benchmarks:$home/benchmarks/compare:$home/benchmarks/huggingface
python=${PALINDROME_PYTHON:-python3}
command -v "$python" >/dev/null || {
  echo "Cannot verify: no $python in PATH; install Python 3.9 or later, or name one with PALINDROME_PYTHON" >&2
  exit 2
}
exec "$python" "$here/verify.py" --home "$home" "$@"
