#!/usr/bin/env bash
# Compares Palindrome with Hugging Face's Reformer; makes the virtual environment that it needs.
#   run.sh                      trains two small networks on novels, exports them, compares logits and loss
#   run.sh --checkpoint DIR     compares this checkpoint instead
#   run.sh --numerics           measures what docs/differences.md says of Hugging Face's formulas
#   run.sh --fixtures DIR [...] makes fixtures for `palindrome test --fixtures DIR`
# Everything is kept in .palindrome/huggingface; NOVELS is a folder of .txt files (default: ../shared/corpus/novels).
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
home=$(dirname "$(dirname "$here")")
work=$home/.palindrome/huggingface
novels=${NOVELS:-$home/../shared/corpus/novels}
palindrome=$home/palindrome
export PALINDROME=$palindrome OMP_NUM_THREADS=${OMP_NUM_THREADS:-2} TRANSFORMERS_VERBOSITY=error HF_HUB_OFFLINE=1

source "$home/benchmarks/environment.sh"
python=$venv/bin/python

trained() { # NAME LAYERS: prints the run directory of a network trained on the novels
  local out=$work/trained
  [[ -d $novels ]] || { echo "Cannot train: there is no folder $novels; set NOVELS to one of .txt files" >&2; exit 2; }
  "$palindrome" prepare --conf "$here/novels.conf" --input "$novels" --out "$work/dataset" --run-id novels >&2
  "$palindrome" train --conf "$here/novels.conf" --set "model.layers=$2" --data "$work/dataset" --out "$out" \
    --run-id "$1" --resume >&2
  echo "$out/runs/$1"
}

compare() { # NAME CHECKPOINT
  local exported=$work/exported/$1
  rm -rf "$exported"
  "$palindrome" export --checkpoint "$2" --to hf "$exported"
  "$python" "$here/compare.py" --name "$1" --checkpoint "$2" --exported "$exported" --text "$text" --work "$work"
}

mkdir -p "$work"
text=$(find -L "$novels" -name '*.txt' 2>/dev/null | sort | head -1)
case ${1:-} in
  --checkpoint) compare checkpoint "$2" ;;
  --numerics) "$python" "$here/numerics.py" --work "$work" ;;
  --fixtures) shift; "$python" "$here/make_fixtures.py" --out "$@" ;;
  '')
    compare local "$(trained local '[local,local,local,local]')"
    compare mixed "$(trained mixed '[local,lsh,local,lsh]')"
    ;;
  *) sed -n '2,7s/^# //p' "$0" >&2; exit 2 ;;
esac
