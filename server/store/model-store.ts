import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeModel, encodeModel } from '../../model/format/model-file';
import { ModelFileError } from '../../model/format/model-file-error';
import type { TrainedModel } from '../../model/format/trained-model';
import { withoutWithheld } from '../../model/format/withheld';
import { sentence } from '../sentences';
import { removeAbandoned, writeAtomically } from './atomic-write';
import { messageOf } from './message-of';
import { setAside } from './set-aside';

const MODEL_FILE = 'model.inkling';

export interface Loaded {
  readonly model?: TrainedModel;
  /** One sentence for the writer, where something was wrong. */
  readonly problem?: string;
}

/** The workspace's model on disk: one file in the storage folder. */
export interface ModelStore {
  readonly path: string;
  /** Never throws: a damaged file, or one of another version, is set aside and reported. */
  load(): Promise<Loaded>;
  /** Replaces the file whole. Returns the problem, in one sentence, instead of throwing: the model in memory goes on. */
  save(model: TrainedModel): Promise<string | undefined>;
  /** The same for a file's bytes. */
  replace(bytes: Uint8Array): Promise<string | undefined>;
  /** Deletes the file, if there is one; returns the problem. */
  remove(): Promise<string | undefined>;
}

export interface ModelStoreOptions {
  readonly write?: typeof writeAtomically;
  /** A last look at a model that was read; throws `ModelFileError` where it is of no use. Default: none. */
  check?(model: TrainedModel): void;
}

export function createModelStore(
  folder: string,
  { write = writeAtomically, check = () => {} }: ModelStoreOptions = {},
): ModelStore {
  const path = join(folder, MODEL_FILE);
  async function replace(encode: () => Uint8Array): Promise<string | undefined> {
    try {
      await mkdir(folder, { recursive: true });
      await write(path, encode());
      return undefined;
    } catch (error) {
      return notSaved(messageOf(error));
    }
  }
  return {
    path,
    async load() {
      let bytes: Uint8Array;
      try {
        await removeAbandoned(path);
        const { buffer, byteOffset, length } = await readFile(path);
        bytes = new Uint8Array(buffer, byteOffset, length); // a plain array: a Buffer's slice() does not copy
      } catch (error) {
        return isMissing(error)
          ? {}
          : { problem: sentence("The stored model can't be read: {0}.", messageOf(error)) };
      }
      try {
        const model = withoutWithheld(decodeModel(bytes));
        check(model);
        return { model };
      } catch (error) {
        if (!(error instanceof ModelFileError)) throw error;
        return { problem: await putAside(path, error) };
      }
    },
    save: (model) => replace(() => encodeModel(model)),
    replace: (bytes) => replace(() => bytes),
    async remove() {
      try {
        await rm(path, { force: true });
        return undefined;
      } catch (error) {
        return sentence(
          "The stored model can't be deleted ({0}): delete {1} to be rid of the text that it was learned from.",
          ...[messageOf(error), path],
        );
      }
    },
  };
}

/** What the writer is told when the model can't be written. */
export function notSaved(reason: string): string {
  return sentence(
    "The model can't be saved ({0}). It works until the editor closes, and is saved as soon as that is possible.",
    reason,
  );
}

async function putAside(path: string, error: ModelFileError): Promise<string> {
  try {
    await setAside(path);
  } catch (failure) {
    return sentence(
      "The stored model can't be used, nor set aside ({0}). {1}",
      ...[messageOf(failure), error.message],
    );
  }
  return sentence(
    "The stored model can't be used and was set aside; a new one is being trained. {0}",
    error.message,
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
