#!/usr/bin/env bash
# Trains the same run twice, with products in float32 and in bfloat16, and prints the two loss curves side by side.
#   run.sh DATA             a dataset of `palindrome prepare`
#   run.sh DATA --write     puts the table into docs/performance.md
#   run.sh DATA -- OPTIONS  options of `palindrome train` (default: the novel profile, 20 rounds of crops of 2,048)
# Everything is kept in .palindrome/precision. Needs a processor with bfloat16 instructions.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
home=$(dirname "$(dirname "$here")")
work=$home/.palindrome/precision
options=(--conf "$home/conf/profiles/novel.conf" --set train.rounds=20 --set 'train.batch.warmup-rounds=[20]'
  --set train.evaluation.every-rounds=4 --set train.evaluation.length=2048 --set train.evaluation.max-tokens=65536
  --set report.sample-tokens=1)

[[ $# -gt 0 && -d $1 ]] || { echo "Cannot compare: the first argument must be a dataset's folder" >&2; exit 2; }
data=$1
shift
source "$home/benchmarks/options.sh"

rm -rf "$work"
mkdir -p "$work"
load=$(cut -d' ' -f1 /proc/loadavg)
for precision in float32 bf16-gemm; do
  "$home/palindrome" train --data "$data" --out "$work" --run-id "$precision" "${options[@]}" --set "train.precision=$precision"
done
PYTHONPATH=$home/benchmarks exec python3 "$here/curves.py" "$work" --load "$load" "${table[@]}"
