"""Makes a relocatable bundle for a node without network: Java, Palindrome, native libraries, machine code."""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

import application
import machine_code
import pieces
from stop import RESOURCES, Stop

HERE = pathlib.Path(__file__).parent
PROFILES = ("cpu", "cuda", "cuda-hopper")
NEEDED = 9 << 30
ASSEMBLER = "triton==3.6.0"  # its package brings ptxas 12.8, whose code CUDA 11 loads
MODULES = ("java.se,jdk.unsupported,jdk.management,jdk.crypto.ec,jdk.zipfs,jdk.jfr,jdk.charsets,jdk.localedata,"
           "jdk.incubator.vector")  # fmt: skip


def arguments_of(given):
    parser = argparse.ArgumentParser(prog="palindrome bundle", description=__doc__)
    parser.add_argument("--profile", required=True, help=f"one of {', '.join(PROFILES)}")
    parser.add_argument("--arch", metavar="sm_NN", help="compute capability of the node's GPUs, such as sm_90")
    parser.add_argument("--piece-size", default="58m", help="most bytes of a piece (default: 58m)")
    parser.add_argument("--out", type=pathlib.Path, required=True, metavar="DIR", help="folder of the pieces")
    parser.add_argument("--ptxas", help="NVIDIA's assembler, of CUDA 11 or 12 (default: the PATH's, else it is downloaded)")
    parser.add_argument("--optimization", type=int, choices=range(4), default=3,
                        help="of the assembler; 3, the default, takes up to 45 minutes of a core")  # fmt: skip
    arguments = parser.parse_args(given)
    if arguments.profile not in PROFILES:
        raise Stop(f"--profile must be one of {', '.join(PROFILES)}, but is {arguments.profile}")
    if arguments.profile != "cpu" and not re.fullmatch(r"sm_\d{2,3}", arguments.arch or ""):
        raise Stop(f"--arch must be sm_ and the GPU's compute capability, such as sm_90 for 9.0, but is {arguments.arch}")
    if arguments.profile == "cpu" and arguments.arch:
        raise Stop(f"--arch must be left out with --profile cpu, but is {arguments.arch}")
    arguments.limit = pieces.size(arguments.piece_size)
    if arguments.out.exists() and (not arguments.out.is_dir() or any(arguments.out.iterdir())):
        raise Stop(f"--out must be an empty folder or a new one, but is {arguments.out}")
    return arguments


def tool(name, what):
    path = shutil.which(name)
    if not path:
        raise Stop(f"Cannot make a bundle: no {name} on the PATH; install {what}")
    return path


def assembler(home, given):
    """ptxas as it was asked for, of the PATH, or of a Python package."""
    if given:
        if not pathlib.Path(given).is_file():
            raise Stop(f"--ptxas must be a file, but is {given}")
        return machine_code.Assembler(given)
    found = shutil.which("ptxas")
    if found:
        try:
            return machine_code.Assembler(found)
        except Stop as newer:
            print(f"{newer}; taking the one of {ASSEMBLER}", file=sys.stderr)
    folder = home / ".palindrome" / "bundle" / "assembler"
    path = folder / "triton" / "backends" / "nvidia" / "bin" / "ptxas"
    if not path.exists():
        print(f"Downloading {ASSEMBLER} for its ptxas (188 MB)", flush=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, ASSEMBLER]
        if subprocess.run(command).returncode or not path.exists():
            raise Stop(f"Cannot download {ASSEMBLER}; give CUDA 12's ptxas with --ptxas")
    return machine_code.Assembler(path)


