"""What makes bundles, on files made here: python3 -m unittest discover scripts/bundle."""

import os
import pathlib
import stat
import struct
import subprocess
import tempfile
import unittest

import bundle
import fatbinary
import machine_code
import pieces
from stop import Stop

HERE = pathlib.Path(__file__).parent
ELF = b"\x7fELF\x02\x01\x01\x33\x07" + bytes(7)


def image(kind, capability, content, flags=fatbinary.LINUX_64_BIT, compressed=0, plain=0):
    content += bytes(-len(content) % 8)
    return fatbinary.IMAGE.pack(kind, 0x0101, fatbinary.IMAGE.size, len(content), compressed, 0, 0, 1, capability, 0, 0,
                                flags, 0, plain) + content  # fmt: skip


class Folder(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)

    def tearDown(self):
        self.temporary.cleanup()

    def library(self, *containers):
        """A file with containers and other bytes between them."""
        file = self.folder / "library.so"
        file.write_bytes(b"begin" + b"between!".join(fatbinary.of_images(b"".join(c)) for c in containers) + b"end")
        return file

    def assembler(self, release="12.8", code="printf '\\177ELF\\2\\1\\1\\63\\7code' >"):
        file = self.folder / "ptxas"
        file.write_text(f'#!/bin/sh\n[ "$1" = --version ] && {{ echo "release {release}"; exit; }}\n{code} "$5"\n')
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return file


class Kernels(Folder):
    def fill(self, java):
        packs = self.folder / "packs"
        for name in ("base/java/bin", "base/native"):
            (packs / name).mkdir(parents=True)
        (packs / "base" / "native" / "libnvrtc-builtins.so.11.8").write_bytes(ELF)
        command = packs / "base" / "java" / "bin" / "java"
        command.write_text("#!/bin/sh\n" + java)
        command.chmod(0o755)
        return bundle.kernels(packs, ["base/classes/cuda"], 90, packs / "base" / "kernels")

    def test_are_compiled_by_the_bundles_own_java_and_libraries(self):
        said = self.fill('ls "${LD_LIBRARY_PATH%%:*}"; echo "$LD_LIBRARY_PATH $*"')
        self.assertIn("packs/base/native", said)
        self.assertRegex(said, "io.palindrome.cuda.CompileKernels .*/packs/base/kernels 90$")
        self.assertFalse((self.folder / "packs" / "driver").exists())

    def test_find_a_library_of_the_drivers_name(self):
        self.assertEqual(self.fill('ls "${LD_LIBRARY_PATH%%:*}"'), "libcuda.so.1")

    def test_say_why_they_do_not_compile(self):
        with self.assertRaisesRegex(Stop, "Cannot compile kernels for sm_90: Java says: no such class"):
            self.fill("echo no such class; exit 1")


class MachineCode(Folder):
    def write(self, library, capability, assembler=None):
        out = self.folder / "out.so"
        said = machine_code.write(library, out, capability, assembler, 3, self.folder / "work")
        return said, out

    def test_chooses_the_newest_code_that_the_gpu_runs(self):
        many = [image(2, c, ELF + bytes([c]) * 64) for c in (70, 80, 86)]
        library = self.library(many, many)
        said, out = self.write(library, 89)
        self.assertIn("sm_86 of 2 modules", said)
        found = fatbinary.containers(out)
        self.assertEqual([[i.capability for i in c.images] for c in found], [[86], [86]])
        self.assertEqual([c.offset for c in found], [c.offset for c in fatbinary.containers(library)])
        self.assertEqual(out.stat().st_size, library.stat().st_size)
        self.assertTrue(out.read_bytes().endswith(b"end"))

    def test_assembles_ptx_where_there_is_no_code(self):
        library = self.library([image(2, 86, ELF + bytes(256)), image(1, 86, b"// text")])
        said, out = self.write(library, 90, machine_code.Assembler(str(self.assembler())))
        self.assertIn("sm_90 of 1 modules, assembled from PTX for compute_86", said)
        (container,) = fatbinary.containers(out)
        self.assertEqual([(i.kind, i.capability) for i in container.images], [(2, 90)])
        self.assertIn(b"code", out.read_bytes())

    def test_refuses_a_gpu_without_code_and_ptx(self):
        with self.assertRaisesRegex(Stop, "--arch must be one of sm_70, .*but is sm_90"):
            self.write(self.library([image(2, 70, ELF)]), 90)

    def test_stops_at_the_first_code_without_room(self):
        large, small = [image(1, 86, b"// text" * 64)], [image(1, 86, b"// more")]
        code = "head -c 9999 /dev/urandom >"
        with self.assertRaisesRegex(Stop, "Cannot put the machine code of 1-.* its place has"):
            self.write(self.library(small, large), 90, machine_code.Assembler(str(self.assembler(code=code))))
        self.assertFalse((self.folder / "out.so").exists())

    def test_compresses_code_that_has_no_room_otherwise(self):
        library = self.library([image(2, 86, ELF + bytes(256)), image(1, 86, b"// text")])
        code = ELF + b"one instruction" * 300
        (self.folder / "code").write_bytes(code)
        assembler = machine_code.Assembler(str(self.assembler(code=f"cat {self.folder}/code >")))
        _, out = self.write(library, 90, assembler)
        (container,) = fatbinary.containers(out)
        (only,) = container.images
        with open(out, "rb") as source:
            self.assertEqual(fatbinary.text(source, only)[: len(code)], code)
        self.assertEqual((only.capability, only.plain_size), (90, len(code)))

    def test_packs_what_it_can_unpack(self):
        for content in (b"", b"short", bytes(100_000), os.urandom(70_000) * 2, bytes(range(256)) * 20 + os.urandom(300) + bytes(40)):
            self.assertEqual(fatbinary._lz4(fatbinary._packed(content), len(content)), content)

    def test_refuses_code_that_is_larger_than_its_place(self):
        library = self.library([image(1, 86, b"// text")])
        with self.assertRaisesRegex(Stop, "its place has"):
            self.write(library, 90, machine_code.Assembler(str(self.assembler(code="head -c 4096 /dev/urandom >"))))

    def test_says_what_the_assembler_said(self):
        library = self.library([image(1, 86, b"// text")])
        with self.assertRaisesRegex(Stop, "says: bad text"):
            self.write(library, 90, machine_code.Assembler(str(self.assembler(code="echo bad text >&2; exit 1; echo"))))

    def test_goes_down_a_level_where_the_assembler_crashes(self):
        library = self.library([image(2, 86, ELF + bytes(256)), image(1, 86, b"// text")])
        code = "[ $2 = -O1 ] || kill -SEGV $$\nprintf '\\177ELF\\2\\1\\1\\63\\7low' >"
        _, out = self.write(library, 90, machine_code.Assembler(str(self.assembler(code=code))))
        self.assertIn(b"low", out.read_bytes())

    def test_says_that_the_assembler_crashed_at_every_level(self):
        library = self.library([image(1, 86, b"// text")])
        with self.assertRaisesRegex(Stop, "says: nothing, and ends with -11"):
            self.write(library, 90, machine_code.Assembler(str(self.assembler(code="kill -SEGV $$; echo"))))

    def test_refuses_an_assembler_that_is_too_new(self):
        with self.assertRaisesRegex(Stop, "must be of CUDA 12 or older.*CUDA 13.0"):
            machine_code.Assembler(str(self.assembler("13.0")))

    def test_unpacks_compressed_text(self):
        packed = bytes([0x4A]) + b"abcd" + struct.pack("<H", 4) + bytes([0x10]) + b"!"
        library = self.library([image(1, 86, packed, fatbinary.LZ4, len(packed), 19)])
        (container,) = fatbinary.containers(library)
        with open(library, "rb") as file:
            self.assertEqual(fatbinary.text(file, container.images[0]), b"abcd" + b"abcdabcdabcdab" + b"!")


