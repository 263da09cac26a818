#!/usr/bin/env bash
# Says where a training step's time goes, method by method, as Java Flight Recorder samples it.
#   run.sh                  the novel profile at 16,384 tokens, about two minutes
#   run.sh --write          puts the table into docs/performance.md
#   run.sh -- OPTIONS       options of `palindrome bench step`
# The recording is kept in .palindrome/profile/step.jfr, for JDK Mission Control.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
home=$(dirname "$(dirname "$here")")
work=$home/.palindrome/profile
options=(--length 16384 --conf "$home/conf/profiles/novel.conf" --warm-ups 4 --repeats 12)

source "$home/benchmarks/options.sh"

mkdir -p "$work"
load=$(cut -d' ' -f1 /proc/loadavg)
PALINDROME_JAVA_OPTS="${PALINDROME_JAVA_OPTS:-} -XX:StartFlightRecording=filename=$work/step.jfr,settings=profile" \
  "$home/palindrome" bench step "${options[@]}"
jfr print --events jdk.ExecutionSample --stack-depth 64 "$work/step.jfr" > "$work/samples.txt"
PYTHONPATH=$home/benchmarks exec python3 "$here/shares.py" "$work/samples.txt" --load "$load" "${table[@]}"
