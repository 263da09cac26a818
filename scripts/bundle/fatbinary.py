"""CUDA's containers of device code inside a library: which images they hold, where, and how to write another one.

A container is a header of 16 bytes (magic, version 1, header size, size of what follows) and its images. An image is a
header (kind, sizes, compute capability, flags) and machine code or PTX, maybe compressed.
"""

import dataclasses
import mmap
import struct

MAGIC = 0xBA55ED50
CONTAINER = struct.Struct("<IHHQ")
IMAGE = struct.Struct("<HHIQIIHHIIIQQQ")
PTX, MACHINE_CODE = 1, 2
COMPRESSED, LZ4 = 0xA000, 0x2000
LINUX_64_BIT = 0x11


@dataclasses.dataclass(frozen=True)
class Image:
    kind: int
    capability: int  # 86 for 8.6
    offset: int  # of its header
    header: int  # its size
    size: int  # of the content, padding included
    compressed_size: int
    plain_size: int
    flags: int


@dataclasses.dataclass(frozen=True)
class Container:
    offset: int
    size: int  # header included
    images: tuple


def containers(path):
    """All of a file, in its order."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found, position, magic = [], 0, struct.pack("<I", MAGIC)
        while (start := content.find(magic, position)) >= 0:
            position = start + 4
            if start + CONTAINER.size > len(content):
                break
            _, version, header, size = CONTAINER.unpack_from(content, start)
            if version != 1 or header != CONTAINER.size or start + header + size > len(content):
                continue
            position = start + header + size
            images = _images(content, start + header, position)
            if images:
                end = images[-1].offset + images[-1].header + images[-1].size
                found.append(Container(start, end - start, images))
        return found


def _images(content, position, end):
    images = []
    while position + IMAGE.size <= end:
        fields = IMAGE.unpack_from(content, position)
        kind, _, header, size, compressed = fields[:5]
        capability, flags, plain = fields[8], fields[11], fields[13]
        if kind not in (PTX, MACHINE_CODE) or header < IMAGE.size or position + header + size > end:
            break
        images.append(Image(kind, capability, position, header, size, compressed, plain, flags))
        position += header + size
    return tuple(images)


def text(file, image):
    """The PTX of an image, without the zeros at its end."""
    file.seek(image.offset + image.header)
    if image.flags & COMPRESSED == LZ4:
        content = _lz4(file.read(image.compressed_size), image.plain_size)
    else:
        content = file.read(image.size)
    return content.rstrip(b"\0")


def _lz4(source, size):
    """One block of LZ4."""
    out, i = bytearray(), 0
    while i < len(source):
        token = source[i]
        length, i = _length(source, i + 1, token >> 4)
        out += source[i : i + length]
        i += length
        if i >= len(source) or len(out) >= size:
            break
        distance = source[i] | source[i + 1] << 8
        length, i = _length(source, i + 2, token & 15)
        length += 4
        match = bytes(out[len(out) - distance : len(out) - distance + length])
        out += (match * (length // len(match) + 1))[:length]
    return bytes(out[:size])


def _length(source, i, length):
    if length == 15:
        while source[i] == 255:
            length, i = length + 255, i + 1
        length, i = length + source[i], i + 1
    return length, i


def of_machine_code(code, capability):
    """A container with one image."""
    padding = -len(code) % 8
    abi = code[8]  # of the ELF header
    header = IMAGE.pack(MACHINE_CODE, 0x0101, IMAGE.size, len(code) + padding, 0, 0, abi, 1, capability, 0, 0,
                        LINUX_64_BIT, 0, 0)  # fmt: skip
    return of_images(header + code + bytes(padding))


def of_compressed_code(code, capability):
    """The same with the image as one block of LZ4, as NVIDIA's own tool and ND4J's library have theirs."""
    packed = _packed(code)
    padding = -len(packed) % 8
    header = IMAGE.pack(MACHINE_CODE, 0x0101, IMAGE.size, len(packed) + padding, len(packed), 0, code[8], 1, capability, 0,
                        0, LINUX_64_BIT | LZ4, 0, len(code))  # fmt: skip
    return of_images(header + packed + bytes(padding))


def _packed(source):
    """One block of LZ4: greedy, with the last place of each four bytes remembered."""
    out, places, anchor, i, end = bytearray(), {}, 0, 0, len(source)
    while i < end - 12:  # no match may begin in the last 12 bytes, nor reach into the last 5
        key = source[i : i + 4]
        found = places.get(key)
        places[key] = i
        if found is None or i - found > 0xFFFF:
            i += 1
            continue
        length, most = 4, end - 5 - i
        while length + 32 <= most and source[found + length : found + length + 32] == source[i + length : i + length + 32]:
            length += 32
        while length < most and source[found + length] == source[i + length]:
            length += 1
        _sequence(out, source[anchor:i], i - found, length - 4)
        i += length
        anchor = i
    _sequence(out, source[anchor:], None, 0)
    return bytes(out)


def _sequence(out, literals, distance, length):
    out.append(min(len(literals), 15) << 4 | min(length, 15))
    _extend(out, len(literals))
    out += literals
    if distance is not None:
        out += distance.to_bytes(2, "little")
        _extend(out, length)


def _extend(out, length):
    if length >= 15:
        out += b"\xff" * ((length - 15) // 255)
        out.append((length - 15) % 255)


def of_images(images):
    """A container around images that have their headers."""
    return CONTAINER.pack(MAGIC, 1, CONTAINER.size, len(images)) + images
