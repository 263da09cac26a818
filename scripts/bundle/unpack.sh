#!/usr/bin/env bash
# Checks the pieces beside it, and joins and unpacks them: unpack.sh TARGET [PACK...]
# The packs are base (needed), blas (NVIDIA's BLAS, for GPUs) and spark (for prepare, train and evaluate); default: all
# that are here. Pieces may arrive one after the other, in several folders: put them into one first.
set -euo pipefail

stop() { # MESSAGE
  echo "Cannot unpack the bundle: $1" >&2
  exit 2
}

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
[[ $# -ge 1 ]] || stop "the folder to unpack into must be given"
target=$1
shift
cd "$here"
[[ -f SHA256SUMS ]] || stop "$here has no SHA256SUMS; copy the whole folder"
packs=("$@")
[[ ${#packs[@]} -gt 0 ]] || mapfile -t packs < <(sed 's/.*  \(.*\)\.tar\.gz\.[0-9]*$/\1/' SHA256SUMS | uniq)
for pack in "${packs[@]}"; do
  grep -q "  $pack\.tar\.gz\." SHA256SUMS || stop "it has no pack $pack"
  while read -r _ piece; do
    [[ -f $piece ]] || stop "piece $piece is missing in $here"
  done < <(grep "  $pack\.tar\.gz\." SHA256SUMS)
done
mkdir -p "$target" || stop "$target cannot be made"
for pack in "${packs[@]}"; do
  grep "  $pack\.tar\.gz\." SHA256SUMS | sha256sum --check --quiet ||
    stop "the pieces above are damaged; copy them again"
  grep -o "$pack\.tar\.gz\.[0-9]*\$" SHA256SUMS | xargs cat | tar -xzf - -C "$target" ||
    stop "tar failed in $target; is its disk full?"
  echo "unpacked $pack"
done
