/**
 * What a long training keeps beside the file that it will write, so that it can go on after it was cut short: the text in
 * ids (`FILE.text`), written once, and a checkpoint (`FILE.partial`), written again and again. Both are safetensors,
 * and both go when the work is done, unless the text is kept for another program to train on.
 */
import { readFile, rm } from 'node:fs/promises';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../../model/format/safetensors';
import type { Checkpoint } from '../../model/training/checkpoint';
import { vocabularyFromJson, vocabularyToJson } from '../../model/vocabulary/json';
import { removeAbandoned, writeAtomically } from '../store/atomic-write';
import { allocateIds } from '../threads/shared-memory';
import { decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint-file';
import type { Library } from './read-library';

export interface WorkFiles {
  /** Undefined where there is no text of this fingerprint, or none that can be read. */
  readText(): Promise<Library | undefined>;
  writeText(library: Library): Promise<void>;
  /** Undefined where there is no checkpoint of this fingerprint, or none that can be read. */
  readCheckpoint(): Promise<Checkpoint | undefined>;
  writeCheckpoint(checkpoint: Checkpoint): Promise<void>;
  remove(keepText?: boolean): Promise<void>;
}

/**
 * @param out the file that the work is for.
 * @param fingerprint of all that the work depends on: files of another one are not gone on with.
 */
export function createWorkFiles(out: string, fingerprint: string): WorkFiles {
  const textPath = `${out}.text`;
  const checkpointPath = `${out}.partial`;

  /** Undefined where the file is missing, damaged or another version's: the work begins anew. */
  async function read<T>(path: string, parse: (bytes: Uint8Array) => T | undefined): Promise<T | undefined> {
    try {
      await removeAbandoned(path);
      return parse(await readFile(path));
    } catch {
      return undefined;
    }
  }

  return {
    readText: () =>
      read(textPath, (bytes) => {
        const { metadata, tensors } = decodeSafetensors(bytes);
        const { vocabulary = '', rarerWords = '', collections = '' } = metadata;
        if (metadata.fingerprint !== fingerprint) return undefined;
        return {
          vocabulary: vocabularyFromJson(JSON.parse(vocabulary)),
          rarerWords: JSON.parse(rarerWords) as Library['rarerWords'], // as written below
          collections: JSON.parse(collections) as Library['collections'],
          train: idsOf(tensors, 'train'),
          valid: idsOf(tensors, 'valid'),
        };
      }),

    async writeText({ vocabulary, rarerWords, collections, train, valid }) {
      const metadata = {
        fingerprint,
        vocabulary: JSON.stringify(vocabularyToJson(vocabulary)),
        rarerWords: JSON.stringify(rarerWords),
        collections: JSON.stringify(collections),
      };
      const tensors = new Map<string, Tensor>([
        ['train', { shape: [train.length], data: train }],
        ['valid', { shape: [valid.length], data: valid }],
      ]);
      await writeAtomically(textPath, encodeSafetensors({ metadata, tensors }));
    },

    readCheckpoint: () =>
      read(checkpointPath, (bytes) => {
        const { checkpoint, metadata } = decodeCheckpoint(bytes);
        return metadata.fingerprint === fingerprint ? checkpoint : undefined;
      }),

    async writeCheckpoint(checkpoint) {
      await writeAtomically(checkpointPath, encodeCheckpoint({ checkpoint, metadata: { fingerprint } }));
    },

    async remove(keepText = false) {
      if (!keepText) await rm(textPath, { force: true });
      await rm(checkpointPath, { force: true });
    },
  };
}

function idsOf(tensors: ReadonlyMap<string, Tensor>, name: string): Int32Array {
  const data = tensors.get(name)?.data;
  if (!(data instanceof Int32Array)) throw new RangeError(`${name}: expected token ids`);
  const ids = allocateIds(data.length);
  ids.set(data);
  return ids;
}
