import { equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel } from '../../../model/format/model-file';
import { createPlainKernels } from '../../../model/kernels/plain';
import type { NetworkConfig } from '../../../model/network/config';
import { loadNetwork } from '../../../model/prediction/loaded-network';
import { RecurrentComponent } from '../../../model/prediction/recurrent';
import { exampleModel, exampleParameters, exampleVocabulary } from './example-model';

const VOCABULARY = 203;
const common = { vocabularySize: VOCABULARY, embeddingSize: 48, hiddenSize: 48, layers: 1, tied: true };
const configs: NetworkConfig[] = [
  { ...common, cell: 'elman' },
  { ...common, cell: 'gru' },
  { ...common, cell: 'lstm' },
  { ...common, cell: 'elman', layers: 2, embeddingSize: 20, tied: false },
  { ...common, cell: 'gru', layers: 3 },
  { ...common, cell: 'lstm', layers: 2, embeddingSize: 20, tied: false },
];
const TEXT = Array.from({ length: 40 }, (_, i) => (i * i * 7 + i * 3 + 1) % VOCABULARY);
const TOLERANCE = 1e-4;

const SKIPPED = 77;

/** What the script answers under the first Python that has what it imports. */
function answerOf(script: string, request: unknown): number[][][] | undefined {
  for (const python of ['python3', '/usr/bin/python3']) {
    const input = JSON.stringify(request);
    const { status, stdout, stderr } = spawnSync(python, [join('test', 'python', script)], {
      input,
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      maxBuffer: 2 ** 26,
    });
    if (status === null || status === SKIPPED) continue;
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as number[][][]; // the scripts say so
  }
  return undefined;
}

/** log P of every word after each token of the text, as Inkling predicts. */
function ownAnswer(config: NetworkConfig): number[][] {
  const network = loadNetwork(config, exampleParameters(config), createPlainKernels());
  const component = new RecurrentComponent(network, () => VOCABULARY);
  const out = new Float32Array(VOCABULARY);
  return TEXT.map((id) => {
    component.advance(id);
    component.probabilities(out);
    return Array.from(out, Math.log);
  });
}

describe('a model file in Python', function () {
  this.timeout(60_000);
  let folder: string;
  let models: string[];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-'));
    models = configs.map((config, index) => {
      const path = join(folder, `${index}.inkling`);
      const words = Array.from({ length: VOCABULARY - 3 }, (_, word) => `word${word}`);
      const parameters = exampleParameters(config);
      writeFileSync(
        path,
        encodeModel(exampleModel({ config, parameters, vocabulary: exampleVocabulary(words) })),
      );
      return path;
    });
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [library, script] of [
    ['NumPy', 'numpy_model.py'],
    ['PyTorch', 'pytorch_model.py'],
  ] as const) {
    it(`gives the same log probabilities with ${library}`, function () {
      const answer = answerOf(script, { models, text: TEXT });
      if (!answer) {
        this.test!.title += ` (no Python with ${library} here)`; // a running test has itself
        this.skip();
      }
      equal(answer.length, configs.length);
      configs.forEach((config, index) => {
        const own = ownAnswer(config);
        let worst = 0;
        own.forEach((row, token) => {
          row.forEach((value, word) => {
            worst = Math.max(worst, Math.abs(value - answer[index]![token]![word]!));
          });
        });
        ok(worst < TOLERANCE, `${config.cell}, ${config.layers} layers: off by ${worst}`);
      });
    });
  }
});
