/** Reads and writes a workspace's checkpoint. Runs in a thread of its own: hashing, encoding and the disk take their time. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BaseProvenance } from '../../model/format/trained-model';
import type { Measurement } from '../../model/training/trainer';
import { version } from '../../package.json';
import { removeAbandoned, writeAtomically } from '../store/atomic-write';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint-file';
import type { Answer, Notes, Question, TrainingInputs, Unfinished } from './checkpoint-messages';

/** Answers one question at a time. */
export function keepCheckpoint(path: string): (question: Question) => Promise<Answer> {
  /** Goes with every checkpoint of the training that was opened. */
  let common: Record<string, string> = {};

  /** The checkpoint to go on from, if the file's is of this training; any other is deleted. */
  async function open(inputs: TrainingInputs): Promise<Answer> {
    const { vocabulary, base } = inputs;
    const fingerprint = fingerprintOf(inputs);
    common = { fingerprint, vocabulary, ...(base && { base: JSON.stringify(base) }) };
    const found = await read(path);
    if (found?.metadata.fingerprint === fingerprint) {
      const { checkpoint, metadata } = found;
      const notes = JSON.parse(metadata.notes ?? 'null') as Notes; // as written below
      return { kind: 'open', resume: checkpoint, notes };
    }
    await rm(path, { force: true });
    return { kind: 'open' };
  }

  return async (question) => {
    switch (question.kind) {
      case 'peek':
        return { kind: 'peek', unfinished: await peek(path) };
      case 'open':
        return open(question.inputs);
      case 'write': {
        const { checkpoint, notes } = question;
        const metadata = { ...common, notes: JSON.stringify(notes) };
        await mkdir(dirname(path), { recursive: true });
        await writeAtomically(path, encodeCheckpoint({ checkpoint, metadata }));
        return { kind: 'write' };
      }
    }
  };
}

async function read(path: string): Promise<ReturnType<typeof decodeCheckpoint> | undefined> {
  try {
    await removeAbandoned(path);
    return decodeCheckpoint(await readFile(path));
  } catch {
    return undefined; // missing, damaged or another version's
  }
}

async function peek(path: string): Promise<Unfinished | undefined> {
  const found = await read(path);
  const { best } = found?.checkpoint ?? {};
  const { vocabulary, base, notes } = found?.metadata ?? {};
  if (!best || vocabulary === undefined) return undefined;
  return {
    ...best,
    vocabulary,
    base: base === undefined ? undefined : (JSON.parse(base) as BaseProvenance), // as written above
    untaught: (JSON.parse(notes ?? 'null') as { untaught?: Measurement } | null)?.untaught,
  };
}

/** Hash of everything that the trained weights depend on, but for the number of threads. */
function fingerprintOf({ data, start, request, vocabulary }: TrainingInputs): string {
  const hash = createHash('sha256');
  const { train, valid, counts } = data;
  const parameters = start?.parameters ?? [];
  const arrays = [
    train,
    valid,
    ...(counts ? [counts] : []),
    ...parameters.map(({ data: numbers }) => numbers),
  ];
  hash.update(
    JSON.stringify([version, request, vocabulary, start?.config, arrays.map(({ length }) => length)]),
  );
  for (const { buffer, byteOffset, byteLength } of arrays)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}
