/** Mutated files and messages: each is refused or read consistently, and the next valid one is answered. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CHECKSUM, checksumOf } from '../../model/format/checksum';
import { decodeModel, encodeModel } from '../../model/format/model-file';
import { ModelFileError } from '../../model/format/model-file-error';
import { decodeSafetensors, encodeSafetensors } from '../../model/format/safetensors';
import { createPlainKernels } from '../../model/kernels/plain';
import { seededRandom } from '../../model/training/random';
import type { BaseProblem } from '../../server/bases/load';
import { decodeBase, readHeaders } from '../../server/bases/load';
import { restoreModel } from '../../server/prediction/restored-model';
import { exampleModel } from '../model/format/example-model';
import { startServer, temporaryFolder } from '../server/language-server/server-process';
import { describeServer, folder, put, storage } from '../server/language-server/suite';
import { mutateJson, mutateNumbers, oddText, pick, type Random } from './mutate';
import { goodRequest, RawEditor } from './raw-editor';
import { full, rounds, seedOfPart } from './scale';

/** The promise is one second; of the main thread's processor time, as the machine may be busy with other things. */
const LONGEST_MS = 1000;
const MOST_BYTES = 512 * 2 ** 20;

/** Small, and with every part that a file can have. */
const SOUND = exampleModel({
  mixture: {
    weights: { network: 0.6, counts: 0.2, recency: 0.1, neuralCache: 0.1 },
    byMatch: [{ network: 0.9 }, { counts: 0.5 }],
    temperature: 1.1,
    heldOutLoss: 2,
    tokens: 100,
    adapting: { weights: { network: 1 }, temperature: 0.9, heldOutLoss: 2 },
    thresholds: { quiet: 0.5, balanced: 0.4, eager: 0.2 },
  },
  extraWords: [{ key: 'queequeg', form: 'Queequeg', count: 3 }],
  provenance: {
    ...exampleModel().provenance,
    heldOutLoss: 2,
    base: { name: 'English', fingerprint: '00', words: 5 },
    library: { collections: [{ name: 'a', files: 1, words: 9 }], command: 'inkling base', node: 'v20' },
  },
});

/** One damaged file. Half of them say a right checksum, so that what it protects is looked at too. */
function mutatedFile(random: Random): Uint8Array {
  const bytes = encodeModel(SOUND, random() < 0.5 ? 'int8' : 'float32');
  const kind = random();
  if (kind < 0.2) return mutateBytes(bytes, random);
  const file = decodeSafetensors(bytes);
  const metadata: Record<string, string> = { ...file.metadata };
  const tensors = new Map(file.tensors);
  const changes = 1 + Math.floor(1.3 * random());
  for (let change = 0; change < changes; change++) {
    if (random() < 0.6) {
      const name = pick(random, Object.keys(metadata));
      metadata[name] = mutatedEntry(metadata[name]!, random); // its own name
    } else {
      const name = pick(random, [...tensors.keys()]);
      const { shape, data } = tensors.get(name)!; // its own name
      if (random() < 0.8) tensors.set(name, { shape, data: mutateNumbers(data, random) });
      else if (random() < 0.5) tensors.delete(name);
      else tensors.set(name, { shape: [...shape].reverse(), data });
    }
  }
  if (random() < 0.5) delete metadata[CHECKSUM];
  else metadata[CHECKSUM] = checksumOf({ metadata, tensors });
  return encodeSafetensors({ metadata, tensors });
}

function mutatedEntry(text: string, random: Random): string {
  try {
    return JSON.stringify(mutateJson(JSON.parse(text), random)) ?? '';
  } catch {
    return oddText(random); // `mode`, `preset` and the like are no JSON
  }
}

function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = () => Math.floor(random() * bytes.length);
  const kind = random();
  if (kind < 0.2) return bytes.slice(0, at());
  const changed = kind < 0.4 ? Uint8Array.from([...bytes, ...bytes.subarray(at())]) : bytes.slice();
  if (kind < 0.6) changed.set(bytes.subarray(at()).subarray(0, 64), Math.max(0, at() - 64));
  const flips = Math.floor(8 * random());
  for (let flip = 0; flip < flips; flip++) changed[at()] = Math.floor(256 * random());
  if (random() < 0.2)
    new DataView(changed.buffer).setBigUint64(0, BigInt(Math.floor(random() * 2 ** 53)), true);
  return changed;
}

/** What a model predicts over a few tokens adds to 1 each time. */
function checkPredictions(bytes: Uint8Array): void {
  const { lexicon, createPredictor } = restoreModel(decodeModel(bytes), createPlainKernels(), true);
  const predictor = createPredictor();
  for (const id of [2, 3, 0, lexicon.size - 1, 1]) {
    predictor.advance(id);
    const probabilities = new Float32Array(lexicon.size);
    predictor.probabilities(probabilities);
    const sum = probabilities.reduce((total, p) => total + p, 0);
    assert.ok(Math.abs(sum - 1) < 0.01, `probabilities add to ${sum}`);
    assert.ok(probabilities.every((p) => p >= 0));
  }
}

