"""An Inkling model read with nothing but NumPy and the safetensors layout, and run by the formulas.

    python3 numpy_model.py < request.json > answer.json

request: {"models": [path, ...], "text": [token id, ...]}
answer: for each model a matrix (tokens, vocabulary) of log P(next word) after each token.
"""

import json
import struct
import sys

try:
    import numpy
except ImportError:
    sys.exit(77)  # what automake's tests say for "skipped"

DTYPES = {"F32": "<f4", "I32": "<i4"}


def read_model(path):
    """The metadata (name -> string) and the tensors (name -> array)."""
    with open(path, "rb") as file:
        content = file.read()
    (header_length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + header_length])
    metadata = header.pop("__metadata__")
    data = content[8 + header_length :]
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = numpy.frombuffer(data[begin:end], dtype=DTYPES[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return metadata, tensors


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def elman(inputs, recurrent, hidden, memory):
    return numpy.tanh(inputs + recurrent), memory


def gru(inputs, recurrent, hidden, memory):
    input_r, input_z, input_n = numpy.split(inputs, 3)
    recurrent_r, recurrent_z, recurrent_n = numpy.split(recurrent, 3)
    r = sigmoid(input_r + recurrent_r)
    z = sigmoid(input_z + recurrent_z)
    n = numpy.tanh(input_n + r * recurrent_n)
    return (1 - z) * n + z * hidden, memory


def lstm(inputs, recurrent, hidden, memory):
    i, f, g, o = numpy.split(inputs + recurrent, 4)
    memory = sigmoid(f) * memory + sigmoid(i) * numpy.tanh(g)
    return sigmoid(o) * numpy.tanh(memory), memory


CELLS = {"elman": elman, "gru": gru, "lstm": lstm}


def log_probabilities(path, text):
    metadata, tensors = read_model(path)
    config = json.loads(metadata["config"])
    cell = CELLS[config["cell"]]
    hidden = [numpy.zeros(config["hiddenSize"]) for _ in range(config["layers"])]
    memory = [numpy.zeros(config["hiddenSize"]) for _ in range(config["layers"])]
    decoder = tensors["embedding.weight" if config["tied"] else "decoder.weight"]
    rows = []
    for token in text:
        x = tensors["embedding.weight"][token]
        for layer in range(config["layers"]):
            inputs = tensors[f"rnn.weight_ih_l{layer}"] @ x + tensors[f"rnn.bias_ih_l{layer}"]
            recurrent = tensors[f"rnn.weight_hh_l{layer}"] @ hidden[layer] + tensors[f"rnn.bias_hh_l{layer}"]
            hidden[layer], memory[layer] = cell(inputs, recurrent, hidden[layer], memory[layer])
            x = hidden[layer]
        scores = decoder @ x + tensors["decoder.bias"]
        scores = scores - scores.max()
        rows.append((scores - numpy.log(numpy.exp(scores).sum())).tolist())
    return rows


if __name__ == "__main__":
    request = json.load(sys.stdin)
    json.dump([log_probabilities(path, request["text"]) for path in request["models"]], sys.stdout)
