/**
 * Whether the recipe (model/training/recipe.ts) is right for texts of every length: each text is trained on by its own plan and by those of
 * texts half and twice as long, at an equal budget of operations, and measured on the text that follows.
 * `npx tsx bench/recipe.ts [SECONDS] [CHECKOUT]`, after `npm run build`; default 10 seconds. With the folder of another checkout of
 * Inkling, its plan is compared in place of those: whether a change of the recipe makes any text worse.
 *
 * A second is one of a processor of 40 GFLOP/s, counted in operations and not by the clock, so that the figures do not depend on the machine.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { allocateWeights, loadParameters } from '../model/network/weights';
import { tokenizeProse } from '../model/tokenizer/prose';
import type { Token } from '../model/tokens/token';
import type { Snapshot, TrainingData } from '../model/training/api';
import { createHeldOut } from '../model/training/held-out';
import { planTraining, secondsPerToken, type TrainingPlan } from '../model/training/plan';
import { scaleOf } from '../model/training/recipe';
import { runSession } from '../model/training/session';
import { splitHeldOut } from '../model/training/split';
import { createTrainer } from '../model/training/trainer';
import { encodeCorpus, encodeTokens } from '../model/vocabulary/encode';
import { UNKNOWN } from '../model/vocabulary/special';
import { percent } from '../server/evaluation/number-text';
import { loadKernels } from '../server/threads/kernels';
import { datasetFiles, datasetFolder } from './datasets';
import { table } from './table';

/** Of the processor that the budgets are meant for. */
const SPEED = 40e9;
/** Tokens after the training text that are measured on. */
const MEASURED = 10_000;
/** Lengths on both sides of those that the recipe's numbers were found at. */
const TEXTS: readonly (readonly [name: 'moby-dick' | 'sotu', tokens: number])[] = [
  ['moby-dick', 1_500],
  ['sotu', 1_500],
  ['moby-dick', 5_000],
  ['sotu', 5_000],
  ['moby-dick', 21_000],
  ['sotu', 21_000],
  ['moby-dick', 60_000],
  ['sotu', 60_000],
  ['moby-dick', 220_000],
  ['sotu', 220_000],
  ['sotu', 600_000],
  ['sotu', 1_800_000],
];

interface Text {
  readonly data: TrainingData;
  readonly test: Int32Array;
}

const [seconds = '10', checkout] = process.argv.slice(2);
const budget = { seconds: Number(seconds) };
const rows: string[][] = [];
const read = { 'moby-dick': tokensOf('moby-dick'), sotu: tokensOf('sotu') };
for (const [name, tokens] of TEXTS) {
  process.stderr.write(`${name}, ${tokens} tokens …`);
  const text = readText(name, tokens);
  const own = planOf(text.data);
  const others = checkout
    ? [planOf(text.data, { plan: require(resolve(checkout, 'model/training/plan')).planTraining })]
    : [0.5, 2].map((by) => planOf(text.data, { scaleOf: by }));
  const perplexity = perplexityOf(text, own);
  rows.push([
    `${name}, ${tokens.toLocaleString('en')}`,
    describe(text.data, own),
    perplexity.toFixed(1),
    ...others.flatMap((other) => {
      if (isDeepStrictEqual(own, other)) return ['the same', '', ''];
      const theirs = perplexityOf(text, other);
      return [describe(text.data, other), theirs.toFixed(1), percent(theirs / perplexity - 1)];
    }),
  ]);
  process.stderr.write(`: ${rows.at(-1)!.slice(1).join(', ')}\n`); // there is this row
}
const otherHeads = checkout ? [checkout] : ['of half the text', 'of twice'];
const head = [
  'tokens',
  'plan',
  'perplexity',
  ...otherHeads.flatMap((other) => [other, 'perplexity', 'worse by']),
];
process.stdout.write(`${seconds} s of ${SPEED / 1e9} GFLOP/s, one seed\n\n${table(head, rows)}`);

/** The first tokens of a text, and those that follow them. */
function readText(name: 'moby-dick' | 'sotu', length: number): Text {
  const tokens = read[name];
  const { lexicon, vocabulary, documents } = encodeCorpus([tokens.slice(0, length)]);
  const known = (ids: Int32Array) => ids.map((id) => (id < vocabulary.size ? id : UNKNOWN));
  const { train, valid } = splitHeldOut(documents);
  const after = tokens.slice(length, length + MEASURED);
  return {
    data: { train: known(train), valid: known(valid), vocabularySize: vocabulary.size },
    test: known(encodeTokens(lexicon, after, { grow: false })),
  };
}

/** Moby Dick's chapters in their order; the addresses in the order of their names. */
function tokensOf(name: 'moby-dick' | 'sotu'): Token[] {
  const chapter = (_: unknown, index: number) => join(datasetFolder(name), `chapter_${index + 1}.txt`);
  const files = name === 'sotu' ? datasetFiles(name) : Array.from({ length: 135 }, chapter);
  return files.flatMap((file) => tokenizeProse(readFileSync(file, 'utf8')));
}

/** Ends when its budget is spent: by its tokens, not by a clock. */
function planOf(
  { train, valid, vocabularySize }: TrainingData,
  { plan = planTraining, scaleOf: by = 1 }: { plan?: typeof planTraining; scaleOf?: number } = {},
): TrainingPlan {
  const planned = plan({
    tokens: train.length,
    heldOutTokens: valid.length,
    vocabularySize,
    request: { budget, threads: 1, seed: 1 },
    speed: SPEED,
    scale: by === 1 ? undefined : scaleOf(by * train.length),
  });
  const affordable = Math.ceil(budget.seconds / secondsPerToken(planned, SPEED));
  return { ...planned, tokens: Math.min(planned.tokens, affordable) };
}

function perplexityOf({ data, test }: Text, plan: TrainingPlan): number {
  const kernels = loadKernels();
  const trainer = createTrainer({ kernels, data, plan, seed: 1 });
  let best: Snapshot | undefined;
  for (const event of runSession({ trainer, plan, now: () => 0 })) {
    if (event.kind === 'snapshot') best = event.snapshot;
  }
  const { config, parameters } = best!; // a whole session has a snapshot
  const weights = allocateWeights(config, (length) => kernels.allocate(length));
  loadParameters(weights, parameters);
  const { loss, tokens } = createHeldOut(kernels, weights, test, { streams: 1 }).measure();
  return Math.exp(loss / tokens);
}

function describe({ train }: TrainingData, { config, tokens, rate, outputDropout }: TrainingPlan): string {
  const passes = (tokens / train.length).toFixed(1);
  return `${config.hiddenSize} units, ${passes} passes, rate ${rate.toFixed(4)}, dropout ${outputDropout.toFixed(2)}`;
}