describe('Mutated files', function () {
  this.timeout(full ? 3_600_000 : 60_000);

  it('are refused, or predict as models do', () => {
    const random = seededRandom(seedOfPart(11));
    const folder = temporaryFolder();
    const path = join(folder, 'x.inkling');
    const files = rounds(300, 10_000);
    const before = process.memoryUsage();
    let refused = 0;
    let slowest = 0;
    let most = 0;
    for (let n = 0; n < files; n++) {
      const bytes = mutatedFile(random);
      const begin = process.cpuUsage();
      try {
        checkPredictions(bytes);
      } catch (error) {
        if (!(error instanceof ModelFileError)) {
          writeFileSync(join(folder, 'failing.inkling'), bytes);
          throw new Error(`file ${n}, kept in ${folder}: ${error instanceof Error ? error.stack : error}`);
        }
        refused++;
      }
      // The same as one of the writer's own bases: its header, and all of it.
      writeFileSync(path, bytes);
      const problems: BaseProblem[] = [];
      readHeaders([{ path, origin: 'own' }], problems);
      decodeBase({ path, origin: 'own' }, problems);
      const { user, system } = process.cpuUsage(begin);
      slowest = Math.max(slowest, (user + system) / 1000);
      if (n % 50 === 0) most = Math.max(most, grown(before));
    }
    rmSync(folder, { recursive: true });
    console.log(
      `      ${files} files, ${refused} refused, the slowest ${slowest.toFixed(0)} ms of processor time, memory grown by ${(most / 2 ** 20).toFixed(0)} MB`,
    );
    assert.ok(refused > 0.5 * files && refused < files, `${refused} of ${files} refused`);
    assert.ok(slowest < LONGEST_MS);
    assert.ok(most < MOST_BYTES);
  });
});

function grown(before: NodeJS.MemoryUsage): number {
  const now = process.memoryUsage();
  return now.heapUsed + now.arrayBuffers - before.heapUsed - before.arrayBuffers;
}

describeServer('Mutated messages', () => {
  it('are survived, and the next good request is answered', async function () {
    this.timeout(full ? 3_600_000 : 120_000);
    put('one.md');
    const random = seededRandom(seedOfPart(13));
    const sequences = rounds(250, 9_700);
    let slowest = 0;
    let highest = 0;
    let editor: RawEditor | undefined;
    for (let n = 0; n < sequences; n++) {
      if (n % 2_500 === 0) {
        await editor?.stop();
        editor = new RawEditor(storage);
        await editor.initialize({ folder, storage });
      }
      const before = editor!.processorMs(); // set at the first round
      for (const message of editor!.mutatedSequence(random)) editor!.send(message);
      await goodRequest(editor!, `sequence ${n}`);
      slowest = Math.max(slowest, editor!.processorMs() - before);
      if (n % 50 === 0) highest = Math.max(highest, editor!.memoryBytes());
    }
    assert.equal(await editor!.stop(), 0);
    console.log(
      `      ${sequences} sequences, the slowest ${slowest.toFixed(0)} ms of the main thread, at most ${(highest / 2 ** 20).toFixed(0)} MB of memory`,
    );
    assert.ok(slowest < LONGEST_MS, `${slowest} ms`);
    assert.ok(highest < MOST_BYTES, `${highest} bytes`);
  });

  it('before and as initialize are survived too', async function () {
    this.timeout(full ? 3_600_000 : 120_000);
    const random = seededRandom(seedOfPart(17));
    const starts = rounds(4, 300);
    for (let n = 0; n < starts; n++) {
      const editor = new RawEditor(storage);
      for (const message of editor.mutatedSequence(random)) editor.send(message);
      const options = { folder, storage: join(storage, String(n)) };
      await editor.initialize(options, (params) => (random() < 0.7 ? mutateJson(params, random) : params));
      for (const message of editor.mutatedSequence(random)) editor.send(message);
      await goodRequest(editor, `start ${n}`);
      assert.equal(await editor.stop(), 0, `start ${n}`);
    }
    console.log(`      ${starts} starts`);
  });

  it('leave mutated models and bases set aside, and a server that learns', async function () {
    this.timeout(full ? 3_600_000 : 120_000);
    put('one.md');
    const random = seededRandom(seedOfPart(19));
    const starts = rounds(1, 40);
    for (let n = 0; n < starts; n++) {
      const own = join(storage, String(n));
      mkdirSync(join(own, 'bases'), { recursive: true });
      writeFileSync(join(own, 'model.inkling'), mutatedFile(random));
      writeFileSync(join(own, 'bases', 'mine.inkling'), mutatedFile(random));
      const server = await startServer({ folder, storage: own, userStorage: own });
      await server.status(({ model, state }) => model !== undefined && state === 'ready', 60_000);
      await server.stop();
      const written = readFileSync(join(own, 'model.inkling'));
      decodeModel(new Uint8Array(written.buffer, written.byteOffset, written.length));
      await delay(0);
    }
    console.log(`      ${starts} starts`);
  });
});
