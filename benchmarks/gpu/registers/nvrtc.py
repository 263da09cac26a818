"""NVIDIA's run-time compiler without a GPU, from its Python package."""

import ctypes
import pathlib
import re

INCLUDE = re.compile(r'\s*#include\s+"([\w.]+)"\s*')


class CompileError(Exception):
    """Its text is the compiler's log."""


def unit(path, included=None):
    """A source with its includes resolved, each once in a unit, as KernelSources does."""
    included = set() if included is None else included
    if path.name in included:
        return ""
    included.add(path.name)
    out = [f'#line 1 "{path.name}"']
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = INCLUDE.fullmatch(line)
        if found:
            out += [unit(path.parent / found.group(1), included), f'#line {number + 1} "{path.name}"']
        else:
            out.append(line)
    return "\n".join(out)


class Compiler:
    """Compiles to machine code and keeps what the assembler said."""

    def __init__(self):
        import nvidia.cuda_nvrtc  # of the package nvidia-cuda-nvrtc-cu11

        folder = pathlib.Path(list(nvidia.cuda_nvrtc.__path__)[0]) / "lib"
        for builtins in folder.glob("libnvrtc-builtins.so.*"):  # the library looks for it by name alone
            ctypes.CDLL(str(builtins), mode=ctypes.RTLD_GLOBAL)
        self.library = ctypes.CDLL(str(next(folder.glob("libnvrtc.so.*"))))

    def version(self):
        major, minor = ctypes.c_int(), ctypes.c_int()
        self.library.nvrtcVersion(ctypes.byref(major), ctypes.byref(minor))
        return f"{major.value}.{minor.value}"

    def compile(self, name, text, options):
        """The log of a compilation that succeeded."""
        program = ctypes.c_void_p()
        self._check(self.library.nvrtcCreateProgram(ctypes.byref(program), text.encode(), name.encode(), 0, None, None))
        try:
            given = (ctypes.c_char_p * len(options))(*(option.encode() for option in options))
            failed = self.library.nvrtcCompileProgram(program, len(options), given)
            log = self._log(program)
            if failed:
                raise CompileError(f"Cannot compile {name} with {' '.join(options)}:\n{log}")
            return log
        finally:
            self.library.nvrtcDestroyProgram(ctypes.byref(program))

    def _log(self, program):
        size = ctypes.c_size_t()
        self._check(self.library.nvrtcGetProgramLogSize(program, ctypes.byref(size)))
        text = ctypes.create_string_buffer(size.value)
        self._check(self.library.nvrtcGetProgramLog(program, text))
        return text.value.decode()

    def _check(self, code):
        if code:
            self.library.nvrtcGetErrorString.restype = ctypes.c_char_p
            raise CompileError(f"NVRTC failed: {self.library.nvrtcGetErrorString(code).decode()}")
