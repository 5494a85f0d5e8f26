/** Makes a base from a library, or continues one with more text: reads, trains, fits, writes one file. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { NgramCounts } from '../../model/counts/ngram-counts';
import { decodeModel, encodeModel } from '../../model/format/model-file';
import type { Json, TrainedModel } from '../../model/format/trained-model';
import type { CellKind } from '../../model/network/config';
import { loadNetwork } from '../../model/prediction/loaded-network';
import type { Snapshot, TrainingPoint, TrainingRequest } from '../../model/training/api';
import type { Checkpoint } from '../../model/training/checkpoint';
import { startingPoint } from '../../model/training/starting-point';
import { countTokens } from '../../model/training/trainer';
import { createLexicon } from '../../model/vocabulary/lexicon';
import { entryOf, type Vocabulary, vocabularyOf } from '../../model/vocabulary/vocabulary';
import { version } from '../../package.json';
import { grouped } from '../evaluation/number-text';
import { judgeHeldOut } from '../evaluation/thresholds';
import { fitOnHeldOut, mixtureToJson } from '../prediction/fitted-mixture';
import { createPredictor } from '../prediction/predictor';
import { writeAtomically } from '../store/atomic-write';
import { loadKernels } from '../threads/kernels';
import { allocateFloats } from '../threads/shared-memory';
import { startTraining } from '../training/run';
import { thinned } from '../training/thinned';
import { findLibrary, type Library, type LibraryFiles, readLibrary } from './read-library';
import { createWorkFiles, type WorkFiles } from './work-files';

export interface BaseRequest {
  /** Files and folders to read. */
  readonly paths: readonly string[];
  /** The file to write. While the work goes on, two more lie beside it (work-files.ts). */
  readonly out: string;
  readonly seconds: number;
  readonly threads: number;
  readonly seed: number;
  /** A base to go on from; then its cell, size and vocabulary are taken over. Default: begin with nothing. */
  readonly from?: string;
  /** Units of the hidden layer. Default 256. */
  readonly hiddenSize?: number;
  /** Default GRU: at equal time as good as an LSTM, and quicker to ask. */
  readonly cell?: CellKind;
  /** Words with a row of their own at most. Default 26,000; beside a base's, as many of the text's as it may add. */
  readonly vocabularySize?: number;
  /** Text to hold out. Default: a part of the library. */
  readonly validPath?: string;
  /** Sources and terms, to go with the base. */
  readonly terms?: string;
  /** A kill costs at most so many seconds of training. Default 30. */
  readonly checkpointSeconds?: number;
  /** Leaves the library in ids, `OUT.text`, for scale/train.py. Default: it goes when the base is written. */
  readonly keepText?: boolean;
}

export interface BaseHost {
  /** One line on how far it has come. */
  progress(line: string): void;
  onPoint?(point: TrainingPoint): void;
  /** Ends training early; what was learned until then is written. */
  readonly signal?: AbortSignal;
}

export interface MadeBase {
  readonly model: TrainedModel;
  readonly bytes: number;
  /** Of the texts that were read this time. */
  readonly words: number;
}

const DEFAULTS = { hiddenSize: 256, cell: 'gru', vocabularySize: 26_000, checkpointSeconds: 30 } as const;
const MILLISECONDS_BETWEEN_LINES = 10_000;
/** The file as a whole, in bytes: rarer words are counted in it as far as there is room for them. */
const MOST_BYTES = 7_900_000;
/** Room for rarer words where the network alone is larger than that. */
const LEAST_EXTRA_BYTES = 200_000;
/** Held-out tokens on which the confidence of ghost text is judged. */
const JUDGED = 2000;

/**
 * Cut short at any time, the same request goes on where it was. Throws an `Error` with a reason where there is no text, the base
 * to go on from can't be read, or the file can't be written.
 */
