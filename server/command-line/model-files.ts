/** Model files where the user says, rather than in an editor's storage folder. */
import { access, constants, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { decodeModel, encodeModel } from '../../model/format/model-file';
import { ModelFileError } from '../../model/format/model-file-error';
import type { TrainedModel } from '../../model/format/trained-model';
import { writeAtomically } from '../store/atomic-write';
import { CommandFailure, reasonOf } from './failure';

export async function readModel(path: string): Promise<{ model: TrainedModel; bytes: number }> {
  try {
    const bytes = await readFile(path);
    return { model: decodeModel(bytes), bytes: bytes.length };
  } catch (error) {
    if (error instanceof ModelFileError) throw new CommandFailure(`${path}: ${error.message}`);
    throw new CommandFailure(`can't read the model ${path}: ${reasonOf(error)}`);
  }
}

/** Throws where the file can't be written. Called before training, so that its result is not lost. */
export async function checkWritable(path: string): Promise<void> {
  try {
    await access(dirname(resolve(path)), constants.W_OK);
  } catch (error) {
    throw new CommandFailure(`can't write the model to ${path}: ${reasonOf(error)}`);
  }
}

/** Replaces the file whole or, if that fails, leaves the old one as it was. */
export async function writeModel(path: string, model: TrainedModel): Promise<void> {
  try {
    await writeAtomically(path, encodeModel(model));
  } catch (error) {
    throw new CommandFailure(`can't write the model to ${path}: ${reasonOf(error)}`);
  }
}
