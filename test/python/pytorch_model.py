"""An Inkling model loaded into torch.nn.Embedding, RNN / GRU / LSTM and Linear, under the names that it is stored with.

    python3 pytorch_model.py < request.json > answer.json

Request and answer are those of numpy_model.py.
"""

import json
import sys

try:
    import torch
    from numpy_model import read_model
except ImportError:
    sys.exit(77)

CELLS = {"elman": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


class Model(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        self.embedding = torch.nn.Embedding(config["vocabularySize"], config["embeddingSize"])
        self.rnn = CELLS[config["cell"]](config["embeddingSize"], config["hiddenSize"], config["layers"])
        self.decoder = torch.nn.Linear(config["hiddenSize"], config["vocabularySize"])
        if config["tied"]:
            self.decoder.weight = self.embedding.weight

    def forward(self, text):
        """(tokens) ids to (tokens, vocabulary) log probabilities."""
        hidden, _ = self.rnn(self.embedding(text))
        return torch.log_softmax(self.decoder(hidden), dim=-1)


def log_probabilities(path, text):
    metadata, tensors = read_model(path)
    config = json.loads(metadata["config"])
    model = Model(config)
    weights = {name: torch.tensor(array) for name, array in tensors.items() if name != "corpus"}
    if config["tied"]:
        weights["decoder.weight"] = weights["embedding.weight"]
    model.load_state_dict(weights)
    with torch.no_grad():
        return model(torch.tensor(text)).tolist()


if __name__ == "__main__":
    request = json.load(sys.stdin)
    json.dump([log_probabilities(path, request["text"]) for path in request["models"]], sys.stdout)
