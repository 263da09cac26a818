"""One attempt of a Palindrome run: spark-submit with the Airflow run's id, judged by the status the run leaves.

In: the command's arguments and the place of the run's status file. Out: success, an exception that Airflow retries,
or one that it does not. A retry has the same run id, so it goes on where the last attempt ended.

This is the Spark provider's operator: its hook masks secrets, kills the application on YARN and Kubernetes when a
task is killed, and takes the master from an Airflow connection, as other Spark DAGs of an installation do. What it
lacks is the reason of a failure: exit codes are hidden in cluster mode, so the status file is read instead.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import Any

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import BaseHook, ObjectStoragePath
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowNotFoundException
from palindrome_settings import settings

CONNECTION = "spark_default"
MAIN_CLASS = "io.palindrome.jobs.Main"
VECTOR_MODULE = "--add-modules jdk.incubator.vector"
MALLOC = {"MALLOC_MMAP_THRESHOLD_": "262144"}  # freed arrays go back to the system
SPARK_CONF = {
    "spark.driver.extraJavaOptions": VECTOR_MODULE,
    "spark.executor.extraJavaOptions": VECTOR_MODULE,
    **{f"spark.executorEnv.{name}": value for name, value in MALLOC.items()},
}


@dataclass(frozen=True)
class Status:
    """How a run says that it ended: ``exitClass``, ``exitCode`` and ``message`` of its status file."""

    exit_class: str
    message: str

    @staticmethod
    def read(path: str) -> Status | None:
        """The status at a path or URI, None where there is none."""
        try:
            text = ObjectStoragePath(path).read_text()
        except FileNotFoundError:
            return None
        try:
            fields = json.loads(text)
            return Status(fields["exitClass"], fields["message"])
        except (ValueError, KeyError, TypeError) as error:
            raise AirflowException(f"Cannot read the status {path}: {error!r}") from error


def judge(now: Status | None, before: Status | None, failure: Exception | None) -> None:
    """Returns where the run is done, and otherwise raises what makes Airflow retry or not retry.

    ``now`` is what this attempt left, ``before`` what the attempt before it left, ``failure`` what spark-submit said.
    """
    if now is not None and now.exit_class == "done" and failure is None:
        return
    if now is None or now.exit_class == "done":  # it was ended before it could say why
        raise AirflowException(
            f"The run left no status, so it was killed or never began; it is tried again: {failure}"
        )
    reason = f"{now.message} (exit class {now.exit_class})"
    if now.exit_class == "resources":
        raise AirflowException(reason)
    if now.exit_class == "internal" and (before is None or before.exit_class != "internal"):
        raise AirflowException(f"{reason}; it is tried once again")
    raise AirflowFailException(reason)


def folder(run_id: str) -> str:
    """The run directory's name below ``runs/``."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", run_id)


class PalindromeRun(SparkSubmitOperator):
    """Runs one command of the application.

    :param arguments: function of the task's context to the application's arguments
    :param status: function of the task's context to the status file's path
    """

    template_fields = (*SparkSubmitOperator.template_fields, "status")

    def __init__(self, *, arguments: Any, status: Any, **kwargs: Any) -> None:
        super().__init__(
            conn_id=CONNECTION,
            spark_binary=os.environ.get("PALINDROME_SPARK_SUBMIT", "spark-submit"),
            application=lambda context, jinja_env: settings(context)["application"],
            java_class=MAIN_CLASS,
            conf=lambda context, jinja_env: {**SPARK_CONF, **settings(context)["spark_conf"]},
            env_vars=MALLOC,
            application_args=lambda context, jinja_env: arguments(context),
            **kwargs,
        )
        self.status = lambda context, jinja_env: status(context)

    def execute(self, context: Any) -> None:
        self.check_connection()
        before = Status.read(self.status)
        if before is not None and before.exit_class != "done":
            ObjectStoragePath(self.status).unlink()  # not to be taken for this attempt's
        failure = None
        try:
            super().execute(context)
        except FileNotFoundError as error:
            raise AirflowFailException(
                f"Cannot run {error.filename}: no such file; put Spark's bin on PATH, or set"
                " PALINDROME_SPARK_SUBMIT"
            ) from error
        except (AirflowException, RuntimeError) as error:
            failure = error
        judge(Status.read(self.status), before, failure)

    @staticmethod
    def check_connection() -> None:
        """Without the connection the provider would take YARN for the master."""
        try:
            BaseHook.get_connection(CONNECTION)
        except AirflowNotFoundException as error:
            raise AirflowFailException(
                f"Cannot submit: there is no Airflow connection {CONNECTION}; add one of type spark"
                " with the master as its host"
            ) from error
