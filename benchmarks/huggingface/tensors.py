"""safetensors files with the element types of the fixtures (F64, F32, I32, U8) and a text `meta`."""

import json
import struct

import numpy

TYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4", "U8": "u1"}
NAMES = {numpy.dtype(value): name for name, value in TYPES.items()}


def write(path, tensors, meta):
    header = {"__metadata__": {"meta": json.dumps(meta)}}
    arrays = [(name, numpy.ascontiguousarray(array)) for name, array in tensors.items()]
    arrays.sort(key=lambda item: -item[1].itemsize)  # wider elements first, as files of ours
    end = 0
    for name, array in arrays:
        begin, end = end, end + array.nbytes
        kind = NAMES[array.dtype.newbyteorder("<")]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, array in arrays:
            file.write(array.astype(array.dtype.newbyteorder("<")).tobytes())


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        piece = data[8 + length + begin : 8 + length + end]
        tensors[name] = numpy.frombuffer(piece, TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata
