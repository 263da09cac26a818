"""Packs of a bundle, cut into pieces with check sums."""

import gzip
import hashlib
import io
import os
import re
import shutil
import tarfile

from stop import RESOURCES, Stop

UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
SMALLEST = 1 << 20


def size(text):
    """Bytes of a size such as 58m."""
    found = re.fullmatch(r"(\d+)([kmg]?)", text.lower())
    bytes = int(found.group(1)) * UNITS[found.group(2)] if found else 0
    if bytes < SMALLEST:
        raise Stop(f"--piece-size must be a number with k, m or g behind it, and 1m or more, but is {text}")
    return bytes


class Pieces(io.RawIOBase):
    """Writes NAME.000, NAME.001 and so on, none larger than a limit."""

    def __init__(self, folder, name, limit):
        super().__init__()
        self.folder, self.name, self.limit = folder, name, limit
        self.sums, self.current, self.hash, self.left = [], None, None, 0

    def writable(self):
        return True

    def write(self, content):
        content = memoryview(content)
        for start in range(0, len(content), 1 << 20):
            self._write(content[start : start + (1 << 20)])
        return len(content)

    def _write(self, content):
        while content:
            if not self.left:
                self._next()
            part = content[: self.left]
            self.current.write(part)
            self.hash.update(part)
            self.left -= len(part)
            content = content[len(part) :]

    def _next(self):
        self._end()
        name = f"{self.name}.{len(self.sums):03}"
        self.current, self.hash, self.left = open(self.folder / name, "wb"), hashlib.sha256(), self.limit
        self.sums.append(name)

    def _end(self):
        if self.current:
            self.current.close()
            self.sums[-1] = f"{self.hash.hexdigest()}  {self.sums[-1]}"

    def close(self):
        if not self.closed:
            self._end()
            self.current = None
        super().close()


def pack(folder, out, limit, level=6):
    """A folder's pack; the same content gives the same bytes. Returns lines of sha256sum."""
    pieces = Pieces(out, f"{folder.name}.tar.gz", limit)
    with pieces, gzip.GzipFile("", "wb", level, pieces, mtime=0) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for path in [folder, *sorted(folder.rglob("*"))]:
            tar.add(path, path.relative_to(folder.parent), recursive=False, filter=_plain)
    return pieces.sums


def _plain(entry):
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry


def room(folder, needed):
    """Ends where a disk has not enough room."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Stop(f"Cannot make a bundle in {os.fspath(folder)}: {needed >> 20} MiB are needed on its disk, {free >> 20} MiB"
                   " are free; free some, or choose another folder", RESOURCES)  # fmt: skip
