import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeModel, encodeModel, type StoredWeights } from '../../model/format/model-file';
import { encodeSafetensors } from '../../model/format/safetensors';
import type { TrainedModel } from '../../model/format/trained-model';
import { createPlainKernels } from '../../model/kernels/plain';
import type { CellKind, NetworkConfig, Parameter } from '../../model/network/config';
import { loadParameters, namedParameters } from '../../model/network/weights';
import type { TrainingPlan } from '../../model/training/plan';
import { createTrainer } from '../../model/training/trainer';
import { vocabularyToJson } from '../../model/vocabulary/json';
import { SPECIAL_TOKENS } from '../../model/vocabulary/special';
import type { Vocabulary } from '../../model/vocabulary/vocabulary';
import { exampleModel, exampleParameters, exampleVocabulary } from '../model/format/example-model';

const VOCABULARY = 31;
const HIDDEN = 12;
const STREAMS = 5;
const STEPS = 7;
const RATE = 0.01;
const WARM_UP = 0.03;
const TOLERANCE = 1e-4;
const SKIPPED = 77;

interface Case {
  readonly cell: CellKind;
  readonly layers: number;
  /** With none, the candidates are the block's targets: a sampled softmax that leaves nothing to chance. */
  readonly samples: 'full' | 0;
  readonly clipNorm: number;
  /** How the file stores the weights that both start from. */
  readonly stored: StoredWeights;
}

/** Two steps of each, in TypeScript and in PyTorch. */
const cases: readonly Case[] = [
  { cell: 'gru', layers: 1, samples: 'full', clipNorm: 1, stored: 'float32' },
  { cell: 'lstm', layers: 1, samples: 'full', clipNorm: 1, stored: 'float32' },
  { cell: 'lstm', layers: 2, samples: 'full', clipNorm: 1e-6, stored: 'float32' },
  { cell: 'gru', layers: 1, samples: 0, clipNorm: 1, stored: 'float32' },
  { cell: 'lstm', layers: 1, samples: 0, clipNorm: 1, stored: 'int8' },
];

/** Each in one process and in two, which take 2 and 3 of the streams. */
const teamSamples = ['full', 4] as const;

function configOf(cell: CellKind, layers = 1): NetworkConfig {
  return { cell, vocabularySize: VOCABULARY, embeddingSize: HIDDEN, hiddenSize: HIDDEN, layers, tied: true };
}

function ids(length: number, seed: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => (i * i + seed * i) % VOCABULARY);
}

const library = { train: ids(400, 3), valid: ids(450, 5) };

const words = Array.from({ length: VOCABULARY - SPECIAL_TOKENS.length }, (_, word) => `wörd${word}`);

/** As `inkling base --keep-text` leaves it. */
function encodeText({ train, valid }: typeof library, vocabulary: Vocabulary): Uint8Array {
  const tensors = new Map([
    ['train', { shape: [train.length], data: train }],
    ['valid', { shape: [valid.length], data: valid }],
  ]);
  const metadata = { vocabulary: JSON.stringify(vocabularyToJson(vocabulary)) };
  return encodeSafetensors({ metadata, tensors });
}

/** The TypeScript trainer's two steps from the weights of a model. */
function trainHere({ config, parameters }: TrainedModel, { samples, clipNorm }: Case) {
  const plan: TrainingPlan = {
    config,
    streams: STREAMS,
    steps: STEPS,
    samples,
    optimiser: 'adam',
    rate: RATE,
    warmUp: WARM_UP,
    clipNorm,
    inputDropout: 0,
    outputDropout: 0,
    weightDecay: 0,
    tokens: 2 * STREAMS * STEPS,
    measurements: 1,
    heldOutTokens: library.valid.length,
  };
  const data = { ...library, vocabularySize: VOCABULARY };
  const trainer = createTrainer({ kernels: createPlainKernels(), data, plan, seed: 1 });
  loadParameters(trainer.weights, parameters);
  const trainingLoss = (trainer.step(0) + trainer.step(0.5)) / 2;
  return { parameters: namedParameters(trainer.weights), trainingLoss, heldOut: trainer.measure()! };
}

