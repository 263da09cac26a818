"""The time that is left for everything, and where results go as they come."""

import json
import os
import time


class Budget:
    """Seconds that are left of a whole."""

    def __init__(self, seconds, now=time.monotonic):
        self.now, self.end = now, now() + seconds

    def left(self):
        return max(0.0, self.end - self.now())

    def part(self, most):
        """Another budget of at most that many of the seconds."""
        return Budget(min(most, self.left()), self.now)


class Results(dict):
    """Results in a file that is whole at any time, so that a run that is cut off leaves what it has measured."""

    def __init__(self, file, **first):
        super().__init__(first)
        self.file = file

    def save(self):
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(self, indent=1))
        os.replace(part, self.file)
