#!/usr/bin/env bash
# Runs prepare and train by spark-submit on a standalone master with two workers on this machine, and verifies what
# they leave: scripts/standalone-check.sh
# Spark is kept in .palindrome/spark; everything else is in a temporary folder. Whatever happens, master and workers
# are stopped. KEEP=1 keeps the folder, with the logs.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
jar=$root/jobs/target/palindrome.jar
[[ -x $root/.palindrome/spark/bin/spark-submit ]] || "$root/scripts/spark-home.sh" "$root/.palindrome/spark"
"$root/palindrome" --version # builds the application where it is missing

work=$(mktemp -d)
spark=$work/spark
stop() {
  local status=$? file pid
  set +e
  for file in "$spark"/pids/*; do
    [[ -f $file ]] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null && sleep 0.2; done
    kill -9 "$pid" 2>/dev/null
  done
  if [[ ${KEEP:-} == 1 ]]; then echo "kept $work"; else rm -rf "$work"; fi
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT TERM

fail() { # MESSAGE [LOG]
  echo "FAILED: $1" >&2
  [[ $# == 1 ]] || tail -n 40 "$2" >&2
  exit 1
}

wait_for() { # WORDS COUNT GLOB: until so many lines of the files have the words
  for _ in $(seq 300); do
    [[ $(cat $3 2>/dev/null | grep -c "$1") -ge $2 ]] && return
    sleep 0.2
  done
  fail "no \"$1\" within 60 seconds" "$(ls $3 | head -1)"
}

# A Spark of its own, so that other daemons of the same Spark are not touched.
mkdir -p "$spark" "$work/events"
cp -r "$root"/.palindrome/spark/{bin,sbin,conf} "$spark"
ln -s "$root/.palindrome/spark/jars" "$spark/jars"
sed -i 's/^rootLogger.level = .*/rootLogger.level = info/' "$spark/conf/log4j2.properties"
export SPARK_LOCAL_IP=127.0.0.1
"$spark/sbin/start-master.sh" 0
wait_for "Starting Spark master at" 1 "$spark/logs/master-*.log"
master=$(sed -n 's/.*Starting Spark master at \(spark:[^ ]*\).*/\1/p' "$spark"/logs/master-*.log)
for worker in 1 2; do
  "$spark/sbin/start-worker.sh" "$master" --cores 1 --memory 2g --work-dir "$work/worker-$worker"
done
wait_for "Registering worker" 2 "$spark/logs/master-*.log"
echo "two workers of $master"

submit() { # NAME ARGUMENT...: the line of docs/operations.md
  local name=$1 log=$work/$1.log
  "$spark/bin/spark-submit" --master "$master" \
    --driver-memory 1g \
    --conf spark.driver.extraJavaOptions="--add-modules jdk.incubator.vector" \
    --conf spark.executor.instances=2 \
    --conf spark.executor.cores=1 --conf spark.task.cpus=1 --conf spark.executor.memory=1g \
    --conf spark.executor.extraJavaOptions="--add-modules jdk.incubator.vector" \
    --conf spark.executorEnv.MALLOC_MMAP_THRESHOLD_=262144 \
    --conf spark.scheduler.minRegisteredResourcesRatio=1.0 \
    --conf spark.eventLog.enabled=true --conf spark.eventLog.compress=false \
    --conf spark.eventLog.dir="file://$work/events" \
    --class io.palindrome.jobs.Main "$jar" "$@" 2>"$log" || fail "$name ended with exit code $?" "$log"
}

both_workers() { # NAME: executors of both workers ran tasks of the last application, with the kernels' module
  local events application worker executor tasks
  events=$(ls -d "$work"/events/app-*)
  application=$(basename "$events")
  for worker in 1 2; do
    for executor in "$work/worker-$worker/$application"/*/; do
      grep -q "jdk.incubator.vector" "$executor/stderr" || fail "$1: $executor ran without the vector module"
      tasks=$(grep '"Event":"SparkListenerTaskEnd"' "$events" | grep -c "\"Executor ID\":\"$(basename "$executor")\"") ||
        fail "$1: the executor of worker $worker ran no task"
      echo "worker $worker, executor $(basename "$executor"): $tasks tasks of $1"
    done
  done
  rm "$events"
}

has() { # FILE [WORDS]
  [[ -s $1 ]] || fail "$1 is missing"
  [[ $# == 1 ]] || grep -q "$2" "$1" || fail "$1 does not say $2" "$1"
}

"$root/scripts/tiny-run.sh" "$work"
dataset=$work/dataset trained=$work/training/runs/check-1
submit prepare --conf "$work/tiny.conf" --input "$work/books" --out "$dataset" --run-id check-1
both_workers prepare
has "$dataset/runs/check-1/_manifest.json" '"run_id" *: *"check-1"'
has "$dataset/_current" check-1
has "$dataset/runs/check-1.run.json" '"exitClass" *: *"done"'

submit train --conf "$work/tiny.conf" --data "$dataset" --out "$work/training" --run-id check-1
both_workers train
has "$trained/run.json" '"exitClass" *: *"done"'
has "$trained/report.html"
has "$trained/checkpoints/$(cat "$trained/checkpoints/latest")/parameters.safetensors"
has "$trained/report.json" '"executors" *: *2'

sum() { (cd "$work" && find dataset training -type f -exec sha256sum {} + | sort); }
sum >"$work/before"
submit prepare --conf "$work/tiny.conf" --input "$work/books" --out "$dataset" --run-id check-1
submit train --conf "$work/tiny.conf" --data "$dataset" --out "$work/training" --run-id check-1 --resume
sum | cmp - "$work/before" || fail "the same run ids changed files"
echo "The standalone check passed."
