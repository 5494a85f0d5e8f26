"""Tokens a second of PyTorch training an LSTM-200, tied, full softmax, Adam, 20 streams of 35 steps. Reads the text as JSON."""
import json
import sys
import time

import torch

job = json.load(sys.stdin)
hidden, streams, steps = 200, 20, 35
text = torch.tensor(job["train"])
length = len(text) // streams
text = text[: length * streams].reshape(streams, length).t().contiguous()


def tokens_per_second(threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    embedding = torch.nn.Embedding(job["vocabularySize"], hidden)
    rnn = torch.nn.LSTM(hidden, hidden)
    decoder = torch.nn.Linear(hidden, job["vocabularySize"])
    decoder.weight = embedding.weight
    parameters = list({id(p): p for m in (embedding, rnn, decoder) for p in m.parameters()}.values())
    adam = torch.optim.Adam(parameters, lr=0.003)
    state = None
    tokens, begin, position = 0, None, 0
    while begin is None or time.perf_counter() - begin < job["seconds"] / 2:
        if position + steps + 1 > length:
            position = 0
        output, state = rnn(embedding(text[position : position + steps]), state)
        state = tuple(each.detach() for each in state)
        target = text[position + 1 : position + steps + 1].reshape(-1)
        loss = torch.nn.functional.cross_entropy(decoder(output).reshape(-1, job["vocabularySize"]), target)
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1)
        adam.step()
        position += steps
        if begin is None:
            begin = time.perf_counter()  # the first step warms up
        else:
            tokens += streams * steps
    return tokens / (time.perf_counter() - begin)


print(", ".join(f"{tokens_per_second(threads):.0f} tokens/s with {threads} thread(s)" for threads in (1, 2)) + f" (PyTorch {torch.__version__})")