class Packs(Folder):
    def packed(self, limit):
        base, out = self.folder / "base", self.folder / "out"
        (base / "sub").mkdir(parents=True)
        out.mkdir()
        (base / "sub" / "noise").write_bytes(os.urandom(100_000))
        sums = pieces.pack(base, out, limit)
        (out / "SHA256SUMS").write_text("\n".join(sums) + "\n")
        (out / "unpack.sh").write_bytes((HERE / "unpack.sh").read_bytes())
        return base, out

    def unpack(self, out):
        return subprocess.run(["bash", out / "unpack.sh", self.folder / "node"], capture_output=True, text=True)

    def test_pieces_unpack_to_what_was_packed(self):
        base, out = self.packed(30_000)
        self.assertEqual([f.stat().st_size for f in sorted(out.glob("base.tar.gz.*"))][:3], [30_000] * 3)
        self.assertEqual(self.unpack(out).returncode, 0)
        self.assertEqual((self.folder / "node/base/sub/noise").read_bytes(), (base / "sub" / "noise").read_bytes())

    def test_a_damaged_piece_is_found(self):
        _, out = self.packed(30_000)
        piece = out / "base.tar.gz.001"
        piece.write_bytes(piece.read_bytes()[:-1] + b"?")
        done = self.unpack(out)
        self.assertEqual(done.returncode, 2)
        self.assertIn("are damaged; copy them again", done.stderr)

    def test_a_missing_piece_is_named(self):
        _, out = self.packed(30_000)
        (out / "base.tar.gz.002").unlink()
        self.assertIn("piece base.tar.gz.002 is missing", self.unpack(out).stderr)

    def test_a_full_disk_is_found_before(self):
        with self.assertRaisesRegex(Stop, "Cannot make a bundle in .* MiB are needed on its disk"):
            pieces.room(self.folder, 1 << 60)


class Options(unittest.TestCase):
    def refused(self, *given):
        with self.assertRaises(Stop) as stopped:
            bundle.arguments_of([*given, "--out", "/nowhere/bundle"])
        return str(stopped.exception)

    def test_names_the_rule(self):
        self.assertIn("must be one of cpu, cuda, cuda-hopper, but is rocm", self.refused("--profile", "rocm"))
        self.assertIn("such as sm_90 for 9.0, but is 90", self.refused("--profile", "cuda", "--arch", "90"))
        self.assertIn("left out with --profile cpu", self.refused("--profile", "cpu", "--arch", "sm_90"))
        self.assertIn("but is 5x", self.refused("--profile", "cpu", "--piece-size", "5x"))

    def test_takes_sizes_with_units(self):
        self.assertEqual(pieces.size("58m"), 58 << 20)
        self.assertEqual(pieces.size("2G"), 2 << 30)


if __name__ == "__main__":
    unittest.main()