def java(java_home, out):
    """A Java runtime of its own."""
    shutil.rmtree(out, ignore_errors=True)
    jlink = pathlib.Path(java_home) / "bin" / "jlink"
    if not jlink.exists():
        raise Stop(f"Cannot make a bundle: {java_home} has no jlink; install a whole JDK 17, or set JAVA_HOME to one")
    done = subprocess.run([jlink, "--add-modules", MODULES, "--include-locales=en", "--strip-java-debug-attributes",
                           "--no-man-pages", "--no-header-files", "--output", out],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip
    if done.returncode:
        raise Stop(f"Cannot make a Java runtime: {jlink} says: {done.stdout.strip()}")


def native_part(home, arguments, jars, base, blas, work):
    library = application.natives(jars, base / "native", blas / "native", work)
    ptxas = assembler(home, arguments.ptxas) if arguments.profile == "cuda-hopper" else None
    print(f"Writing machine code for {arguments.arch}", flush=True)
    print("  " + machine_code.write(library, base / "native" / "libnd4jcuda.so", int(arguments.arch[3:]), ptxas,
                                    arguments.optimization, work))  # fmt: skip


def kernels(bundle, class_path, capability, out):
    """The cache of our own kernels, filled for one kind of GPU by the run-time compiler of the bundle."""
    # JavaCPP's libraries want a driver's to be found, and call nothing of it.
    driver = bundle / "driver"
    shutil.rmtree(driver, ignore_errors=True)
    driver.mkdir()
    base = bundle / "base"
    (driver / "libcuda.so.1").symlink_to(next((base / "native").glob("libnvrtc-builtins.so*")))
    libraries = os.pathsep.join(str(folder) for folder in (driver, base / "native", bundle / "blas" / "native"))
    command = [base / "java" / "bin" / "java", f"-Djava.library.path={libraries}",
               f"-Dorg.bytedeco.javacpp.cachedir={driver}", "-cp", os.pathsep.join(str(bundle / e) for e in class_path),
               "io.palindrome.cuda.CompileKernels", out, str(capability)]  # fmt: skip
    done = subprocess.run(command, env={**os.environ, "LD_LIBRARY_PATH": libraries}, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)  # fmt: skip
    if done.returncode:
        raise Stop(f"Cannot compile kernels for sm_{capability}: Java says: {done.stdout.strip()[-2000:]}", RESOURCES)
    shutil.rmtree(driver)
    for file in out.glob("*"):
        file.chmod(0o644)  # for every user of the node
    return done.stdout.strip().splitlines()[-1]


def make(home, java_home, arguments):
    work = home / ".palindrome" / "bundle" / arguments.profile
    work.mkdir(parents=True, exist_ok=True)
    pieces.room(work, NEEDED)
    tool("mvn", "Maven 3.8 or a later 3.x")
    base, sparks, blas = (work / "packs" / name for name in ("base", "spark", "blas"))
    shutil.rmtree(work / "packs", ignore_errors=True)
    base.mkdir(parents=True)
    print(f"Building profile {arguments.profile}", flush=True)
    spark, jars = application.build(home, work / "source", arguments.profile)
    class_path, native = application.lay_out(work / "source", spark, jars, base, sparks)
    (base / "class-path").write_text("\n".join(class_path) + "\n")
    (base / "build").write_text(f"{arguments.profile} {arguments.arch or ''}\n")
    shutil.copytree(home / "conf" / "profiles", base / "conf")
    shutil.copy2(HERE / "palindrome.sh", base / "palindrome")
    java(java_home, base / "java")
    if arguments.profile != "cpu":
        native_part(home, arguments, native, base, blas, work / "native")
        print("  " + kernels(work / "packs", class_path, int(arguments.arch[3:]), base / "kernels"), flush=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    sums = []
    for folder in (base, sparks, blas):
        if folder.exists():
            print(f"Packing {folder.name}", flush=True)
            sums += pieces.pack(folder, arguments.out, arguments.limit)
    (arguments.out / "SHA256SUMS").write_text("\n".join(sums) + "\n")
    shutil.copy2(HERE / "unpack.sh", arguments.out / "unpack.sh")
    total = sum(file.stat().st_size for file in arguments.out.iterdir())
    print(f"Made {len(sums)} pieces of {total / (1 << 20):,.0f} MiB in {arguments.out}; on the node:"
          f" {arguments.out.name}/unpack.sh TARGET, then TARGET/base/palindrome doctor")  # fmt: skip


def main():
    home, java_home, *given = sys.argv[1:]
    try:
        make(pathlib.Path(home), java_home, arguments_of(given))
    except Stop as stop:
        print(stop, file=sys.stderr)
        sys.exit(stop.code)


if __name__ == "__main__":
    main()
