"""One training step in PyTorch. Reads jobs as a JSON list, weights and a block each; writes each one's loss and the weights after it."""
import json
import sys

import torch


class Model(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        vocabulary, embedding, hidden = (config[key] for key in ("vocabularySize", "embeddingSize", "hiddenSize"))
        module = {"elman": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[config["cell"]]
        self.embedding = torch.nn.Embedding(vocabulary, embedding)
        self.rnn = module(embedding, hidden, config["layers"])
        self.decoder = torch.nn.Linear(hidden, vocabulary)
        if config["tied"]:
            self.decoder.weight = self.embedding.weight

    def forward(self, inputs):
        return self.decoder(self.rnn(self.embedding(inputs))[0])


def step(job):
    config = job["config"]
    model = Model(config)
    state = {each["name"]: torch.tensor(each["data"]).reshape(each["shape"]) for each in job["parameters"]}
    if config["tied"]:
        state["decoder.weight"] = state["embedding.weight"]
    model.load_state_dict(state)
    inputs = torch.tensor(job["inputs"]).reshape(job["steps"], job["streams"])
    logits = model(inputs).reshape(-1, config["vocabularySize"])
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(job["targets"]))
    loss.backward()
    torch.optim.SGD(model.parameters(), lr=job["rate"]).step()
    return {"loss": loss.item(), "after": {name: value.flatten().tolist() for name, value in model.state_dict().items()}}


json.dump([step(job) for job in json.load(sys.stdin)], sys.stdout)
