import { ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { seededRandom } from '../../../model/training/random';
import { backward, createTutorialNetwork, forward } from '../../../model/tutorial/tutorial-network';

const VOCABULARY = 9;
const HIDDEN = 5;
const WORDS = [3, 4, 5, 8, 3, 2, 7];
const TARGETS = [4, 5, 8, 3, 2, 7, 1];
const TRUNCATIONS = [0, 1, 2, 4, 100];

/** Calls the peer's own `forward` and `backward` with the request's numbers; exits with 77 where there is no NumPy. */
const script = `
import importlib.util, json, sys
if importlib.util.find_spec("numpy") is None:
    sys.exit(77)
import numpy as np
spec = importlib.util.spec_from_file_location("peer", sys.argv[1])
peer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(peer)
request = json.load(sys.stdin)
embedding, U, W, V = (np.array(request[name]["data"]).reshape(request[name]["rows"], -1) for name in ("embedding", "U", "W", "V"))
x, y = request["words"], request["targets"]
hs, probabilities = peer.forward(x, embedding, U, W, V, np.zeros(len(W)))
print(json.dumps([[g.flatten().tolist() for g in peer.backward(x, y, hs, probabilities, embedding, W, V, k)] for k in request["truncations"]]))
`;

function peerGradients(request: unknown): number[][][] | undefined {
  const peer = join(__dirname, '..', '..', '..', 'bench', 'peers', 'numpy-tutorial.py');
  for (const python of ['python3', '/usr/bin/python3']) {
    const { status, stdout, stderr } = spawnSync(python, ['-c', script, peer], {
      input: JSON.stringify(request),
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    if (status === null || status === 77) continue;
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as number[][][]; // the script says so
  }
  return undefined;
}

describe('the tutorial in NumPy, beside which the benchmarks measure', function () {
  this.timeout(60_000);
  const network = createTutorialNetwork(VOCABULARY, HIDDEN, seededRandom(1));
  const plain = ({ rows, data }: { rows: number; data: Float64Array }) => ({ rows, data: [...data] });
  const { embedding, U, W, V } = network;
  let theirs: number[][][] | undefined;
  before(() => {
    theirs = peerGradients({
      ...{ embedding: plain(embedding!), U: plain(U), W: plain(W), V: plain(V) }, // it has embeddings
      ...{ words: WORDS, targets: TARGETS, truncations: TRUNCATIONS },
    });
  });

  TRUNCATIONS.forEach((truncation, index) => {
    it(`has the same gradient, looking back ${truncation} steps`, function () {
      if (!theirs) {
        this.test!.title += ' (not run: no python3 here has the numpy module)';
        this.skip();
      }
      const own = backward(network, forward(network, WORDS, new Float64Array(HIDDEN)), TARGETS, truncation);
      (['U', 'W', 'V'] as const).forEach((name, at) => {
        own[name].data.forEach((slope, i) => {
          const expected = theirs![index]![at]![i]!; // not skipped
          ok(Math.abs(slope - expected) < 1e-9, `${name}[${i}]: ${slope}, in NumPy ${expected}`);
        });
      });
    });
  });
});
