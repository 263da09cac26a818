#!/usr/bin/env bash
# Palindrome of a bundle: its own Java and libraries, wherever the folder lies. See palindrome --help.
#   palindrome --run CLASS [...]     runs another class of the bundle, tests included
# PALINDROME_JAVA_OPTS holds further options of the JVM.
set -euo pipefail

base=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
bundle=$(dirname "$base")
main=io.palindrome.jobs.Main
classes=
if [[ ${1:-} == --run ]]; then
  main=${2:?"--run must be followed by a class"}
  shift 2
  classes=$base/test-classes/model:$base/test-classes/jobs:
fi
while IFS= read -r entry; do
  classes+=$bundle/$entry:
done <"$base/class-path"

natives=$base/native:$bundle/blas/native
export LD_LIBRARY_PATH=$natives${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export CUDA_CACHE_MAXSIZE=${CUDA_CACHE_MAXSIZE:-4294967296} OMP_WAIT_POLICY=PASSIVE MALLOC_MMAP_THRESHOLD_=262144
export PALINDROME_KERNEL_CACHE=${PALINDROME_KERNEL_CACHE:-$base/kernels}
export JAVA_HOME=$base/java SPARK_HOME=$bundle/cache/spark-home SPARK_SCALA_VERSION=2.12
export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
mkdir -p "$bundle/cache"
# shellcheck disable=SC2086  # the options are several words
exec "$base/java/bin/java" "@$base/jvm-options" "-Djava.library.path=$natives" \
  "-Dorg.bytedeco.javacpp.cachedir=$bundle/cache/javacpp" ${PALINDROME_JAVA_OPTS:-} -cp "${classes%:}" "$main" "$@"
