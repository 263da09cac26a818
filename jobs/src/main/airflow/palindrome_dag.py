"""Palindrome's two DAGs, for Airflow 3.

``palindrome_prepare``: on a schedule, files to a dataset; publishes an asset event where its content is new.
``palindrome_train``: for each published dataset, a training run.

Both hand Airflow's run id to the application. A run of the same id goes on where it ended, and a finished one changes
nothing, so tasks may be retried and cleared at will. The logical date is not used: runs triggered by an asset have
none. Where things are is said in ``palindrome_settings``, how an attempt is judged in ``palindrome_run``.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, timezone
from typing import Any

from airflow.sdk import DAG, Asset, ObjectStoragePath, Param, task
from airflow.sdk.exceptions import AirflowSkipException
from palindrome_run import PalindromeRun, folder
from palindrome_settings import settings

DATASET = Asset("palindrome_dataset")
SCHEDULE = os.environ.get("PALINDROME_PREPARE_SCHEDULE", "@daily")
RETRIES = {
    "retries": 3,
    "retry_delay": timedelta(minutes=2),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(hours=1),
}


def text(description: str) -> Param:
    """A parameter of a run that is left to the Variable unless it is given."""
    return Param(None, type=["null", "string"], description=description)


PROFILE = text("HOCON configuration")
SETTINGS = Param([], type="array", items={"type": "string"}, description="key=value, over the profile")


def dataset_run(context: Any) -> str:
    return f"{settings(context)['dataset']}/runs/{folder(context['run_id'])}"


def training_run(context: Any) -> str:
    return f"{settings(context)['training']}/runs/{folder(context['run_id'])}"


def overrides(context: Any) -> list[str]:
    return [word for setting in context["params"]["settings"] for word in ("--set", setting)]


def prepare_arguments(context: Any) -> list[str]:
    places = settings(context)
    return [
        *("prepare", "--conf", places["profile"], "--input", places["input"]),
        *("--out", places["dataset"], "--run-id", context["run_id"]),
        *overrides(context),
    ]


def train_arguments(context: Any) -> list[str]:
    places = settings(context)
    return [
        *("train", "--conf", places["profile"], "--data", data(context)),
        *("--out", places["training"], "--run-id", context["run_id"], "--resume"),
        *overrides(context),
    ]


def data(context: Any) -> str:
    """The parameter, the published run that triggered this one, or the dataset's current run."""
    if context["params"]["data"]:
        return context["params"]["data"]
    events = context["triggering_asset_events"]
    if DATASET in events:
        return max(events[DATASET], key=lambda event: event.timestamp).extra["directory"]
    return settings(context)["dataset"]


with DAG(
    "palindrome_prepare",
    description="Text files to a dataset",
    schedule=SCHEDULE,
    start_date=datetime(2025, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    params={
        "input": text("text files, or a folder of them"),
        "profile": PROFILE,
        "settings": SETTINGS,
    },
    tags=["palindrome"],
) as prepare_dag:

    @task(inlets=[DATASET], outlets=[DATASET], retries=2)
    def publish(**context: Any) -> None:
        """Says what the dataset holds now, unless that is what was said last."""
        directory = dataset_run(context)
        manifest = json.loads(ObjectStoragePath(f"{directory}/_manifest.json").read_text())
        last = context["inlet_events"][DATASET].ascending(False).limit(1)
        if len(last) and last[0].extra.get("fingerprint") == manifest["fingerprint"]:
            raise AirflowSkipException(f"{directory} holds what was published last")
        context["outlet_events"][DATASET].extra = {
            "directory": directory,
            "run_id": manifest["run_id"],
            "fingerprint": manifest["fingerprint"],
        }

    prepare = PalindromeRun(
        task_id="prepare",
        name="palindrome prepare",
        arguments=prepare_arguments,
        status=lambda context: dataset_run(context) + ".run.json",
        **RETRIES,
    )
    prepare >> publish()

with DAG(
    "palindrome_train",
    description="A published dataset to a trained network and its report",
    schedule=[DATASET],
    start_date=datetime(2025, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    params={
        "data": text("a dataset, or one run directory of it"),
        "profile": PROFILE,
        "settings": SETTINGS,
    },
    tags=["palindrome"],
) as train_dag:
    PalindromeRun(
        task_id="train",
        name="palindrome train",
        arguments=train_arguments,
        status=lambda context: training_run(context) + "/run.json",
        **RETRIES,
    )
