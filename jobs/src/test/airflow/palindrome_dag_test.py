"""The DAGs in the real Airflow; scripts/airflow-check.sh runs this."""

from __future__ import annotations

import json
import os
import unittest
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from airflow.dag_processing.dagbag import BundleDagBag
from airflow.models.asset import AssetEvent
from airflow.sdk import Asset
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from airflow.utils.session import create_session
from sqlalchemy import select

WORK = Path(os.environ["PALINDROME_CHECK"])
SPARK_SUBMIT = os.environ["PALINDROME_SPARK_SUBMIT"]
PLACES = json.loads(os.environ["AIRFLOW_VAR_PALINDROME"])
DAGS = Path(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
RUN_ID = "asset_triggered__2026-11-22T03:00:00.123456+00:00_aB3"
RUN_FOLDER = "asset_triggered__2026-11-22T03-00-00.123456-00-00_aB3"


def bag() -> BundleDagBag:
    """The DAGs as Airflow's processor and its workers load them."""
    return BundleDagBag(dag_folder=DAGS, bundle_path=DAGS, bundle_name="dags-folder")


BAG = bag()
BEFORE_APPLICATION = [
    *(SPARK_SUBMIT, "--master", "local[2]"),
    *("--conf", "spark.driver.extraJavaOptions=--add-modules jdk.incubator.vector"),
    *("--conf", "spark.executor.extraJavaOptions=--add-modules jdk.incubator.vector"),
    *("--conf", "spark.executorEnv.MALLOC_MMAP_THRESHOLD_=262144"),
]


def context(params: dict[str, Any] | None = None, events: Any = None) -> dict[str, Any]:
    """What rendering reads of a task's context."""
    known = {"input": None, "data": None, "profile": None, "settings": []}
    return {
        "run_id": RUN_ID,
        "params": {**known, **(params or {})},
        "triggering_asset_events": events or {},
    }


def rendered(dag_id: str, task_id: str, *arguments: Any) -> Any:
    task = bag().dags[dag_id].get_task(task_id)
    task.render_template_fields(context(*arguments), None)
    return task


def line(task: Any) -> list[str]:
    return task._get_hook()._build_spark_submit_command(task.application)


class StructureTest(unittest.TestCase):
    def test_both_dags_are_imported_without_an_error(self) -> None:
        self.assertEqual(BAG.import_errors, {})
        self.assertEqual(sorted(BAG.dags), ["palindrome_prepare", "palindrome_train"])

    def test_prepare_publishes_on_a_schedule(self) -> None:
        dag = BAG.dags["palindrome_prepare"]
        self.assertEqual(dag.schedule, "@daily")
        self.assertEqual(dag.get_task("prepare").downstream_task_ids, {"publish"})
        self.assertEqual(dag.get_task("publish").outlets, [Asset("palindrome_dataset")])
        self.assertEqual(dag.get_task("prepare").outlets, [])

    def test_train_follows_a_published_dataset(self) -> None:
        dag = BAG.dags["palindrome_train"]
        self.assertEqual(dag.task_ids, ["train"])
        assets = dag.timetable.asset_condition.objects
        self.assertEqual([asset.name for asset in assets], ["palindrome_dataset"])

    def test_attempts_are_repeated_three_times_and_runs_do_not_overlap(self) -> None:
        for dag_id, task_id in (("palindrome_prepare", "prepare"), ("palindrome_train", "train")):
            self.assertEqual(BAG.dags[dag_id].get_task(task_id).retries, 3)
            self.assertEqual(BAG.dags[dag_id].max_active_runs, 1)


class ArgumentsTest(unittest.TestCase):
    maxDiff = None

    def test_prepare_is_the_documented_line_with_the_runs_id(self) -> None:
        expected = [
            *BEFORE_APPLICATION,
            *("--name", "palindrome prepare", "--class", "io.palindrome.jobs.Main"),
            *(PLACES["application"], "prepare", "--conf", PLACES["profile"]),
            *("--input", PLACES["input"], "--out", PLACES["dataset"], "--run-id", RUN_ID),
        ]
        task = rendered("palindrome_prepare", "prepare")
        self.assertEqual(line(task), expected)
        self.assertEqual(task.status, f"{PLACES['dataset']}/runs/{RUN_FOLDER}.run.json")

    def test_train_resumes_the_run_of_the_same_id(self) -> None:
        expected = [
            *BEFORE_APPLICATION,
            *("--name", "palindrome train", "--class", "io.palindrome.jobs.Main"),
            *(PLACES["application"], "train", "--conf", PLACES["profile"]),
            *("--data", PLACES["dataset"], "--out", PLACES["training"]),
            *("--run-id", RUN_ID, "--resume"),
        ]
        task = rendered("palindrome_train", "train")
        self.assertEqual(line(task), expected)
        self.assertEqual(task.status, f"{PLACES['training']}/runs/{RUN_FOLDER}/run.json")

    def test_train_takes_the_newest_dataset_that_triggered_it(self) -> None:
        def event(day: int) -> Any:
            when = datetime(2026, 11, day, tzinfo=timezone.utc)
            return SimpleNamespace(timestamp=when, extra={"directory": f"/data/runs/{day}"})

        events = {Asset("palindrome_dataset"): [event(2), event(3), event(1)]}
        self.assertIn("/data/runs/3", line(rendered("palindrome_train", "train", {}, events)))

    def test_parameters_win_over_the_variable(self) -> None:
        params = {"input": "/other", "settings": ["prepare.max-file-bytes=9", "train.seed=2"]}
        words = line(rendered("palindrome_prepare", "prepare", params))
        self.assertEqual(words[words.index("--input") + 1], "/other")
        self.assertEqual(
            words[-4:], ["--set", "prepare.max-file-bytes=9", "--set", "train.seed=2"]
        )

    def test_a_missing_connection_fails_without_a_retry(self) -> None:
        task = rendered("palindrome_prepare", "prepare")
        with mock.patch.dict(os.environ):
            del os.environ["AIRFLOW_CONN_SPARK_DEFAULT"]
            with self.assertRaisesRegex(AirflowFailException, "no Airflow connection spark_default"):
                task.execute(context())

    def test_a_missing_spark_submit_fails_without_a_retry(self) -> None:
        with mock.patch.dict(os.environ, PALINDROME_SPARK_SUBMIT="/nowhere/spark-submit"):
            task = rendered("palindrome_prepare", "prepare")
        with self.assertRaisesRegex(AirflowFailException, "Cannot run /nowhere/spark-submit"):
            task.execute(context())

    def test_a_wrong_variable_fails_without_a_retry(self) -> None:
        from palindrome_settings import check

        with self.assertRaisesRegex(AirflowFailException, "unknown key aplication; known: applic"):
            check("aplication", "x")
        with self.assertRaisesRegex(AirflowFailException, "spark_conf .* must be an object"):
            check("spark_conf", "x")


class JudgeTest(unittest.TestCase):
    FAILURE = AirflowException("Error code is: 1.")

    def outcome(self, now: str | None, before: str | None, failure: Any) -> str:
        from palindrome_run import Status, judge

        def status(name: str | None) -> Status | None:
            return Status(name, "a reason") if name else None

        try:
            judge(status(now), status(before), failure)
            return "done"
        except AirflowFailException:
            return "failed"
        except AirflowException:
            return "retried"

    def test_every_exit_class_has_its_rule(self) -> None:
        for now, before, failure, expected in (
            ("done", None, None, "done"),
            ("done", "resources", None, "done"),
            ("user", None, self.FAILURE, "failed"),
            ("data", None, self.FAILURE, "failed"),
            ("data", None, None, "failed"),  # cluster mode may hide the failure
            ("resources", None, self.FAILURE, "retried"),
            ("resources", "resources", self.FAILURE, "retried"),
            ("internal", None, self.FAILURE, "retried"),
            ("internal", "resources", self.FAILURE, "retried"),
            ("internal", "internal", self.FAILURE, "failed"),
            (None, None, self.FAILURE, "retried"),
            (None, None, None, "retried"),
            ("done", "done", self.FAILURE, "retried"),  # the status is of an earlier attempt
        ):
            with self.subTest(now=now, before=before, failed=failure is not None):
                self.assertEqual(self.outcome(now, before, failure), expected)

    def test_a_damaged_status_is_named(self) -> None:
        from palindrome_run import Status

        path = WORK / "damaged.json"
        path.write_text("{")
        with self.assertRaisesRegex(AirflowException, f"Cannot read the status {path}"):
            Status.read(str(path))


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Each file's time and bytes."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def run(dag_id: str, day: int, conf: dict[str, Any] | None = None) -> dict[str, Any]:
    """One run of a DAG; the same day has the same run id. Returns its task instances by task."""
    when = datetime(2026, 11, day, tzinfo=timezone.utc)
    finished = BAG.dags[dag_id].test(logical_date=when, run_after=when, run_conf=conf)
    return {task.task_id: task for task in finished.get_task_instances()}


def events() -> list[dict[str, Any]]:
    with create_session() as session:
        return [event.extra for event in session.scalars(select(AssetEvent))]


class RunTest(unittest.TestCase):
    """Whole runs with the real spark-submit; in the order of their names."""

    DATASET = Path(PLACES["dataset"])
    RUN = DATASET / "runs" / "manual__2026-11-22T00-00-00-00-00"

    def test_1_prepare_publishes_a_dataset(self) -> None:
        tasks = run("palindrome_prepare", 22)
        self.assertEqual({name: str(task.state) for name, task in tasks.items()},
                         {"prepare": "success", "publish": "success"})
        manifest = json.loads((self.RUN / "_manifest.json").read_text())
        self.assertEqual(manifest["run_id"], "manual__2026-11-22T00:00:00+00:00")
        self.assertEqual(sum(split["documents"] for split in manifest["splits"]), 4)
        self.assertEqual((self.DATASET / "_current").read_text().strip(), self.RUN.name)
        self.assertEqual([event["directory"] for event in events()], [str(self.RUN)])
        self.assertEqual(events()[0]["fingerprint"], manifest["fingerprint"])

    def test_2_the_same_run_id_changes_nothing(self) -> None:
        before = files(self.DATASET)
        tasks = run("palindrome_prepare", 22)
        self.assertEqual(str(tasks["prepare"].state), "success")
        self.assertEqual(str(tasks["publish"].state), "skipped")
        self.assertEqual(files(self.DATASET), before)
        self.assertEqual(len(events()), 1)

    def test_3_a_users_mistake_is_not_retried(self) -> None:
        before = files(self.RUN)
        tasks = run("palindrome_prepare", 23, {"settings": ["prepare.max-file-byte=9"]})
        self.assertEqual(str(tasks["prepare"].state), "failed")
        self.assertEqual(tasks["prepare"].try_number, 1)
        status = json.loads((self.RUN.parent / "manual__2026-11-23T00-00-00-00-00.run.json").read_text())
        self.assertEqual(status["exitClass"], "user")
        self.assertEqual(files(self.RUN), before)
        self.assertEqual(len(events()), 1)

    def test_4_train_trains_on_what_was_published(self) -> None:
        tasks = run("palindrome_train", 22)
        self.assertEqual(str(tasks["train"].state), "success")
        trained = Path(PLACES["training"]) / "runs" / self.RUN.name
        self.assertEqual(json.loads((trained / "run.json").read_text())["exitClass"], "done")
        self.assertTrue((trained / "report.html").is_file())
        before = files(trained)
        self.assertEqual(str(run("palindrome_train", 22)["train"].state), "success")
        self.assertEqual(files(trained), before)


if __name__ == "__main__":
    unittest.main()
