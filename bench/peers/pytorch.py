"""The LSTM-200 of DESIGN's peer table in PyTorch: tied embedding, full softmax, Adam, 20 streams x 35 steps, one thread.

usage: pytorch.py TRAIN TEST SECONDS THREADS [RATE]
Prints one JSON line. Files are in the whitespace format; training stops at the first block after SECONDS.
"""
import json, math, sys, time

import torch
from torch import nn

HIDDEN, STREAMS, STEPS, RATE, CLIP = 200, 20, 35, 0.002, 1.0


def read(path, ids=None):
    grow = ids is None
    ids = {} if grow else ids
    out = []
    for line in open(path, encoding="utf8"):
        for word in line.split() + ["</s>"]:
            if grow:
                ids.setdefault(word, len(ids))
            out.append(ids.get(word, ids.get("<unk>", 0)))
    return torch.tensor(out), ids


class Model(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.embedding = nn.Embedding(size, HIDDEN)
        nn.init.uniform_(self.embedding.weight, -0.05, 0.05)
        self.rnn = nn.LSTM(HIDDEN, HIDDEN)
        self.bias = nn.Parameter(torch.zeros(size))

    def forward(self, x, state):
        h, state = self.rnn(self.embedding(x), state)
        return h @ self.embedding.weight.t() + self.bias, state


def detach(state):
    return tuple(s.detach() for s in state) if state is not None else None


def main(train_path, test_path, seconds, threads, rate=RATE):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    train, ids = read(train_path)
    test, _ = read(test_path, ids)
    model = Model(len(ids))
    optimiser = torch.optim.Adam(model.parameters(), lr=rate)
    loss_of = nn.CrossEntropyLoss()
    length = len(train) // STREAMS
    streams = train[: length * STREAMS].view(STREAMS, length).t().contiguous()
    state, position, tokens, start = None, 0, 0, time.time()
    while time.time() - start < seconds:
        if position + STEPS + 1 > length:
            position, state = 0, None
        x, y = streams[position : position + STEPS], streams[position + 1 : position + STEPS + 1]
        optimiser.zero_grad()
        logits, state = model(x, detach(state))
        loss = loss_of(logits.reshape(-1, len(ids)), y.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimiser.step()
        position += STEPS
        tokens += x.numel()
    elapsed = time.time() - start
    model.eval()
    total, state = 0.0, None
    with torch.no_grad():
        for at in range(0, len(test) - 1, 200):
            x, y = test[at : at + 200][: len(test) - 1 - at].unsqueeze(1), test[at + 1 : at + 201]
            logits, state = model(x, state)
            total += nn.functional.cross_entropy(logits.squeeze(1), y, reduction="sum").item()
    print(json.dumps({
        "version": torch.__version__,
        "tokensPerSecond": tokens / elapsed,
        "seconds": elapsed,
        "perplexity": math.exp(total / (len(test) - 1)),
    }))


main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), *map(float, sys.argv[5:]))
