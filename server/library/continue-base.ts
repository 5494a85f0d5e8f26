/** A base goes on with more texts: the writer's own, in their own words. */
import { readFile } from 'node:fs/promises';
import { decodeModel, encodeModel } from '../../model/format/model-file';
import type { Token } from '../../model/tokenizer/token';
import { splitHeldOut } from '../../model/training/split';
import { startingPoint } from '../../model/training/starting-point';
import { encodeCorpus } from '../../model/vocabulary/encode';
import { version } from '../../package.json';
import { discoverFiles } from '../corpus/discover';
import { readDocuments } from '../corpus/read-documents';
import { trainingData } from '../corpus/training-data';
import { allocateFloats } from '../shared-ids';
import { writeAtomically } from '../store/atomic-write';
import { startTraining } from '../training/run';

export interface ContinueBaseOptions {
  /** The base to begin from. */
  readonly from: string;
  readonly paths: readonly string[];
  readonly out: string;
  /** Of training. */
  readonly seconds: number;
  readonly threads: number;
  readonly onProgress?: (progress: ContinueBaseProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ContinueBaseProgress {
  /** Of training so far. */
  readonly seconds: number;
  readonly loss?: number;
}

const SEED = 1;

/** Throws an `Error` where there is no text, or a file can't be read or written. */
export async function continueBase(options: ContinueBaseOptions): Promise<{ readonly words: number }> {
  const { from, paths, out, seconds, threads, onProgress, signal } = options;
  const { buffer, byteOffset, length } = await readFile(from);
  const base = decodeModel(new Uint8Array(buffer, byteOffset, length));
  const { files } = await discoverFiles(paths);
  let words = 0;
  let documents = 0;
  function* texts(): Generator<readonly Token[]> {
    for (const { tokens } of readDocuments(files, { maximumBytes: Number.POSITIVE_INFINITY })) {
      for (const { kind } of tokens) if (kind === 'word') words++;
      documents++;
      yield tokens;
    }
  }
  const { vocabulary, lexicon, documents: encoded } = encodeCorpus(texts(), { base });
  if (words === 0) throw new Error('there is no text in these folders');
  signal?.throwIfAborted();
  const { train, valid } = splitHeldOut(encoded);
  const occurrences = new Float64Array(vocabulary.size); // (vocabulary)
  for (const id of train) if (id < vocabulary.size) occurrences[id]!++;
  const { config, parameters, counts } = startingPoint(base, vocabulary, occurrences, allocateFloats);
  const data = { ...trainingData(train, valid, vocabulary.size), counts };
  const request = { budget: { seconds }, threads, seed: SEED, start: { config, parameters } };
  const run = startTraining(data, request, {
    onPoint: (point) => onProgress?.({ seconds: point.seconds, loss: point.heldOutLoss }),
    onSnapshot: () => {},
  });
  signal?.addEventListener('abort', () => run.cancel());
  const { best } = await run.done;
  signal?.throwIfAborted();
  const { library } = base.provenance;
  const model = {
    mode: 'prose' as const,
    preset: config.cell,
    vocabulary,
    extraWords: lexicon.wordsFrom(vocabulary.size),
    config,
    parameters: best?.parameters ?? parameters,
    history: [],
    provenance: {
      program: `inkling ${version}`,
      trainedAt: new Date().toISOString(),
      seed: SEED,
      threads,
      seconds,
      documents,
      tokens: train.length,
      heldOutTokens: valid.length,
      heldOutLoss: best?.heldOutLoss,
      library: {
        command: 'Inkling: Learn from Other Folders…',
        node: process.version,
        ...library,
        collections: [
          { name: 'the writer’s own texts', files: documents, words },
          ...(library?.collections ?? []),
        ],
      },
    },
  };
  await writeAtomically(out, encodeModel(model, 'int8'));
  return { words };
}
