/**
 * The English base among the peers: its network, with the rows of the text's own closed vocabulary and no others, taught the
 * text for as long as the peers train. `npx tsx bench/base-peer.ts TRAIN VALID TEST SECONDS` prints one JSON object.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeModel } from '../model/format/model-file';
import type { TrainedModel } from '../model/format/trained-model';
import { allocateWeights, loadParameters } from '../model/network/weights';
import { tokenizeWhitespace } from '../model/tokenizer/whitespace';
import { createHeldOut } from '../model/training/held-out';
import { type Base, startingPoint } from '../model/training/starting-point';
import { countTokens } from '../model/training/trainer';
import { encodeCorpus, encodeTokens } from '../model/vocabulary/encode';
import { entryOf, type Vocabulary, vocabularyOf } from '../model/vocabulary/vocabulary';
import { loadKernels } from '../server/threads/kernels';
import { startTraining } from '../server/training/run';

async function main(): Promise<void> {
  const [trainPath = '', validPath = '', testPath = '', seconds = '20'] = process.argv.slice(2);
  const mode = 'whitespace';
  const tokens = (path: string) => tokenizeWhitespace(readFileSync(path, 'utf8'));
  const { vocabulary, lexicon, documents } = encodeCorpus([tokens(trainPath)], { mode });
  const encode = (path: string) => encodeTokens(lexicon, tokens(path), { grow: false, mode });
  const train = documents[0]!; // one text, one document
  const model = decodeModel(readFileSync(join(__dirname, '..', 'bases', 'english.inkling')));
  const start = startingPoint(restricted(model, vocabulary), vocabulary, countTokens(train, vocabulary.size));
  let last = { seconds: 1, tokens: 0 };
  const { best } = await startTraining(
    { train, valid: encode(validPath), vocabularySize: vocabulary.size, counts: start.counts },
    { budget: { seconds: Number(seconds) }, threads: 1, seed: 1, start },
    {
      onPoint: (point) => {
        last = point;
      },
      onSnapshot() {},
    },
  ).done;
  const kernels = loadKernels();
  const weights = allocateWeights(best!.config, (length) => kernels.allocate(length)); // nobody cancels, so there is a snapshot
  loadParameters(weights, best!.parameters);
  const { loss, tokens: count } = createHeldOut(kernels, weights, encode(testPath), { streams: 1 }).measure();
  const result = {
    version: process.version,
    tokensPerSecond: last.tokens / last.seconds,
    seconds: last.seconds,
    perplexity: Math.exp(loss / count),
    note: 'has read 19 million words of other books',
  };
  process.stdout.write(JSON.stringify(result));
}

/** The base with a row for each word of `vocabulary` and no others; words that it lacks get that of <unk>. */
function restricted({ config, parameters, vocabulary: known }: TrainedModel, vocabulary: Vocabulary): Base {
  const rows = vocabulary.keys.map((key) => known.idOf(key));
  return {
    config: { ...config, vocabularySize: vocabulary.size },
    vocabulary: vocabularyOf(
      rows.map((row, id) => ({ ...entryOf(vocabulary, id), count: row === 0 ? 0 : known.counts[row]! })),
    ),
    parameters: parameters.map(({ name, shape, data }) => {
      if (name.startsWith('rnn.')) return { name, shape, data };
      const width = shape[1] ?? 1;
      const chosen = new Float32Array(rows.length * width);
      rows.forEach((row, id) => {
        chosen.set(data.subarray(row * width, (row + 1) * width), id * width);
      });
      return { name, shape: [rows.length, ...shape.slice(1)], data: chosen };
    }),
  };
}

void main();
