"""Builds Palindrome for one profile and lays out its classes, jars and native libraries."""

import os
import pathlib
import shutil
import subprocess
import zipfile

from stop import RESOURCES, Stop

PARTS = (".mvn", "pom.xml", "conf", "pipeline", "model", "jobs", "scripts")
LIBRARIES = ("libcudart.so.11.0", "libnvrtc.so.11.2", "libcublas.so.11", "libcublasLt.so.11", "libcusolver.so.11")
LARGE = ("libcublas.so.11", "libcublasLt.so.11", "libcusolver.so.11")  # they are a pack of their own


def build(home, source, profile):
    """Builds in a copy, so that the classes of the checkout stay those of its own profile; returns both class paths."""
    source.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        _copy(home / part, source / part)
    command = ["mvn", "-B", "-ntp", "-P", profile, "-DskipTests", "-Dspotless.check.skip", "process-test-classes",
               "dependency:build-classpath@spark-class-path", "dependency:build-classpath@application-class-path"]  # fmt: skip
    log = source / "maven.log"
    with open(log, "w") as out:
        done = subprocess.run(command, cwd=source, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    if done.returncode:
        raise Stop(f"Cannot build profile {profile}: Maven failed; {log} says why", RESOURCES)
    target = source / "jobs" / "target"
    return [_entries(target / name) for name in ("classpath-spark", "classpath")]


def _copy(origin, copy):
    """What is tracked of a source, at its age, so that Maven compiles only what changed; what is gone is removed."""
    if origin.is_file():
        shutil.copy2(origin, copy)
        return
    names = {entry.name for entry in origin.iterdir() if entry.name not in ("target", "__pycache__")}
    copy.mkdir(parents=True, exist_ok=True)
    for entry in copy.iterdir():
        if entry.name not in names | {"target"}:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for name in names:
        _copy(origin / name, copy / name)


def _entries(file):
    return [pathlib.Path(entry) for entry in file.read_text().strip().split(os.pathsep)]


def lay_out(source, spark, application, base, sparks):
    """Copies classes and jars; returns the entries of the class path, in its order, and the jars with native libraries."""
    taken_apart, class_path = [], []
    for entry in spark:
        class_path.append(_keep(entry, sparks / "jars", "spark/jars"))
    class_path.append(_classes(source / "jobs" / "target" / "classes", base))
    for entry in application:
        if entry.is_dir():
            class_path.append(_classes(entry, base))
        elif entry.name.endswith("-redist.jar") or (entry.name.startswith("nd4j-cuda") and _has_classifier(entry)):
            taken_apart.append(entry)
        else:
            class_path.append(_keep(entry, base / "jars", "base/jars"))
    for module in ("model", "jobs"):
        _copy(source / module / "target" / "test-classes", base / "test-classes" / module)
    options = (source / "target" / "jvm-options").read_text()
    (base / "jvm-options").write_text(options)
    return list(dict.fromkeys(class_path)), taken_apart


def _has_classifier(jar):
    return jar.stem.endswith("-linux-x86_64")


def _keep(jar, folder, name):
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy2(jar, folder / jar.name)
    return f"{name}/{jar.name}"


def _classes(folder, base):
    module = folder.parent.parent.name
    target = base / "classes" / module
    target.mkdir(parents=True, exist_ok=True)
    _copy(folder, target)
    return f"base/classes/{module}"


def natives(jars, small, large, work):
    """Takes the libraries that are needed out of the jars; returns the one with ND4J's device code."""
    library, missing = None, set(LIBRARIES)
    for folder in (small, large, work):
        folder.mkdir(parents=True, exist_ok=True)
    for jar in jars:
        with zipfile.ZipFile(jar) as entries:
            for entry in entries.namelist():
                name = entry.rsplit("/", 1)[-1]
                if name == "libnd4jcuda.so":
                    library = _extract(entries, entry, work / name)
                elif name in LIBRARIES or name == "libjnind4jcuda.so" or name.startswith("libnvrtc-builtins.so"):
                    _extract(entries, entry, (large if name in LARGE else small) / name)
                    missing.discard(name)
    if library is None or missing:
        raise Stop(f"Cannot find {', '.join(sorted(missing)) or 'libnd4jcuda.so'} in {', '.join(jar.name for jar in jars)};"
                   " does the profile still have them?", RESOURCES)  # fmt: skip
    return library


def _extract(entries, entry, target):
    if not target.exists() or target.stat().st_size != entries.getinfo(entry).file_size:
        with entries.open(entry) as content, open(target, "wb") as out:
            shutil.copyfileobj(content, out, 1 << 20)
    return target
