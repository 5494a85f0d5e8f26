/**
 * Reads base files, one after the other. Runs in the corpus worker: decoding one takes a few tenths of a second.
 */
import { readFileSync } from 'node:fs';
import { decodeModel } from '../../model/format/model-file';
import type { ExtraWord, Json, TrainedModel } from '../../model/format/trained-model';
import type { Parameter } from '../../model/network/config';
import { type VocabularyJson, vocabularyToJson } from '../../model/vocabulary/json';
import { mixtureFromJson } from '../prediction/fitted-mixture';
import { loadToPost, type PostedNetwork } from '../threads/posted-network';
import { allocateFloats } from '../threads/shared-memory';
import { type BaseFile, type BaseHeader, type BaseInfo, infoOf, readBaseHeader } from './base-file';

/** A base that can't be used. */
export interface BaseProblem extends BaseFile {
  /** What was got and what was expected. */
  readonly reason: string;
  /** Whether the file's content is damaged; false where it could not be read (missing, no permission). */
  readonly damaged: boolean;
}

/** A base as it is posted to the main thread, its network ready to be run. */
export interface LoadedBase {
  readonly info: BaseInfo;
  readonly network: PostedNetwork;
  readonly vocabulary: VocabularyJson;
  readonly extraWords: readonly ExtraWord[];
  /** How it is mixed with the other parts, and when it may speak, where the writer's text is not known. */
  readonly mixture?: Json;
}

/** The headers that could be read, and for each other file the reason. */
export function readHeaders(files: readonly BaseFile[], problems: BaseProblem[]): BaseHeader[] {
  const headers: BaseHeader[] = [];
  for (const file of files) {
    try {
      headers.push(readBaseHeader(file));
    } catch (error) {
      problems.push(problemOf(file, error));
    }
  }
  return headers;
}

export interface DecodedBase {
  readonly info: BaseInfo;
  readonly model: TrainedModel;
  readonly network: PostedNetwork;
}

/** The whole base, or undefined and a problem. */
export function decodeBase(file: BaseFile, problems: BaseProblem[]): DecodedBase | undefined {
  try {
    const { buffer, byteOffset, length } = readFileSync(file.path);
    const bytes = new Uint8Array(buffer, byteOffset, length);
    const model = decodeModel(bytes);
    const network = loadToPost(model, mixtureFromJson(model.mixture)?.temperature);
    return { info: infoOf(file, bytes, model), model, network };
  } catch (error) {
    problems.push(problemOf(file, error));
    return undefined;
  }
}

export function toBePosted({ info, network, model }: DecodedBase): LoadedBase {
  const { extraWords, mixture } = model;
  return { info, network, vocabulary: vocabularyToJson(model.vocabulary), extraWords, mixture };
}

/** The same weights where all threads can read one copy of them. */
export function shareParameters(parameters: readonly Parameter[]): Parameter[] {
  return parameters.map(({ name, shape, data }) => {
    if (!(data.buffer instanceof ArrayBuffer)) return { name, shape, data }; // they are already
    const shared = allocateFloats(data.length);
    shared.set(data);
    return { name, shape, data: shared };
  });
}

function problemOf({ path, origin }: BaseFile, error: unknown): BaseProblem {
  const reason = error instanceof Error ? error.message : String(error);
  // Errors of the file system carry a code, decoding errors don't.
  return { path, origin, reason, damaged: !(error instanceof Error && 'code' in error) };
}
