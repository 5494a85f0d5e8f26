import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import { encodeModel } from '../../model/format/model-file';
import type { TrainedModel } from '../../model/format/trained-model';
import type { CellKind } from '../../model/network/config';
import type { TrainingPoint, TrainingRequest } from '../../model/training/api';
import type { Checkpoint } from '../../model/training/checkpoint';
import { version } from '../../package.json';
import { findLibrary, type Library, readLibrary } from '../library/read-library';
import { createWorkFiles, type WorkFiles } from '../library/work-files';
import { writeAtomically } from '../store/atomic-write';
import { CommandFailure, reasonOf } from './failure';
import { checkWritable } from './model-files';
import { columns, grouped, type Output, print } from './output';
import { runEngine } from './run-engine';
import type { Trained } from './trained';

export interface BaseOptions {
  readonly out: string;
  /** Seconds of training. */
  readonly budget: number;
  readonly hidden: number;
  readonly cell: CellKind;
  /** Entries of the vocabulary at most. */
  readonly vocabulary: number;
  readonly threads?: number;
  readonly seed: number;
  readonly valid?: string;
  /** Leaves the library in ids, `OUT.text`, for scale/train.py. */
  readonly keepText?: boolean;
  /** A note on sources and terms, for the provenance. */
  readonly terms?: string;
}

/** A kill costs at most so many seconds of training. */
const CHECKPOINT_SECONDS = 30;
const MILLISECONDS_BETWEEN_LINES = 10_000;
/** Points of the loss curve that go with the base. */
const POINTS_KEPT = 100;

/**
 * Trains a base: a network for a language, from which the network of a writer's text begins. Cut short at any time, the
 * same command goes on where it was.
 */
export async function baseCommand(
  paths: readonly string[],
  options: BaseOptions,
  output: Output,
): Promise<void> {
  await checkWritable(options.out);
  const found = await findLibrary(paths);
  for (const { path, reason } of found.leftOut) output.progress(`left out ${path}: ${reason}`);
  const { hidden, cell, vocabulary, seed, valid } = options;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([found.fingerprint, hidden, cell, vocabulary, seed, valid]))
    .digest('hex');
  const work = createWorkFiles(options.out, fingerprint);
  const library = (await work.readText()) ?? (await read(found, options, work, output));
  output.progress(
    `${grouped(library.train.length)} tokens to learn from, ${grouped(library.valid.length)} held out, vocabulary of ${grouped(library.vocabulary.size)}`,
  );
  const trained = await train(library, options, work, output);
  const model = modelOf(library, trained, options, paths);
  const bytes = encodeModel(model, 'int8');
  await writeAtomically(options.out, bytes).catch((error: unknown) => {
    throw new CommandFailure(`can't write the base to ${options.out}: ${reasonOf(error)}`);
  });
  await work.remove(options.keepText);
  report(options.out, bytes.length, model, output);
}

async function read(
  found: Awaited<ReturnType<typeof findLibrary>>,
  { vocabulary, valid }: BaseOptions,
  work: WorkFiles,
  output: Output,
): Promise<Library> {
  let told = performance.now();
  const library = await readLibrary(found, {
    vocabularySize: vocabulary,
    validPath: valid,
    onProgress: (files, of, tokens) => {
      if (performance.now() - told < MILLISECONDS_BETWEEN_LINES) return;
      told = performance.now();
      output.progress(`read ${grouped(files)} of ${grouped(of)} files, ${grouped(tokens)} tokens`);
    },
  }).catch((error: unknown) => {
    throw new CommandFailure(`can't read the library: ${reasonOf(error)}`);
  });
  await work.writeText(library);
  return library;
}

