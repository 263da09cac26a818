#!/usr/bin/env bash
# Checks the DAGs of jobs/src/main/airflow with the real Airflow and a real spark-submit: scripts/airflow-check.sh [TEST...]
# The virtual environment and Spark are kept in .palindrome; everything else is in a temporary folder that is removed.
# PYTHON names the Python (3.11 to 3.13) that the virtual environment is made with.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
venv=$root/.palindrome/airflow
requirements=$root/scripts/airflow-requirements.txt

if ! cmp -s "$requirements" "$venv/requirements.txt"; then
  echo "Making the virtual environment $venv"
  rm -rf "$venv"
  "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$venv/requirements.txt"
fi
spark=$root/.palindrome/spark
[[ -x $spark/bin/spark-submit ]] || "$root/scripts/spark-home.sh" "$spark"
"$root/palindrome" --version # builds the application where it is missing

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export AIRFLOW_HOME=$work/airflow
export AIRFLOW__CORE__DAGS_FOLDER=$root/jobs/src/main/airflow
export AIRFLOW__CORE__LOAD_EXAMPLES=False
export AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=sqlite:///$work/airflow.db
export AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False
export PALINDROME_SPARK_SUBMIT=$spark/bin/spark-submit PALINDROME_CHECK=$work
export AIRFLOW_CONN_SPARK_DEFAULT='{"conn_type": "spark", "host": "local[2]"}'
export AIRFLOW_VAR_PALINDROME="{\"application\": \"$root/jobs/target/palindrome.jar\",
  \"profile\": \"$work/tiny.conf\", \"input\": \"$work/books\",
  \"dataset\": \"$work/dataset\", \"training\": \"$work/training\"}"
export SPARK_LOCAL_IP=127.0.0.1 PYTHONDONTWRITEBYTECODE=1

"$root/scripts/tiny-run.sh" "$work"
"$venv/bin/airflow" db migrate >"$work/migrate.log" 2>&1 || { cat "$work/migrate.log" >&2; exit 1; }
cd "$root/jobs/src/test/airflow"
"$venv/bin/python" -m unittest --verbose "${@:-palindrome_dag_test}" >"$work/log" || {
  tail -n 100 "$work/log" >&2
  exit 1
}
