"""Device code of ND4J's CUDA library for one GPU: chosen from the library, or assembled from its PTX.

The library keeps its size and its addresses: each container is replaced by a smaller one with a single image, and what
is left of its place is zero, which costs nothing once it is compressed.
"""

import concurrent.futures
import hashlib
import os
import re
import shutil
import subprocess

import fatbinary
from stop import RESOURCES, Stop

NEWEST_ASSEMBLER = 12  # ptxas of CUDA 13 writes an ELF ABI that CUDA 11's run time does not know


def write(library, out, capability, assembler, level, work):
    """Writes the library with code for one compute capability alone; says what it did."""
    found = fatbinary.containers(library)
    held = {(image.kind, image.capability) for container in found for image in container.images}
    best = max((c for kind, c in held if kind == fatbinary.MACHINE_CODE and c // 10 == capability // 10 and c <= capability),
               default=None)  # fmt: skip
    source = max((c for kind, c in held if kind == fatbinary.PTX and c <= capability), default=None)
    if best is None and source is None:
        codes = ", ".join(f"sm_{c}" for kind, c in sorted(held) if kind == fatbinary.MACHINE_CODE)
        raise Stop(f"--arch must be one of {codes}, or a newer one of the same major version, with this profile, but is"
                   f" sm_{capability}: the library has no PTX for it; use --profile cuda-hopper")  # fmt: skip
    partial = out.with_suffix(".part")
    shutil.copyfile(library, partial)
    if best is not None:
        count = _choose(library, partial, found, best)
        said = f"machine code for sm_{best} of {count} modules, as it is in the library"
    else:
        count = _assemble(library, partial, found, source, capability, assembler, level, work)
        said = f"machine code for sm_{capability} of {count} modules, assembled from PTX for compute_{source}"
    os.replace(partial, out)
    return said


def _choose(library, out, found, capability):
    count = 0
    with open(library, "rb") as source, open(out, "r+b") as target:
        for container in found:
            images = [image for image in container.images
                      if image.kind == fatbinary.MACHINE_CODE and image.capability == capability]  # fmt: skip
            if not images:
                continue
            source.seek(images[0].offset)
            _put(target, container, fatbinary.of_images(source.read(images[0].header + images[0].size)))
            count += 1
    return count


def _assemble(library, out, found, ptx, capability, assembler, level, work):
    """Modules are assembled in parallel, the longest first; those of an interrupted run are not assembled again."""
    folder = work / f"sm_{capability}-O{level}-{assembler.version}"
    folder.mkdir(parents=True, exist_ok=True)
    jobs = []
    with open(library, "rb") as source:
        for number, container in enumerate(found):
            image = next((i for i in container.images if i.kind == fatbinary.PTX and i.capability == ptx), None)
            if image:
                text = fatbinary.text(source, image)
                file = folder / f"{number}-{hashlib.sha256(text).hexdigest()[:12]}.ptx"
                file.write_bytes(text)
                jobs.append((file.stat().st_size, container, file))
    jobs.sort(key=lambda job: -job[0])
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        running = [pool.submit(_fitting, assembler, container, file, capability, level) for _, container, file in jobs]
        try:
            codes = [one.result() for one in _told(running)]
        except Stop:
            pool.shutdown(cancel_futures=True)
            raise
    with open(out, "r+b") as target:
        for (_, container, _), code in zip(jobs, codes):
            _put(target, container, code)
    return len(jobs)


def _fitting(assembler, container, file, capability, level):
    """Assembles a module for its place; compressed if it has no room otherwise. What fails, fails before the others."""
    code = assembler.assemble(file, capability, level).read_bytes()
    new = fatbinary.of_machine_code(code, capability)
    if len(new) > container.size:
        new = fatbinary.of_compressed_code(code, capability)
    if len(new) > container.size:
        raise Stop(f"Cannot put the machine code of {file.name} into the library: it has {len(new)} bytes, its place has"
                   f" {container.size}; use a higher --optimization", RESOURCES)  # fmt: skip
    return new


def _told(running):
    for number, one in enumerate(running, 1):
        one.result()
        if number % 20 == 0 or number == len(running):
            print(f"  {number} of {len(running)} modules", flush=True)
        yield one


def _put(target, container, new):
    target.seek(container.offset)
    target.write(new + bytes(container.size - len(new)))


class Assembler:
    """ptxas of CUDA 11 or 12."""

    def __init__(self, path):
        self.path = path
        answer = subprocess.run([path, "--version"], stdout=subprocess.PIPE, text=True).stdout
        release = re.search(r"release (\d+)\.(\d+)", answer)
        if not release:
            raise Stop(f"--ptxas must be NVIDIA's assembler, but {path} --version answers: {answer.strip()}")
        self.version = ".".join(release.groups())
        if int(release.group(1)) > NEWEST_ASSEMBLER:
            raise Stop(f"--ptxas must be of CUDA {NEWEST_ASSEMBLER} or older, which writes code that CUDA 11 can load, but"
                       f" {path} is of CUDA {self.version}")  # fmt: skip

    def assemble(self, file, capability, level):
        """The file of machine code beside the PTX; at a lower level where the assembler crashes."""
        out = file.with_suffix(".cubin")
        if out.exists():
            return out
        partial = out.with_suffix(".part")
        done = self._run(file, capability, level, partial)
        while done.returncode < 0 and level > 0:
            print(f"  {file.name}: the assembler crashed at -O{level}, trying -O{level - 1}", flush=True)
            level -= 1
            done = self._run(file, capability, level, partial)
        if done.returncode:
            said = done.stderr.strip()[-500:] or f"nothing, and ends with {done.returncode}"
            raise Stop(f"Cannot assemble {file} for sm_{capability}: {self.path} says: {said}", RESOURCES)
        os.replace(partial, out)
        return out

    def _run(self, file, capability, level, out):
        return subprocess.run([self.path, f"-arch=sm_{capability}", f"-O{level}", file, "-o", out],
                              stderr=subprocess.PIPE, text=True)  # fmt: skip
