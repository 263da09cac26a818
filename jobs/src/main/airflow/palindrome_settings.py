"""Where things are: the Airflow Variable ``palindrome``, a JSON object whose keys have the defaults below.

A parameter of a single run wins over the Variable. Both are read when a task runs, not when the file is parsed.
"""

from __future__ import annotations

import difflib
from typing import Any

from airflow.sdk import Variable
from airflow.sdk.exceptions import AirflowFailException

VARIABLE = "palindrome"

DEFAULTS: dict[str, Any] = {
    "application": "/opt/palindrome/palindrome.jar",
    "profile": "/opt/palindrome/conf/profiles/novel.conf",
    "input": "/data/palindrome/books",
    "dataset": "/data/palindrome/dataset",
    "training": "/data/palindrome/training",
    "spark_conf": {},
}


def settings(context: Any) -> dict[str, Any]:
    """The defaults, the Variable's keys over them, and the run's parameters over both."""
    variable = Variable.get(VARIABLE, default={}, deserialize_json=True)
    if not isinstance(variable, dict):
        raise AirflowFailException(
            f"The Variable {VARIABLE} must be a JSON object, but is {variable}"
        )
    for key, value in variable.items():
        check(key, value)
    given = {key: value for key, value in context["params"].items() if value}
    return {**DEFAULTS, **variable, **given}


def check(key: str, value: Any) -> None:
    """A key that is not known, or a value of another type than its default, is never ignored."""
    if key not in DEFAULTS:
        near = difflib.get_close_matches(key, DEFAULTS, 1) or sorted(DEFAULTS)
        raise AirflowFailException(
            f"The Variable {VARIABLE} has the unknown key {key}; known: {', '.join(near)}"
        )
    expected = type(DEFAULTS[key])
    if not isinstance(value, expected):
        words = {str: "a string", dict: "an object"}
        raise AirflowFailException(
            f"{key} of the Variable {VARIABLE} must be {words[expected]}, but is {value!r}"
        )
