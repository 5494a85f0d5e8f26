"""The tutorial's Elman network in NumPy: embedding 100 fixed, hidden 100, full softmax, truncation, plain SGD.

usage: numpy-tutorial.py TRAIN TEST SECONDS THREADS [RATE]
Prints one JSON line. One sentence at a time, as the tutorial trains. How many threads NumPy takes is set from outside, by the environment.
"""
import json, math, sys, time

import numpy as np

# As model/tutorial: looks back at most TRUNCATE steps from each, which are TRUNCATE + 1 states.
SIZE, TRUNCATE, RATE = 100, 4, 0.01


def read(path, ids=None):
    grow = ids is None
    ids = {"</s>": 0} if grow else ids
    out = []
    for line in open(path, encoding="utf8"):
        words = line.split() + ["</s>"]
        if grow:
            for word in words:
                ids.setdefault(word, len(ids))
        out.append([ids.get(word, ids.get("<unk>", 0)) for word in words])
    return out, ids


def forward(x, embedding, U, W, V, h):
    hs, probabilities = [h], []
    for t in x:
        h = np.tanh(U @ embedding[t] + W @ h)
        hs.append(h)
        scores = V @ h
        e = np.exp(scores - scores.max())
        probabilities.append(e / e.sum())
    return hs, probabilities


def backward(x, y, hs, probabilities, embedding, W, V, truncate=TRUNCATE):
    dU, dW, dV = np.zeros_like(W), np.zeros_like(W), np.zeros_like(V)
    for t in range(len(x)):
        d_scores = probabilities[t].copy()
        d_scores[y[t]] -= 1
        dV += np.outer(d_scores, hs[t + 1])
        d = (V.T @ d_scores) * (1 - hs[t + 1] ** 2)
        for step in range(t, max(-1, t - truncate - 1), -1):
            dW += np.outer(d, hs[step])
            dU += np.outer(d, embedding[x[step]])
            d = (W.T @ d) * (1 - hs[step] ** 2)
    return dU, dW, dV


def main(train_path, test_path, seconds, rate=RATE):
    random = np.random.default_rng(1)
    train, ids = read(train_path)
    test, _ = read(test_path, ids)
    size = len(ids)
    embedding = random.uniform(-1, 1, (size, SIZE))
    bound = 1 / math.sqrt(SIZE)
    U, W = random.uniform(-bound, bound, (SIZE, SIZE)), random.uniform(-bound, bound, (SIZE, SIZE))
    V = random.uniform(-bound, bound, (size, SIZE))
    tokens, start, at = 0, time.time(), 0
    while time.time() - start < seconds:
        sentence = [0] + train[at % len(train)]
        at += 1
        x, y = sentence[:-1], sentence[1:]
        hs, probabilities = forward(x, embedding, U, W, V, np.zeros(SIZE))
        for weights, gradient in zip((U, W, V), backward(x, y, hs, probabilities, embedding, W, V)):
            weights -= rate * np.clip(gradient, -1, 1)
        tokens += len(x)
    elapsed = time.time() - start
    total, count = 0.0, 0
    for sentence in test:
        sentence = [0] + sentence
        _, probabilities = forward(sentence[:-1], embedding, U, W, V, np.zeros(SIZE))
        total -= sum(math.log(max(p[t], 1e-30)) for p, t in zip(probabilities, sentence[1:]))
        count += len(sentence) - 1
    print(json.dumps({
        "version": np.__version__,
        "tokensPerSecond": tokens / elapsed,
        "seconds": elapsed,
        "perplexity": math.exp(total / count),
    }))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), *map(float, sys.argv[5:]))