async function train(
  { train, valid, vocabulary }: Library,
  options: BaseOptions,
  work: WorkFiles,
  output: Output,
): Promise<Trained & { readonly threads: number }> {
  const threads = options.threads ?? (availableParallelism() >= 2 ? 2 : 1);
  const resume = await work.readCheckpoint();
  if (resume) output.progress(`goes on after ${resume.seconds.toFixed(0)} s of training`);
  const request: TrainingRequest = {
    budget: { seconds: options.budget },
    threads,
    seed: options.seed,
    cell: options.cell,
    hiddenSize: options.hidden,
    resume,
    checkpointSeconds: CHECKPOINT_SECONDS,
  };
  let writing = Promise.resolve();
  const onCheckpoint = (checkpoint: Checkpoint) => {
    writing = writing
      .then(() => work.writeCheckpoint(checkpoint))
      .catch((error: unknown) => output.progress(`can't keep a checkpoint: ${reasonOf(error)}`));
  };
  const trained = await runEngine({ train, valid, vocabularySize: vocabulary.size }, request, output, {
    onCheckpoint,
    secondsBetweenLines: MILLISECONDS_BETWEEN_LINES / 1000,
  });
  await writing;
  return { ...trained, threads };
}

function modelOf(
  { vocabulary, collections, train, valid }: Library,
  { config, parameters, history, heldOutLoss, threads }: Trained & { readonly threads: number },
  options: BaseOptions,
  paths: readonly string[],
): TrainedModel {
  return {
    mode: 'prose',
    preset: config.cell,
    vocabulary,
    extraWords: [],
    config,
    parameters,
    history: thinned(history),
    provenance: {
      program: `inkling ${version}`,
      trainedAt: new Date().toISOString(),
      seed: options.seed,
      threads,
      seconds: history.at(-1)?.seconds ?? 0,
      documents: collections.reduce((sum, { files }) => sum + files, 0),
      tokens: train.length,
      heldOutTokens: valid.length,
      heldOutLoss: valid.length > 0 ? heldOutLoss : undefined,
      library: {
        collections,
        terms: options.terms,
        node: process.version,
        command: commandOf(paths, options),
      },
    },
  };
}

/** As it can be typed again; of the paths only the last part, as what stands before it is one machine's. */
function commandOf(paths: readonly string[], options: BaseOptions): string {
  const { budget, hidden, cell, vocabulary, threads, seed, valid } = options;
  const given = [
    ...paths.map((path) => basename(resolve(path))),
    `--out ${basename(options.out)} --budget ${budget}s --hidden ${hidden} --cell ${cell}`,
    `--vocabulary ${vocabulary} --seed ${seed}`,
    ...(threads === undefined ? [] : [`--threads ${threads}`]),
    ...(valid === undefined ? [] : [`--valid ${basename(resolve(valid))}`]),
  ];
  return `inkling base ${given.join(' ')}`;
}

/** The points where held-out text was measured, and about as many of the others as make a curve. */
function thinned(history: readonly TrainingPoint[]): TrainingPoint[] {
  const every = Math.max(1, Math.ceil(history.length / POINTS_KEPT));
  return history.filter(({ heldOutLoss }, index) => heldOutLoss !== undefined || index % every === 0);
}

function report(path: string, bytes: number, { config, provenance }: TrainedModel, output: Output): void {
  const { tokens, heldOutTokens, heldOutLoss, seconds } = provenance;
  const result = {
    base: path,
    bytes,
    ...config,
    tokens,
    heldOutTokens,
    seconds,
    heldOutLoss,
    heldOutPerplexity: heldOutLoss === undefined ? undefined : Math.exp(heldOutLoss),
  };
  print(output, result, () =>
    columns([
      ['base', `${path}, ${grouped(bytes)} bytes`],
      [
        'network',
        `${config.cell}, hidden size ${config.hiddenSize}, vocabulary ${grouped(config.vocabularySize)}`,
      ],
      ['trained', `${seconds.toFixed(0)} s on ${grouped(tokens)} tokens`],
      ['held-out perplexity', result.heldOutPerplexity?.toFixed(1) ?? 'not measured'],
    ]),
  );
}
