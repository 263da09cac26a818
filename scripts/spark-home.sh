#!/usr/bin/env bash
# Makes a usable Spark from Maven's jars alone: scripts/spark-home.sh DIR
#   DIR/bin/spark-submit, DIR/bin/spark-class      as in a Spark distribution
#   DIR/sbin/start-master.sh [PORT]                a standalone master on this machine (7077)
#   DIR/sbin/start-worker.sh URL [OPTION...]       one worker, e.g. spark://127.0.0.1:7077 --cores 1 --memory 3g
#   DIR/sbin/stop-all.sh                           ends what the two started
set -euo pipefail

[[ $# == 1 ]] || { echo "usage: scripts/spark-home.sh DIR" >&2; exit 2; }
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
mkdir -p "$1"/{jars,bin,sbin,conf}
home=$(cd "$1" && pwd)

echo "Collecting Spark's jars in $home/jars"
mvn -q -B -ntp -f "$root/scripts/spark-home.xml" dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory="$home/jars" | sed -u $'s/\e\\[0m//g'

cat >"$home/bin/spark-class" <<'SH'
#!/usr/bin/env bash
# Asks Spark's launcher for the command line of a class, and runs it.
set -euo pipefail
export SPARK_HOME=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd) SPARK_SCALA_VERSION=2.12
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command=()
while IFS= read -r -d '' part; do command+=("$part"); done < <(
  "$java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@"
  printf '%d\0' $?
)
last=$((${#command[@]} - 1))
[[ ${command[last]} == 0 ]] || exit "${command[last]}"
unset "command[last]"
exec "${command[1]#$'\n'}" "${command[@]:2}" # the launcher starts with an empty line
SH
cat >"$home/bin/spark-submit" <<'SH'
#!/usr/bin/env bash
exec "$(dirname "$(readlink -f "$0")")/spark-class" org.apache.spark.deploy.SparkSubmit "$@"
SH
cat >"$home/sbin/daemon.sh" <<'SH'
#!/usr/bin/env bash
# daemon.sh NAME CLASS [ARGUMENT...]: runs a class in the background; its output goes to logs/, its process id to pids/
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
mkdir -p "$home/logs" "$home/pids"
name=$1-$(date +%s)-$$
shift
nohup "$home/bin/spark-class" "$@" >"$home/logs/$name.log" 2>&1 </dev/null &
echo $! >"$home/pids/$name"
echo "started $name; it writes $home/logs/$name.log"
SH
cat >"$home/sbin/start-master.sh" <<'SH'
#!/usr/bin/env bash
exec "$(dirname "$(readlink -f "$0")")/daemon.sh" master org.apache.spark.deploy.master.Master \
  --host "${SPARK_LOCAL_IP:-127.0.0.1}" --port "${1:-7077}" --webui-port 0
SH
cat >"$home/sbin/start-worker.sh" <<'SH'
#!/usr/bin/env bash
[[ $# -ge 1 ]] || { echo "usage: start-worker.sh URL [--cores N] [--memory SIZE]" >&2; exit 2; }
exec "$(dirname "$(readlink -f "$0")")/daemon.sh" worker org.apache.spark.deploy.worker.Worker \
  --host "${SPARK_LOCAL_IP:-127.0.0.1}" --webui-port 0 "${@:2}" "$1"
SH
cat >"$home/sbin/stop-all.sh" <<'SH'
#!/usr/bin/env bash
home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
for file in "$home"/pids/*; do
  [[ -f $file ]] || continue
  kill "$(cat "$file")" 2>/dev/null
  rm -f "$file"
done
SH
chmod +x "$home"/bin/* "$home"/sbin/*
cat >"$home/conf/log4j2.properties" <<'PROPERTIES'
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
logger.native.name = org.apache.hadoop.util.NativeCodeLoader
logger.native.level = error
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
PROPERTIES
echo "Spark is in $home; try: $home/bin/spark-submit --version"
