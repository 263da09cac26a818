# Sourced by the benchmarks' run.sh: sets venv, the virtual environment with PyTorch and transformers, and makes it.
# PALINDROME_VENV names another one that has them.
venv=${PALINDROME_VENV:-$home/.palindrome/huggingface/venv}
if [[ ! -x $venv/bin/python ]]; then
  python3 -m venv "$venv"
fi
"$venv/bin/python" -c 'import torch, transformers' 2>/dev/null ||
  "$venv/bin/pip" install --quiet --requirement "$home/benchmarks/requirements.txt"