export async function makeBase(request: BaseRequest, host: BaseHost): Promise<MadeBase> {
  const { paths, out, from, seed, validPath } = request;
  const { hiddenSize, cell } = { ...DEFAULTS, ...request };
  const vocabularySize = request.vocabularySize ?? DEFAULTS.vocabularySize;
  const found = await findLibrary(paths);
  for (const { path, reason } of found.leftOut) host.progress(`left out ${path}: ${reason}`);
  const before = from === undefined ? undefined : await readFile(from);
  const base = before && decodeModel(before);
  const baseHash = before && createHash('sha256').update(before).digest('hex');
  const shape = base ? [baseHash, request.vocabularySize] : [hiddenSize, cell, vocabularySize];
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([found.fingerprint, ...shape, seed, validPath]))
    .digest('hex');
  const work = createWorkFiles(out, fingerprint);
  const library = (await work.readText()) ?? (await read(found, request, base, work, host));
  host.progress(
    `${grouped(library.train.length)} tokens to learn from, ${grouped(library.valid.length)} held out, vocabulary of ${grouped(library.vocabulary.size)}`,
  );
  const { best, history } = await train(library, request, base, work, host);
  const made = await modelOf(library, best, history, request, base);
  await writeAtomically(out, made.bytes);
  await work.remove(request.keepText);
  const words = library.collections.reduce((sum, collection) => sum + collection.words, 0);
  return { model: made.model, bytes: made.bytes.length, words };
}

async function read(
  found: LibraryFiles,
  { vocabularySize, validPath }: BaseRequest,
  base: TrainedModel | undefined,
  work: WorkFiles,
  host: BaseHost,
): Promise<Library> {
  let told = performance.now();
  const library = await readLibrary(found, {
    vocabularySize: vocabularySize ?? (base ? undefined : DEFAULTS.vocabularySize),
    validPath,
    base,
    onProgress: (files, of, tokens) => {
      if (performance.now() - told < MILLISECONDS_BETWEEN_LINES) return;
      told = performance.now();
      host.progress(`read ${grouped(files)} of ${grouped(of)} files, ${grouped(tokens)} tokens`);
    },
  });
  await work.writeText(library);
  return library;
}

async function train(
  { train, valid, vocabulary }: Library,
  { seconds, threads, seed, ...shape }: BaseRequest,
  base: TrainedModel | undefined,
  work: WorkFiles,
  host: BaseHost,
): Promise<{ best: Snapshot; history: TrainingPoint[] }> {
  const resume = await work.readCheckpoint();
  if (resume) host.progress(`goes on after ${resume.seconds.toFixed(0)} s of training`);
  const start = base && startingPoint(base, vocabulary, countTokens(train, vocabulary.size), allocateFloats);
  const request: TrainingRequest = {
    budget: { seconds },
    threads,
    seed,
    cell: shape.cell ?? DEFAULTS.cell,
    hiddenSize: shape.hiddenSize ?? DEFAULTS.hiddenSize,
    start,
    resume,
    checkpointSeconds: shape.checkpointSeconds ?? DEFAULTS.checkpointSeconds,
  };
  const history: TrainingPoint[] = [];
  let writing = Promise.resolve();
  const run = startTraining(
    { train, valid, vocabularySize: vocabulary.size, counts: start?.counts },
    request,
    {
      onPoint: (point) => {
        history.push(point);
        host.onPoint?.(point);
      },
      onSnapshot: () => {}, // the best one comes at the end
      onCheckpoint: (checkpoint: Checkpoint) => {
        writing = writing
          .then(() => work.writeCheckpoint(checkpoint))
          .catch((error: unknown) => host.progress(`can't keep a checkpoint: ${error}`));
      },
    },
  );
  const cancel = () => run.cancel();
  host.signal?.addEventListener('abort', cancel);
  try {
    const { best } = await run.done;
    if (!best) throw new Error('there was too little text or time to train a network');
    return { best, history };
  } finally {
    host.signal?.removeEventListener('abort', cancel);
    await writing;
  }
}

