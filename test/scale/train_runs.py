"""Runs scale/train.py for each list of arguments, all from one Python, as loading PyTorch takes longer than they do.

    python3 train_runs.py < request.json > answer.json

request: {"alone": [[argument, ...], ...], "pairs": the same, each run in two processes over gloo}
answer: for each run of `alone` null, or the message that it ended with. A run of `pairs` that fails ends this program.
"""

import json
import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "scale"))
try:
    import train
    from torch import multiprocessing
except ImportError:
    sys.exit(77)  # what automake's tests say for "skipped"


def run_alone(arguments):
    try:
        train.main(arguments)
    except SystemExit as end:
        return end.code


def run_as_one_of_two(rank, port, arguments):
    """In the environment that torch.distributed.run makes for its processes."""
    environment = {"WORLD_SIZE": 2, "RANK": rank, "LOCAL_RANK": rank, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    os.environ.update({name: str(value) for name, value in environment.items()})
    train.main(arguments)


def run_pair(arguments):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    multiprocessing.start_processes(run_as_one_of_two, (port, arguments), nprocs=2, start_method="fork")


if __name__ == "__main__":
    request = json.load(sys.stdin)
    for arguments in request["pairs"]:  # first, as PyTorch can't compute gradients in forks of what already did
        run_pair(arguments)
    json.dump([run_alone(arguments) for arguments in request["alone"]], sys.stdout)
