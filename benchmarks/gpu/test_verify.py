"""What verify.sh makes of results: python3 -m unittest discover benchmarks/gpu."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import aims  # noqa: E402
import comparison  # noqa: E402
import grid  # noqa: E402
import process  # noqa: E402
import table  # noqa: E402
import verify  # noqa: E402
from budget import Budget, Results  # noqa: E402

MIB = 1 << 20


def program(speed, memory=None, allocated=None, **more):
    return {"tokensPerSecond": speed, "least": speed * 0.9, "most": speed * 1.1, "loss": 5.5, "steps": 3,
            "deviceBytes": memory, "allocatedBytes": allocated} | more  # fmt: skip


def cell(network, length, **programs):
    named = {name.replace("_", " ", 1): of for name, of in programs.items()}
    return {"cell": f"{network} at {length:,}", "network": network, "length": length, "parameters": MIB, "losses": {},
            "programs": {name.replace("theirs", "hugging face").replace("ours", "palindrome"): of
                         for name, of in named.items()}}  # fmt: skip


def every_cell(times=4.0, part=4):
    waited = {"waited": [0.01, 0.04]}
    return [cell(network, length, theirs_tf32=program(100, 90 * MIB, 44 * MIB), ours_tf32=program(100 * times, (4 + 40 // part) * MIB, **waited))
            for network, lengths in aims.NETWORKS for length in lengths]  # fmt: skip


def results(cells=(), kernels="gpu", **more):
    machine = {"gpu": "A card, 550.0, 80000 MiB, 9.0", "processor": "A processor", "date": "2026-01-01", "commit": "abc"}
    return {"kernels": kernels, "build": "cuda-hopper", "machine": machine,
            "checks": [{"name": "doctor", "passed": True, "exit": 0, "seconds": 3.2, "last": ["fine"]}], "cells": list(cells)} | more  # fmt: skip


def kernel(name, precision, bytes, flops, seconds, sizes="d 1024"):
    return {"name": name, "sizes": sizes, "precision": precision, "bytes": bytes, "flops": flops, "seconds": seconds}


def table_of(*kernels):
    return {"ceilings": {"bytesPerSecond": 1e12, "float32": 1e13, "tf32": 1e14, "bf16": 1e15},
            "kernelTable": {"length": 16384, "kernels": list(kernels)}}  # fmt: skip


class Aims(unittest.TestCase):
    def verdicts(self, of):
        return [one["met"] for one in aims.of(of)]

    def test_nothing_is_known_of_nothing(self):
        self.assertEqual(self.verdicts(results()), [None] * 6)

    def test_all_are_met_where_all_was_measured_and_is_as_aimed_at(self):
        far = [cell("l6-d256", 524_288, ours_tf32=program(1, 7.9e9)), cell("l6-d256", grid.NOVEL, ours_tf32=program(1, 2e10))]
        attention = [kernel(f"LSH attention, 4 rounds{end}", "bf16", 1, 5e14, 1) for end in ("", ", gradient")]
        self.assertEqual(self.verdicts(results(every_cell() + far, **table_of(*attention))), [True] * 6)

    def test_a_cell_that_is_too_slow_or_too_large_fails_an_aim(self):
        slow = every_cell()
        slow[3]["programs"]["palindrome tf32"]["tokensPerSecond"] = 299
        self.assertEqual(self.verdicts(results(slow))[:2], [False, True])
        self.assertEqual(self.verdicts(results(every_cell(part=2)))[:2], [True, False])

    def test_a_cell_that_was_not_measured_leaves_an_aim_open_and_is_named(self):
        one = aims.of(results(every_cell()[1:]))[0]
        self.assertIsNone(one["met"])
        self.assertIn("not measured: l6-d256 at 4,096", one["measured"])

    def test_more_than_8_gb_is_too_much_and_a_failed_novel_is_a_failure(self):
        far = [cell("l6-d256", 524_288, ours_tf32=program(1, 8.1e9)),
               cell("l6-d256", grid.NOVEL, ours_tf32={"failure": "Cannot allocate 9 MiB"})]  # fmt: skip
        self.assertEqual(self.verdicts(results(far))[2:4], [False, False])

    def test_bounds_of_waiting_decide_only_where_they_can(self):
        for waited, met in (([0.01, 0.04], True), ([0.01, 0.3], None), ([0.06, 0.3], False)):
            of = every_cell()
            for one in of:
                one["programs"]["palindrome tf32"]["waited"] = waited
            self.assertIs(aims.of(results(of))[5]["met"], met, waited)


class Tables(unittest.TestCase):
    def test_a_run_that_was_cut_off_still_has_its_table(self):
        text = "\n".join(table.lines(results(checks=[])))
        self.assertIn("Ceilings in PyTorch: not measured", text)
        self.assertIn("Kernels: not measured.", text)

    def test_a_cell_has_speeds_their_ratio_memory_and_waiting(self):
        text = "\n".join(table.lines(results(every_cell())))
        self.assertIn("| l6-d256 at 4,096 | palindrome tf32 | 400 (360 to 440) | 4.00 | 14 | 1.0% to 4.0% |", text)
        self.assertIn("| l6-d256 at 4,096 | hugging face tf32 | 100 (90 to 110) |  | 90 (44) |  |", text)

    def test_a_check_that_time_ended_has_not_failed(self):
        check = {"name": "fixtures", "passed": False, "seconds": 9, "last": []}
        ended = table.check_rows({"checks": [check | {"exit": "time is up"}, check | {"exit": 4}]})[2:]
        self.assertEqual([row.split(" | ")[1] for row in ended], ["not finished: the time was up", "failed with 4"])

    def test_a_failure_stands_where_the_figures_would(self):
        text = "\n".join(table.lines(results([cell("enwik8", 4096, theirs_bf16={"failure": "CUDA out of memory"})])))
        self.assertIn("| enwik8 at 4,096 | hugging face bf16 | CUDA out of memory | | | |", text)

    def test_a_kernel_is_held_to_the_longer_of_its_two_floors(self):
        rows = table.kernel_rows(results(**table_of(
            kernel("layer norm", "float32", 1e9, 0, 2e-3), kernel("attend", "bf16", 1e6, 1e12, 2e-3))))  # fmt: skip
        self.assertIn("| d 1024 | layer norm |  | 2,000.0 | 500 |  | 50% |", rows)
        self.assertIn("| d 1024 | attend | bf16 | 2,000.0 | 0 | 500.00 | 50% |", rows)

    def write(self, of, page):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "results.json"
            file.write_text(json.dumps(of))
            options = ["--page", str(page)] if page else []
            return subprocess.run([sys.executable, HERE / "table.py", file, "--write", *options], text=True,
                                  capture_output=True, env={})  # fmt: skip

    def test_a_rehearsal_is_no_page_of_the_documentation(self):
        page = table.HOME / "docs" / "performance.md"
        before = page.read_text()
        done = self.write(results(kernels="host"), None)
        self.assertEqual(done.returncode, 1)
        self.assertIn("was not measured on a GPU", done.stderr)
        self.assertEqual(page.read_text(), before)

    def test_results_go_between_the_marks_of_a_page(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.md"
            page.write_text("before\n<!-- gpu begins -->\nold\n<!-- gpu ends -->\nafter\n")
            self.assertEqual(self.write(results(every_cell(), kernels="host"), page).returncode, 0)
            text = page.read_text()
        self.assertNotIn("old", text)
        self.assertIn("NOT A GPU", text)
        self.assertTrue(text.startswith("before\n") and text.endswith("after\n"))


class Budgets(unittest.TestCase):
    def test_a_part_ends_with_the_whole(self):
        time = [0.0]
        whole = Budget(100, lambda: time[0])
        part = whole.part(60)
        time[0] = 50
        self.assertEqual((whole.left(), part.left(), whole.part(60).left()), (50, 10, 50))
        time[0] = 200
        self.assertEqual((whole.left(), part.left()), (0, 0))

    def test_what_does_not_fit_is_listed(self):
        said = comparison.measure(None, grid.Cell("l6-d256", 4096), Budget(5))
        self.assertEqual(said["failure"], "not measured: the time is up")

    def test_a_program_that_failed_is_left_out_of_longer_cells_only(self):
        failures = {("enwik8", "hugging face"): 131_072}
        longer, shorter = grid.Cell("enwik8", 262_144), grid.Cell("enwik8", 65536)
        self.assertEqual(grid.feasible(longer, failures).programs, ("palindrome",))
        self.assertEqual(grid.feasible(shorter, failures).programs, grid.PROGRAMS)

    def test_every_aim_has_its_cell(self):
        cells = {(one.network, one.length): one for one in grid.of("gpu", "all")}
        for network, lengths in aims.NETWORKS:
            for length in lengths:
                self.assertEqual(cells[network, length].programs, grid.PROGRAMS)
                self.assertEqual(cells[network, length].precisions, grid.PRECISIONS)
            self.assertTrue(cells[network, aims.WATCHED].watched)
        self.assertIn(("l6-d256", aims.LONG), cells)
        self.assertIn(("l6-d256", grid.NOVEL), cells)
        self.assertEqual(len(cells), len(grid.of("gpu", "all")))

    def test_results_are_whole_at_any_time(self):
        with tempfile.TemporaryDirectory() as folder:
            kept = Results(pathlib.Path(folder) / "results.json", cells=[])
            kept.save()
            kept["cells"].append(1)
            kept.save()
            self.assertEqual(json.loads(kept.file.read_text()), {"cells": [1]})
            self.assertEqual(len(list(pathlib.Path(folder).iterdir())), 1)


class Processes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def started(self, script):
        one = process.Process("a program", ["bash", "-c", script], pathlib.Path(self.folder.name) / "errors")
        self.addCleanup(one.close, 1)
        return one

    def test_lines_are_answered_and_other_output_is_passed_over(self):
        one = self.started('echo hello; echo \'{"a": 1}\'; read x; echo "{\\"b\\": \\"$x\\"}"')
        self.assertEqual(one.ask(None, 10), {"a": 1})
        self.assertEqual(one.ask("line", 10), {"b": "line"})

    def test_a_program_that_takes_too_long_is_ended(self):
        with self.assertRaisesRegex(process.Failure, "the time is up"):
            self.started("exec sleep 60").ask(None, 0.2)

    def test_what_ended_a_program_is_told(self):
        with self.assertRaisesRegex(process.Failure, "ended with 4: Cannot allocate 9 MiB"):
            self.started("echo 'Cannot allocate 9 MiB' >&2; echo more >&2; exit 4").ask(None, 10)


class Losses(unittest.TestCase):
    """What is timed, with programs that only say what they are told to."""

    def compare(self, ours, theirs):
        answers = {"palindrome": ours, "hugging face": theirs}

        class Said:
            def __init__(self, name):
                self.name = name

            def ask(self, line, seconds):
                return dict(answers[self.name])

        result = {"losses": {}, "programs": {}}
        started = {name: Said(name) for name in grid.PROGRAMS}
        one = grid.Cell("l6-d256", 4096, ("float32",))
        comparison.compare(one, "float32", started, pathlib.Path("/nowhere"), result, Budget(60))
        return result["programs"]

    def answer(self, loss):
        return {"evaluationLoss": loss, "loss": loss, "seconds": 1.0, "parameters": 1}

    def test_nothing_is_timed_where_losses_differ(self):
        for of in self.compare(self.answer(5.5), self.answer(5.5002)).values():
            self.assertEqual(of, {"failure": "not timed: the losses are 5.500000 and 5.500200"})

    def test_a_loss_that_is_no_number_differs(self):
        self.assertIn("failure", self.compare(self.answer(float("nan")), self.answer(5.5))["palindrome float32"])

    def test_both_are_timed_where_losses_agree(self):
        for of in self.compare(self.answer(5.5), self.answer(5.50005)).values():
            self.assertEqual(of["tokensPerSecond"], 4096)


class Arguments(unittest.TestCase):
    def run_verify(self, *options, path="/nowhere"):
        return subprocess.run(
            [sys.executable, HERE / "verify.py", "--home", HERE.parents[1], *map(str, options)], text=True,
            capture_output=True, env={"PYTHONPATH": str(HERE.parent), "PATH": path})  # fmt: skip

    def test_a_target_without_a_bundle_is_refused(self):
        done = self.run_verify("/nowhere")
        self.assertEqual((done.returncode, "has no base/palindrome" in done.stderr), (2, True), done.stderr)

    def test_a_node_without_a_gpu_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            base = pathlib.Path(folder) / "base"
            base.mkdir()
            (base / "palindrome").touch()
            text = pathlib.Path(folder) / "text.txt"
            text.write_text("word " * 20_000)
            done = self.run_verify(folder, "--text", text, "--fixtures", folder, "--out", base / "out")
        self.assertEqual((done.returncode, "nvidia-smi finds no GPU" in done.stderr), (4, True), done.stderr)

    def test_without_pytorch_the_comparison_is_left_out(self):
        before = sys.modules.get("torch")
        sys.modules["torch"] = None  # as where it is not installed
        try:
            kept = results()
            verify.compare(None, kept, Budget(10))
        finally:
            sys.modules.pop("torch") if before is None else sys.modules.update(torch=before)
        self.assertIn("PALINDROME_PYTHON must name a python3 with PyTorch", kept["ceilings"]["failure"])
        self.assertEqual(kept["cells"], [])
        self.assertIn("Ceilings in PyTorch: not measured (", "\n".join(table.lines(kept)))

    def test_a_short_text_is_read_over_and_over(self):
        with tempfile.TemporaryDirectory() as folder:
            text = pathlib.Path(folder) / "short.txt"
            text.write_text("häh")
            arguments = type("A", (), {"text": text, "out": pathlib.Path(folder)})
            file, repeated = verify.text_of(arguments, 10)
            self.assertTrue(repeated)
            self.assertGreaterEqual(len(file.read_bytes()), 10)
            self.assertTrue(file.read_text().startswith("hähhäh"))


if __name__ == "__main__":
    unittest.main()
