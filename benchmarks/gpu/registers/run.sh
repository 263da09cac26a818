#!/usr/bin/env bash
# Registers and spills of every kernel on sm_80, sm_86 and sm_90. Needs no GPU.
#   run.sh                 compares with registers.txt; exit code 1 where it is not up to date
#   run.sh --write         writes registers.txt
#   run.sh --if-present    ends with 0 and a message where NVRTC is not installed, instead of installing it (for CI)
# NVRTC is a Python package of 23 MB, put into .palindrome/nvrtc; PALINDROME_NVRTC_PYTHON names a python3 that has it.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
home=$(cd "$here/../../.." && pwd)
venv=$home/.palindrome/nvrtc
python=${PALINDROME_NVRTC_PYTHON:-$venv/bin/python}
install=yes mode=()

for argument; do
  case $argument in
    --write) mode=(--write) ;;
    --if-present) install=no ;;
    *) echo "Cannot report registers: unknown option $argument; there are --write and --if-present" >&2; exit 2 ;;
  esac
done

if ! "$python" -c 'import nvidia.cuda_nvrtc' 2>/dev/null; then
  if [[ $install == no ]]; then
    echo "Skipped: NVRTC is not installed; benchmarks/gpu/registers/run.sh installs it"
    exit 0
  fi
  [[ -z ${PALINDROME_NVRTC_PYTHON:-} ]] ||
    { echo "Cannot report registers: $python has no package nvidia-cuda-nvrtc-cu11; install it there" >&2; exit 2; }
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
fi
exec "$python" "$here/report.py" --kernels "$home/model/src/main/resources/kernels" --report "$here/registers.txt" \
  --kept "$home/.palindrome/nvrtc/logs" "${mode[@]}"
