"""A program that answers lines with lines of JSON, and may take only so long for it."""

import json
import subprocess
import threading


class Failure(Exception):
    """What a program could not do."""


class Process:
    def __init__(self, name, command, errors):
        """errors: a file for what it says on its standard error."""
        self.name, self.errors, self.late = name, errors, False
        with open(errors, "w") as said:
            self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=said, text=True)  # fmt: skip

    def ask(self, line, seconds):
        """The answer to a line, or its next one without asking, where line is None."""
        timer = threading.Timer(max(0.1, seconds), self._kill)
        timer.start()
        try:
            if line is not None:
                self.process.stdin.write(line + "\n")
                self.process.stdin.flush()
            answer = next((json.loads(said) for said in self.process.stdout if said.startswith("{")), None)
        except BrokenPipeError:
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            raise Failure(self._why())
        if "failure" in answer:
            raise Failure(answer["failure"])
        return answer

    def _kill(self):
        self.late = True
        self.process.kill()

    def _why(self):
        self.process.wait()
        if self.late:
            return "not measured: the time is up"
        lines = [line for line in self.errors.read_text(errors="replace").splitlines() if line.strip()]
        told = [line for line in lines if line.startswith(("Cannot ", "java.lang.OutOfMemoryError"))] or lines[-1:]
        return f"ended with {self.process.returncode}: {''.join(told[-1:])}"[:300]

    def close(self, seconds=20):
        """Ends it, by force where it does not end by itself."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
