"""Trains an Inkling model with PyTorch, on processors or graphics cards, in one process or several. See README.md beside it.

    python3 scale/train.py --text LIBRARY.text --model START.inkling --out OUT.inkling

Network, loss and optimiser are those of model/training in TypeScript (without dropout and weight decay, which a library that
is read a few times does not get), and both start from and arrive at the same files. Letters in shapes: T steps of a block,
B parallel streams of text (`own B`: those of this process), H hidden units, V words of the vocabulary, R rows of the
embedding that a block touches, C of them candidates of the softmax.
"""

import argparse
import datetime
import json
import math
import os
import struct
import sys
import time

import numpy
import torch
from torch import distributed, nn
from torch.nn.functional import cross_entropy, embedding

SENTENCE_END = 1  # its id in every vocabulary; what stands before a text's first word
CELLS = {"gru": nn.GRU, "lstm": nn.LSTM}
DTYPES = {"F32": "<f4", "I32": "<i4", "I8": "|i1"}


# The file: https://github.com/huggingface/safetensors#format


def read_safetensors(path):
    """Metadata (name -> string) and tensors (name -> array). The arrays stay on disk until they are used."""
    with open(path, "rb") as file:
        (header_length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(header_length))
    data = numpy.memmap(path, numpy.uint8, "r", offset=8 + header_length)
    metadata, tensors = header.pop("__metadata__", {}), {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = data[begin:end].view(DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return metadata, tensors


def write_safetensors(path, metadata, tensors):
    """Written beside `path` and renamed, so that there is always a whole file. Four-byte elements first keeps them aligned."""
    header, offset = {"__metadata__": metadata}, 0
    names = sorted(tensors, key=lambda name: (-tensors[name].itemsize, name))
    for name in names:
        array = tensors[name]
        dtype = next(dtype for dtype, code in DTYPES.items() if array.dtype == code)
        header[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".part", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in names:
            file.write(tensors[name].tobytes())
    os.replace(path + ".part", path)


# The network


class Network(nn.Module):
    """Under the names of the file. The output layer reads the embedding (tied) and has a bias of its own."""

    def __init__(self, config):
        super().__init__()
        vocabulary, hidden = config["vocabularySize"], config["hiddenSize"]
        self.embedding = nn.Embedding(vocabulary, hidden)
        self.rnn = CELLS[config["cell"]](hidden, hidden, config["layers"])
        self.decoder = nn.ParameterDict({"bias": torch.zeros(vocabulary)})
        # Of these two, a block needs the gradients of the rows that it touches only; see Trainer.step.
        self.embedding.requires_grad_(False)
        self.decoder.requires_grad_(False)

    def load(self, tensors):
        for name, weights in self.state_dict().items():  # which share memory with the network
            array = tensors[name]
            if array.dtype == numpy.int8:  # w = scale · q; q is (rows, columns), scale (rows)
                array = array * tensors[name + ".scale"][:, None]
            weights.copy_(torch.from_numpy(numpy.array(array)))

    def tensors(self, int8):
        """What goes into the file; in eight bits, each row of a matrix as q = round(w / scale), scale = max |w| / 127."""
        tensors = {name: weights.cpu().numpy() for name, weights in self.state_dict().items()}
        for name in [name for name, array in tensors.items() if int8 and array.ndim == 2]:
            scale = numpy.abs(tensors[name]).max(axis=1) / numpy.float32(127)
            tensors[name + ".scale"] = scale
            quotient = tensors[name] / numpy.where(scale > 0, scale, 1)[:, None]
            tensors[name] = numpy.rint(quotient).clip(-127, 127).astype(numpy.int8)
        return tensors

    @torch.no_grad()
    def initialise(self, counts):
        """As model/network/initialise.ts: orthogonal recurrent matrices (Saxe et al. 2014), the unigram model's bias."""
        hidden = self.rnn.hidden_size
        nn.init.uniform_(self.embedding.weight, -0.1, 0.1)
        for name, weights in self.rnn.named_parameters():
            if name.startswith("weight_ih"):
                nn.init.uniform_(weights, -math.sqrt(3 / hidden), math.sqrt(3 / hidden))  # Glorot & Bengio 2010, per gate
            elif name.startswith("weight_hh"):
                for gate in weights.split(hidden):
                    nn.init.orthogonal_(gate)
            else:
                weights.zero_()
                if name.startswith("bias_ih") and isinstance(self.rnn, nn.LSTM):
                    weights[hidden : 2 * hidden] = 1  # forget gates start open (Jozefowicz et al. 2015)
        expected = numpy.maximum(counts, 0.5)
        self.decoder["bias"].copy_(torch.from_numpy(numpy.log(expected / expected.sum())))


# Text, candidates, schedule


def block_of_text(text, streams, steps, block):
    """Inputs and targets, (T, B) ids each. Stream s begins at s/B of the text, which is read as a ring."""
    starts = numpy.arange(streams) * len(text) // streams + block * steps
    positions = (starts + numpy.arange(steps)[:, None]) % len(text)
    return numpy.where(positions == 0, SENTENCE_END, text[positions - 1]), text[positions]


class RowChooser:
    """
    Chooses the rows that a block touches: its candidates, which are the targets of all streams and draws from the unigram
    distribution (Jean et al. 2015, https://arxiv.org/abs/1412.2007) or the whole vocabulary, and its inputs. Every process
    makes the same choice from the same seed.
    """

    def __init__(self, counts, samples, block_tokens, seed):
        self.samples, self.cumulative = samples, counts.cumsum()
        self.random = numpy.random.default_rng(seed)
        self.row_of = numpy.zeros(len(counts), numpy.int64)
        # (V) −log P(a word is a candidate), the targets taken as draws too: P = 1 − (1 − p)^(targets + samples).
        self.correction = numpy.zeros(len(counts))
        if samples != "full":
            p = numpy.minimum(numpy.maximum(counts, 0.5) / counts.sum(), 1 - 1e-9)
            self.correction = -numpy.log(-numpy.expm1((block_tokens + samples) * numpy.log1p(-p)))

    def choose(self, inputs, targets):
        """Ids of the rows (R), candidates first; how many these are; inputs and targets as rows, (T, B) each."""
        if self.samples == "full":
            candidates = numpy.arange(len(self.row_of))
        else:
            positions = self.random.integers(self.cumulative[-1], size=self.samples)
            draws = numpy.searchsorted(self.cumulative, positions, side="right")
            candidates = numpy.unique(numpy.concatenate([targets.ravel(), draws]))
        ids = numpy.concatenate([candidates, numpy.setdiff1d(inputs, candidates)])
        self.row_of[ids] = numpy.arange(len(ids))
        return ids, len(candidates), self.row_of[inputs], self.row_of[targets]


def rate_factor(progress, warm_up):
    """Share of the peak rate: a linear rise over the first `warm_up` of the run, then a linear fall to zero at its end."""
    return 0.05 + 0.95 * progress / warm_up if progress < warm_up else (1 - progress) / (1 - warm_up)


# Training


class Trainer:
    """
    One process of a team. Each holds all weights, reads its share of the streams, and takes the same step with the sum of
    everyone's gradients: data parallelism as in DistributedDataParallel, but a block's touched rows are all that is exchanged
    of embedding and output.
    """

    def __init__(self, network, chooser, options, rank, team):
        self.network, self.chooser, self.options, self.rank, self.team = network, chooser, options, rank, team
        self.own = slice(options.streams * rank // team, options.streams * (rank + 1) // team)
        self.adam = torch.optim.Adam(network.rnn.parameters(), betas=(0.9, 0.999), eps=1e-8)
        self.correction = torch.from_numpy(chooser.correction).float().to(options.device)  # (V)
        self.embedding_squares = torch.zeros_like(self.correction)  # (V)
        self.bias_squares = torch.zeros_like(self.correction)  # (V)
        self.state = None  # the layers' last states, carried from block to block; zero at first

    def step(self, text, block, rate):
        """Trains on one block. Returns its mean loss in nats per token, as the training objective sees it, in a tensor."""
        network, options, device = self.network, self.options, self.options.device
        inputs, targets = block_of_text(text, options.streams, options.bptt, block)
        ids, count, inputs, targets = self.chooser.choose(inputs, targets)
        ids = torch.from_numpy(ids).to(device)
        inputs, targets = (torch.from_numpy(each[:, self.own]).to(device) for each in (inputs, targets))  # (T, own B)

        rows = network.embedding.weight[ids].requires_grad_()  # (R, H)
        bias = network.decoder["bias"][ids[:count]].requires_grad_()  # (C)
        hidden, state = network.rnn(embedding(inputs, rows), self.state)  # (T, own B, H)
        logits = hidden.flatten(0, 1) @ rows[:count].t() + bias + self.correction[ids[:count]]  # (T · own B, C)
        loss = cross_entropy(logits, targets.flatten(), reduction="sum") / (options.bptt * options.streams)
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        self.state = tuple(each.detach() for each in state) if isinstance(state, tuple) else state.detach()

        # All gradients in one vector, the loss behind them: one sum over the team, one norm.
        weights = [*network.rnn.parameters(), rows, bias]
        total = torch.cat([*(each.grad.flatten() for each in weights), loss.detach().reshape(1)])
        if self.team > 1:
            distributed.all_reduce(total)
        gradient = total[:-1]
        gradient *= (options.clip / gradient.norm()).clamp(max=1)
        for each, part in zip(weights, gradient.split([each.numel() for each in weights])):
            each.grad = part.view_as(each)
        self.adam.param_groups[0]["lr"] = rate
        self.adam.step()
        rmsprop_rows(network.embedding.weight, self.embedding_squares, ids, rows.grad, rate)
        rmsprop_rows(network.decoder["bias"][:, None], self.bias_squares, ids[:count], bias.grad[:, None], rate)
        return total[-1]

    @torch.no_grad()
    def measure(self, text, steps=8):
        """On held-out text with the exact softmax, cut into up to 32 streams that start from zero: loss and shares of hits."""
        network, device = self.network, self.options.device
        streams = max(self.team, min(32, len(text) // 200))
        targets = numpy.full(streams * -(-len(text) // streams), -1)  # −1 beyond the text's end
        targets[: len(text)] = text
        inputs = numpy.concatenate([[SENTENCE_END], targets[:-1].clip(min=0)])
        inputs, targets = (each.reshape(streams, -1).T[:, self.rank :: self.team] for each in (inputs, targets))
        score, state = torch.zeros(4, dtype=torch.float64, device=device), None  # sums: loss, top 1, top 3, tokens
        for begin in range(0, len(targets), steps):
            words, following = (torch.from_numpy(each[begin : begin + steps]).to(device) for each in (inputs, targets))
            hidden, state = network.rnn(network.embedding(words), state)  # (T, own B, H)
            inside = following >= 0
            hidden, following = hidden[inside], following[inside]  # (tokens, H), (tokens)
            logits = hidden @ network.embedding.weight.t() + network.decoder["bias"]  # (tokens, V)
            above = (logits > logits.gather(1, following[:, None])).sum(1)
            loss = cross_entropy(logits, following, reduction="sum")
            score += torch.stack([loss, (above < 1).sum(), (above < 3).sum(), inside.sum()])
        if self.team > 1:
            distributed.all_reduce(score)
        return dict(zip(("heldOutLoss", "top1", "top3"), (score[:3] / score[3]).tolist()))


def rmsprop_rows(table, squares, ids, gradient, rate, memory=0.99, epsilon=1e-8):
    """
    RMSprop with one running mean square a row, for touched rows: s = memory · s + (1 − memory) · mean(g²),
    w = w − rate · g / (√s + epsilon). table is (V, width), squares (V), ids (rows), gradient (rows, width).
    """
    squares[ids] = memory * squares[ids] + (1 - memory) * gradient.square().mean(1)
    table.index_add_(0, ids, gradient / (squares[ids].sqrt() + epsilon)[:, None], alpha=-rate)


def main(arguments=None):
    options = parse(arguments)
    # Set by torch.distributed.run; without it, this process is alone.
    team, rank, local_rank = (int(os.environ.get(*each)) for each in (("WORLD_SIZE", 1), ("RANK", 0), ("LOCAL_RANK", 0)))
    if options.streams < team:
        sys.exit(f"--streams {options.streams}: each of {team} processes needs one at least.")
    if options.device == "cuda":
        torch.cuda.set_device(local_rank)
    if team > 1:
        distributed.init_process_group("nccl" if options.device == "cuda" else "gloo")

    metadata, weights = read_safetensors(options.model)
    if (metadata.get("format"), metadata.get("formatVersion")) != ("inkling", "1"):
        sys.exit(f"{options.model} is no Inkling model of version 1.")
    text_metadata, text = read_safetensors(options.text)
    if text_metadata.get("vocabulary") != metadata["vocabulary"]:
        sys.exit(f"The ids of {options.text} are those of another vocabulary than that of {options.model}.")
    train, valid = text["train"], text["valid"]
    if len(valid) == 0:
        sys.exit(f"{options.text} holds out no text to measure on.")
    network, config, counts = prepare(options, json.loads(metadata["config"]), weights, train)
    chooser = RowChooser(counts, options.samples, options.streams * options.bptt, options.seed)
    trainer = Trainer(network, chooser, options, rank, team)

    block_tokens = options.streams * options.bptt
    blocks = options.steps or math.ceil(options.epochs * len(train) / block_tokens)
    rate = options.rate or 0.01 * math.sqrt(64 / config["hiddenSize"])  # as model/training/plan.ts for a library
    history, losses, seconds, start = [], [], 0.0, time.monotonic()
    for block in range(blocks):
        losses.append(trainer.step(train, block, rate * rate_factor(block / blocks, options.warm_up)))
        if (block + 1) * options.measurements // blocks == block * options.measurements // blocks:
            continue
        loss = torch.stack(losses).mean().item()
        lap = time.monotonic() - start  # measuring and writing are not training
        seconds += lap
        if not math.isfinite(loss):
            sys.exit("The loss is no longer a number; a lower --rate may help.")
        point = {"seconds": seconds, "tokens": (block + 1) * block_tokens, "trainingLoss": loss, **trainer.measure(valid)}
        history.append(point)
        if rank == 0:
            done, speed = (block + 1) / blocks, len(losses) * block_tokens / lap
            line = f"{done:.0%}: loss {loss:.3f}, held out {point['heldOutLoss']:.3f}, {speed:,.0f} tokens/s, "
            print(line + f"{seconds * (1 / done - 1) / 3600:.1f} h left", file=sys.stderr, flush=True)
            origin = {"threads": team * torch.get_num_threads(), "tokens": len(train), "heldOutTokens": len(valid)}
            updated = update(metadata, config, history, {**origin, "seed": options.seed})
            write_safetensors(options.out, updated, network.tensors(options.int8))
        losses, start = [], time.monotonic()
    if team > 1:
        distributed.destroy_process_group()


def prepare(options, config, weights, train):
    """The network to start from, its configuration, and how often each word stands in the text (V)."""
    parts = numpy.array_split(train, len(train) // 10**7 + 1)  # as bincount makes 64-bit copies of what it counts
    counts = sum(numpy.bincount(part, minlength=config["vocabularySize"]) for part in parts)
    wanted = {"cell": options.cell or config["cell"], "hiddenSize": options.hidden or config["hiddenSize"]}
    if wanted["cell"] not in CELLS or not config["tied"]:
        sys.exit("Only GRU and LSTM with a tied embedding are trained here.")
    torch.manual_seed(options.seed)
    network = Network({**config, **wanted})
    if wanted.items() <= config.items():
        network.load(weights)
    else:  # another network: all that the starting model gives is its vocabulary
        network.initialise(counts)
    return network.to(options.device), {**config, **wanted, "embeddingSize": wanted["hiddenSize"]}, counts


def update(metadata, config, history, origin):
    """The starting model's metadata, with what has changed; see model/format/model-file.ts for the entries."""
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    measured = {name: history[-1][name] for name in ("seconds", "heldOutLoss")}
    origin = {**origin, **measured, "program": "inkling scale/train.py", "trainedAt": now}
    fields = {"config": config, "history": history, "provenance": {**json.loads(metadata["provenance"]), **origin}}
    # The mixture was fitted to other weights, and the checksum was theirs; a file without one is read unchecked.
    kept = {name: value for name, value in metadata.items() if name not in ("mixture", "checksum")}
    return {**kept, "preset": config["cell"], **{name: json.dumps(value) for name, value in fields.items()}}


def parse(arguments):
    parser = argparse.ArgumentParser(description="Trains an Inkling model with PyTorch.")
    option = parser.add_argument
    option("--text", required=True, help="what `inkling base --keep-text` leaves: token ids, I32 tensors `train` and `valid`")
    option("--model", required=True, help="the model to start from, of the same vocabulary")
    option("--out", required=True, help="where the trained model goes, anew after each measurement")
    option("--epochs", type=float, default=1, help="passes over the text (default 1)")
    option("--steps", type=int, help="blocks to train on, instead of passes")
    option("--cell", choices=CELLS, help="default: the starting model's; another starts from new weights")
    option("--hidden", type=int, help="hidden units, likewise")
    samples = lambda text: text if text == "full" else int(text)
    option("--samples", type=samples, default=256, help="unigram draws a block, or `full` (default 256)")
    option("--streams", type=int, default=32, help="parallel streams of text, of all processes together (default 32)")
    option("--bptt", type=int, default=32, help="steps of truncated backpropagation (default 32)")
    option("--rate", type=float, help="peak learning rate (default 0.01 · √(64 / hidden))")
    option("--clip", type=float, default=1, help="greatest norm of a gradient (default 1)")
    option("--warm-up", type=float, default=0.03, help="share of the run in which the rate rises (default 0.03)")
    option("--measurements", type=int, default=20, help="of the held-out loss, evenly spread over the run (default 20)")
    option("--seed", type=int, default=1, help="of the draws and of new weights (default 1)")
    option("--device", choices=["cpu", "cuda"], default="cpu")
    option("--int8", action="store_true", help="write matrices in eight bits, as a base is shipped")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