async function modelOf(
  library: Library,
  { config, parameters, heldOutLoss }: Snapshot,
  history: readonly TrainingPoint[],
  request: BaseRequest,
  base: TrainedModel | undefined,
): Promise<{ model: TrainedModel; bytes: Uint8Array<ArrayBuffer> }> {
  const { train, valid, collections } = library;
  const vocabulary = plainlySpaced(library.vocabulary);
  const model: TrainedModel = {
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
      seed: request.seed,
      threads: request.threads,
      seconds: history.at(-1)?.seconds ?? 0,
      documents: collections.reduce((sum, { files }) => sum + files, 0),
      tokens: train.length,
      heldOutTokens: valid.length,
      heldOutLoss: valid.length > 0 ? heldOutLoss : undefined,
      library: {
        collections: distinct([...(base?.provenance.library?.collections ?? []), ...collections]),
        terms:
          distinct([base?.provenance.library?.terms, request.terms].filter(Boolean)).join('; ') || undefined,
        node: process.version,
        command: commandOf(request),
      },
    },
  };
  const room = Math.max(LEAST_EXTRA_BYTES, MOST_BYTES - encodeModel(model, 'int8').length);
  const extraWords = asManyAsFit(library.rarerWords, room);
  const mixture = await fitWithoutText({ ...model, extraWords }, valid);
  const whole = { ...model, extraWords, mixture };
  return { model: whole, bytes: encodeModel(whole, 'int8') };
}

/** How the network is mixed with the caches, and when it may speak, while no text of the writer's is known. */
async function fitWithoutText(model: TrainedModel, valid: Int32Array): Promise<Json | undefined> {
  const lexicon = createLexicon(model.vocabulary, model.extraWords);
  const network = loadNetwork(model.config, model.parameters, loadKernels());
  const counts = new NgramCounts();
  const fitted = fitOnHeldOut(lexicon, network, counts, valid);
  if (!fitted) return undefined;
  const predictor = createPredictor({ lexicon, network, counts, fitted });
  const { thresholds } = await judgeHeldOut({ lexicon, predictor }, [valid.subarray(-JUDGED)]);
  return { ...(mixtureToJson(fitted) as { readonly [key: string]: Json }), thresholds: { ...thresholds } }; // it is an object
}

/** Each word's share of a space before and after it rounded to 0 or 1: the rest comes from a library's line edges and quotes. Marks keep their learned shares. */
function plainlySpaced(vocabulary: Vocabulary): Vocabulary {
  return vocabularyOf(
    Array.from({ length: vocabulary.size }, (_, id) => {
      const entry = entryOf(vocabulary, id);
      if (entry.kind !== 'word') return entry;
      return {
        ...entry,
        spaceBeforeShare: Math.round(entry.spaceBeforeShare),
        spaceAfterShare: Math.round(entry.spaceAfterShare),
      };
    }),
  );
}

/** The most frequent of them, as far as `bytes` of JSON reach. */
function asManyAsFit(words: Library['rarerWords'], bytes: number): Library['rarerWords'] {
  let used = 0;
  const end = words.findIndex(({ key, form, count }) => {
    const shown = JSON.stringify([key, form === key ? '' : form, count]);
    // The JSON is itself a string of the header's JSON: each of its quotes is escaped.
    used += Buffer.byteLength(JSON.stringify(shown)) - 2;
    return used > bytes;
  });
  return end < 0 ? words : words.slice(0, end);
}

/** The command that makes the base again; paths by their last part, so that the file tells nothing of the machine's folders. */
function commandOf(request: BaseRequest): string {
  const { paths, out, seconds, threads, seed, validPath, from } = request;
  const { hiddenSize, cell } = { ...DEFAULTS, ...request };
  const vocabularySize = request.vocabularySize ?? DEFAULTS.vocabularySize;
  const last = (path: string) => basename(resolve(path));
  const network = from
    ? `--from ${last(from)}${request.vocabularySize === undefined ? '' : ` --vocabulary ${request.vocabularySize}`}`
    : `--hidden ${hiddenSize} --cell ${cell} --vocabulary ${vocabularySize}`;
  const valid = validPath === undefined ? '' : ` --valid ${last(validPath)}`;
  return `inkling base ${paths.map(last).join(' ')} --out ${last(out)} --budget ${seconds}s ${network} --threads ${threads} --seed ${seed}${valid}`;
}

/** What a base read before and reads again stands in its provenance once. */
function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
