#!/usr/bin/env bash
# Spark's discovery script for GPUs: prints the UUIDs of those that processes of this node see, as Spark wants them.
#   spark.worker.resource.gpu.discoveryScript    of a standalone worker
#   spark.executor.resource.gpu.discoveryScript  on YARN and Kubernetes
# UUIDs, because the numbers of nvidia-smi and of CUDA differ where CUDA_VISIBLE_DEVICES hides some, and by default
# where the GPUs are of several kinds. It needs nvidia-smi on the PATH.
set -euo pipefail

fail() { # MESSAGE
  echo "Cannot list GPUs: $1" >&2
  exit 1
}

command -v nvidia-smi >/dev/null || fail "no nvidia-smi on the PATH; install NVIDIA's driver, or set PATH to its folder"
listed=$(nvidia-smi --query-gpu=index,uuid --format=csv,noheader) || fail "nvidia-smi failed: $listed"

declare -A uuid_of=()
uuids=()
while IFS=', ' read -r index uuid; do
  [[ $uuid == GPU-* ]] || continue
  uuid_of[$index]=$uuid
  uuids+=("$uuid")
done <<<"$listed"

visible=()
if [[ -n ${CUDA_VISIBLE_DEVICES+set} ]]; then
  IFS=, read -ra wanted <<<"$CUDA_VISIBLE_DEVICES"
  for one in "${wanted[@]}"; do
    one=${one// /}
    if [[ $one =~ ^[0-9]+$ ]]; then
      [[ -n ${uuid_of[$one]:-} ]] || break # as CUDA does: the first that is not there ends the list
      visible+=("${uuid_of[$one]}")
    else
      match=
      for uuid in "${uuids[@]}"; do
        [[ -n $one && $uuid == "$one"* ]] && match=$uuid
      done
      [[ -n $match ]] || break
      visible+=("$match")
    fi
  done
else
  visible=("${uuids[@]}")
fi

addresses=
for uuid in "${visible[@]}"; do
  addresses+="${addresses:+, }\"$uuid\""
done
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