/** The greatest difference between two models' weights. */
function distance(ours: readonly Parameter[], theirs: readonly Parameter[]): number {
  assert.deepEqual(
    theirs.map(({ name, shape }) => [name, shape]),
    ours.map(({ name, shape }) => [name, shape]),
  );
  let worst = 0;
  ours.forEach(({ data }, index) => {
    const other = theirs[index]!.data; // same names, so as many of them
    data.forEach((value: number, at: number) => {
      worst = Math.max(worst, Math.abs(value - other[at]!));
    });
  });
  return worst;
}

function assertNear(actual: number | undefined, expected: number, what: string): void {
  assert.ok(Math.abs(actual! - expected) < TOLERANCE, `${what}: ${actual}, expected ${expected}`);
}

describe('training with PyTorch, scale/train.py', function () {
  this.timeout(120_000); // PyTorch takes its time to load on a busy machine
  let folder: string;
  /** How each run of `alone` ended; undefined where no Python has PyTorch. */
  let messages: (string | null)[] | undefined;

  const path = (name: string): string => join(folder, name);
  const model = (name: string): TrainedModel => decodeModel(readFileSync(path(name)));
  const training = (start: number, out: string, ...more: (string | number)[]): string[] => [
    ...['--text', path('library.text'), '--model', path(`start-${start}`), '--out', path(out)],
    ...['--streams', STREAMS, '--bptt', STEPS, '--rate', RATE, '--warm-up', WARM_UP, ...more].map(String),
  ];
  const twoSteps = (start: number, out: string, ...more: (string | number)[]): string[] =>
    training(start, out, '--steps', 2, '--measurements', 1, ...more);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-'));
    const vocabulary = exampleVocabulary(words);
    cases.forEach(({ cell, layers, stored }, index) => {
      const config = configOf(cell, layers);
      const parameters = exampleParameters(config, index + 1);
      const start = exampleModel({ config, parameters, vocabulary, preset: cell, corpus: undefined });
      writeFileSync(path(`start-${index}`), encodeModel(start, stored));
    });
    writeFileSync(path('library.text'), encodeText(library, vocabulary));
    writeFileSync(path('strange.text'), encodeText(library, exampleVocabulary(words.toReversed())));
    messages = run({
      pairs: teamSamples.map((samples) => twoSteps(0, `two-${samples}`, '--samples', samples)),
      alone: [
        ...cases.map(({ samples, clipNorm }, index) =>
          twoSteps(index, `${index}`, '--samples', samples, '--clip', clipNorm),
        ),
        ...teamSamples.map((samples) => twoSteps(0, `one-${samples}`, '--samples', samples)),
        twoSteps(0, 'int8', '--samples', 'full', '--int8'),
        training(0, 'lstm', '--cell', 'lstm', '--hidden', 16, '--epochs', 8, '--measurements', 4),
        ['--text', path('strange.text'), '--model', path('start-0'), '--out', path('strange')],
      ],
    });
  });
  after(() => rmSync(folder, { recursive: true }));

  function run(request: { pairs: string[][]; alone: string[][] }): (string | null)[] | undefined {
    for (const python of ['python3', '/usr/bin/python3']) {
      const { status, stdout, stderr } = spawnSync(python, [join(__dirname, 'train_runs.py')], {
        input: JSON.stringify(request),
        encoding: 'utf8',
        env: {
          ...process.env,
          OMP_NUM_THREADS: '1',
          PYTHONDONTWRITEBYTECODE: '1',
          GLOO_SOCKET_IFNAME: process.platform === 'darwin' ? 'lo0' : 'lo',
        },
      });
      if (status === null || status === SKIPPED) continue;
      assert.equal(status, 0, stderr);
      return JSON.parse(stdout) as (string | null)[]; // the script says so
    }
    return undefined;
  }

  const withTorch = (title: string, test: () => void): void => {
    it(title, function () {
      if (!messages) {
        this.test!.title += ' (not run: no Python with PyTorch here)'; // a running test has itself
        this.skip();
      }
      test();
    });
  };

  withTorch('ends well, or with a sentence where the text is of another vocabulary', () => {
    const last = messages!.length - 1; // else the test is skipped
    assert.deepEqual(messages!.slice(0, last), new Array(last).fill(null));
    assert.match(
      messages![last]!,
      /The ids of .*strange.text are those of another vocabulary than that of .*start-0/,
    );
  });

  cases.forEach((each, index) => {
    const { cell, layers, samples, clipNorm, stored } = each;
    const title = `${layers} × ${cell}, samples ${samples}, clip ${clipNorm}, from ${stored}`;
    withTorch(`takes two steps as we do: ${title}`, () => {
      const start = model(`start-${index}`);
      const ours = trainHere(start, each);
      const theirs = model(`${index}`);
      assert.ok(distance(start.parameters, ours.parameters) > 20 * TOLERANCE, 'hardly anything moved');
      assertNear(distance(ours.parameters, theirs.parameters), 0, 'greatest difference');

      const [point] = theirs.history;
      assert.equal(point!.tokens, 2 * STREAMS * STEPS);
      assertNear(point!.trainingLoss, ours.trainingLoss, 'training loss');
      assertNear(point!.heldOutLoss, ours.heldOut.loss, 'held-out loss');
      assertNear(point!.top1, ours.heldOut.top1, 'top 1');
      assertNear(point!.top3, ours.heldOut.top3, 'top 3');
    });
  });

  for (const samples of teamSamples) {
    withTorch(`gives the same weights in two processes as in one: samples ${samples}`, () => {
      const one = model(`one-${samples}`);
      const two = model(`two-${samples}`);
      assertNear(distance(one.parameters, two.parameters), 0, 'greatest difference');
      assertNear(two.provenance.heldOutLoss, one.provenance.heldOutLoss!, 'held-out loss');
      assert.deepEqual([one.provenance.threads, two.provenance.threads], [1, 2]);
    });
  }

  withTorch('keeps what it does not train, and says where the weights come from', () => {
    const start = model('start-0');
    const { mode, config, vocabulary, extraWords, mixture, history, provenance } = model('0');
    assert.deepEqual(
      { mode, config, extraWords },
      { mode: start.mode, config: start.config, extraWords: start.extraWords },
    );
    assert.deepEqual([vocabulary.keys, vocabulary.counts], [start.vocabulary.keys, start.vocabulary.counts]);
    assert.equal(mixture, undefined);
    assert.ok(!Number.isNaN(Date.parse(provenance.trainedAt)));
    assert.deepEqual(provenance, {
      ...start.provenance,
      program: 'inkling scale/train.py',
      trainedAt: provenance.trainedAt,
      seconds: history[0]!.seconds,
      tokens: library.train.length,
      heldOutTokens: library.valid.length,
      heldOutLoss: history[0]!.heldOutLoss,
    });
  });

  withTorch('writes matrices in eight bits, and biases as they are', () => {
    const exact = model('0').parameters;
    const rounded = model('int8').parameters;
    exact.forEach(({ shape, data }, index) => {
      const largest = shape.length === 2 ? Math.max(...data.map(Math.abs)) : 0;
      const off = distance([exact[index]!], [rounded[index]!]);
      assert.ok(off <= (1.001 * largest) / 127 / 2, `${exact[index]!.name}: off by ${off}`);
    });
    assert.ok(readFileSync(path('int8')).length < readFileSync(path('0')).length);
  });

  withTorch('starts from new weights where another cell and size is asked for, and learns', () => {
    const { config, preset, history } = model('lstm');
    assert.deepEqual(config, { ...configOf('lstm'), embeddingSize: 16, hiddenSize: 16 });
    assert.equal(preset, 'lstm');
    assert.equal(history.length, 4);
    assert.ok(history[3]!.trainingLoss < history[0]!.trainingLoss - 0.1, JSON.stringify(history));
  });
});
