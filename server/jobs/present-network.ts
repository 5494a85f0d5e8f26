/** What the corpus worker does about the network that a folder has already: trains on from it, or takes gone text out of it. */
import { readFileSync } from 'node:fs';
import { decodeModel, encodeModel } from '../../model/format/model-file';
import { redact } from '../../model/format/redact';
import type { TrainedModel } from '../../model/format/trained-model';
import type { StartingPoint, TrainingData } from '../../model/training/api';
import { carryOver } from '../../model/training/carry-over';
import type { SplitText } from '../../model/training/split';
import { splitLikeBefore } from '../../model/training/split-like-before';
import { countTokens } from '../../model/training/trainer';
import { createLexicon, type Lexicon } from '../../model/vocabulary/lexicon';
import { shareParameters } from '../bases/load';
import type { RedactJob } from '../corpus/jobs';
import { unpackText } from '../store/stored-model';
import { allocateFloats } from '../threads/shared-memory';

/** Fewer held-out tokens than this can't tell whether a training on a text of `JUDGED_FROM` tokens makes the network better. */
const LEAST_HELD_OUT = 200;
const JUDGED_FROM = 2_000;

/** The stored model, or undefined: none is there, none can be read, or it began from another base than the one that fits now. */
export function readPresent(path: string | undefined, base: string | undefined): TrainedModel | undefined {
  if (path === undefined) return undefined;
  try {
    const model = decodeModel(readBytes(path));
    return model.mode === 'prose' && model.provenance.base?.fingerprint === base ? model : undefined;
  } catch {
    return undefined; // it is trained anew then, and replaced
  }
}

/** How a text is divided for a network that has read most of it; undefined where that leaves too little to judge it by. */
export function splitFor(
  { corpus = new Int32Array(0), vocabulary, extraWords, provenance }: TrainedModel,
  lexicon: Lexicon,
  documents: readonly Int32Array[],
): SplitText | undefined {
  const stored = createLexicon(vocabulary, extraWords);
  const ids = Int32Array.from(corpus, (id) => lexicon.idOf(stored.key(id)));
  const end = Math.max(0, ids.length - provenance.heldOutTokens);
  const split = splitLikeBefore(documents, { train: ids.subarray(0, end), valid: ids.subarray(end) });
  const tokens = documents.reduce((sum, { length }) => sum + length, 0);
  return tokens >= JUDGED_FROM && split.valid.length < LEAST_HELD_OUT ? undefined : split;
}

/** Its weights under the ids of a new vocabulary. */
export function trainOnFrom(model: TrainedModel, lexicon: Lexicon, { train }: TrainingData): StartingPoint {
  const { vocabulary } = lexicon;
  const start = carryOver(model, vocabulary, countTokens(train, vocabulary.size), allocateFloats);
  return { ...start, parameters: shareParameters(start.parameters) };
}

/** The stored model's bytes, without what is gone from the text. */
export function redacted({ modelPath, kind: _, ...text }: RedactJob): Uint8Array {
  return encodeModel(redact(decodeModel(readBytes(modelPath)), unpackText(text)));
}

function readBytes(path: string): Uint8Array {
  const { buffer, byteOffset, length } = readFileSync(path);
  return new Uint8Array(buffer, byteOffset, length);
}
