#!/usr/bin/env bash
# Times the kernels one by one with JMH, and holds each to its own floor on this machine.
#   run.sh [PATTERN]     benchmarks whose name matches (a regular expression; default: all, about four minutes)
#   run.sh --quick       half of the time; for a look, not for the page
#   run.sh --write       puts the table into docs/performance.md; only with all benchmarks and without --quick
# JMH's own results are kept in .palindrome/kernels/results.json.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
home=$(dirname "$(dirname "$here")")
work=$home/.palindrome/kernels
pattern=. settings=() table=()

stop() { # MESSAGE
  echo "Cannot run the benchmarks: $1" >&2
  exit 2
}

for argument; do
  case $argument in
    --quick) settings=(-wi 1 -w 1 -i 2 -r 300ms) ;;
    --write) table=(--write "$home/docs/performance.md") ;;
    -*) stop "unknown option $argument; there are --quick and --write" ;;
    *) [[ $pattern == . ]] || stop "there is one PATTERN, but there are $pattern and $argument"; pattern=$argument ;;
  esac
done
[[ ${#table[@]} == 0 || ($pattern == . && ${#settings[@]} == 0) ]] ||
  stop "--write takes neither a PATTERN nor --quick: the page has the whole table"

mkdir -p "$work"
load=$(cut -d' ' -f1 /proc/loadavg)
"$home/palindrome" bench kernels "MachineBenchmark|$pattern" "${settings[@]}" -foe true -rf json -rff "$work/results.json"
PYTHONPATH=$home/benchmarks exec python3 "$here/table.py" "$work/results.json" --load "$load" "${table[@]}"
