/** What can be told of a base without decoding its weights: the header of its file is enough. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { FORMAT_VERSION } from '../../model/format/model-file';
import { ModelFileError, shown } from '../../model/format/model-file-error';
import type { BaseProvenance, TrainedModel } from '../../model/format/trained-model';

/** Where a base comes from: with the extension, from the writer's own texts, or named in the settings. */
export type Origin = 'shipped' | 'own' | 'named';

export interface BaseFile {
  /** Absolute. */
  readonly path: string;
  readonly origin: Origin;
}

/** A base as the rest of the server speaks of it. */
export interface BaseInfo extends BaseFile {
  /** What the writer calls it: `English`, or the name that they gave it. */
  readonly name: string;
  /** Of the file's header, which holds the vocabulary, the loss curves and when it was made: no two bases share one. */
  readonly fingerprint: string;
  readonly bytes: number;
  /** Words that it has read. */
  readonly words: number;
  /** ISO 8601. */
  readonly madeAt: string;
  /** What it has read: folders or collections. */
  readonly collections: readonly string[];
  readonly vocabularySize: number;
}

export interface BaseHeader {
  readonly info: BaseInfo;
  /** Folded keys of its vocabulary: words, numbers and marks. */
  readonly keys: ReadonlySet<string>;
  /** The most frequent of its words. */
  readonly frequentWords: readonly string[];
}

const LENGTH_BYTES = 8;
/** A header holds the vocabulary, about a megabyte; longer ones belong to other files. */
const LONGEST_HEADER = 32 * 2 ** 20;
/** Enough to recognise a language: they make up about half of the tokens of any text in it. */
const FREQUENT_WORDS = 300;

/** Throws `ModelFileError` for what is no base of this version, and what the file system throws. */
export function readBaseHeader(file: BaseFile): BaseHeader {
  const descriptor = openSync(file.path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    return headerOf(file, size, readHeaderBytes(descriptor, size));
  } finally {
    closeSync(descriptor);
  }
}

/** `english.inkling` is `English`; a writer's own base keeps the name that it was given. */
export function nameOf({ path, origin }: BaseFile): string {
  const name = basename(path, extname(path));
  return origin === 'shipped' ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

function readHeaderBytes(descriptor: number, size: number): Buffer {
  const start = Buffer.alloc(LENGTH_BYTES);
  if (readSync(descriptor, start) < LENGTH_BYTES)
    throw new ModelFileError('file', `at least ${LENGTH_BYTES} bytes`, `${size}`);
  const length = start.readBigUInt64LE();
  const limit = Math.min(LONGEST_HEADER, size - LENGTH_BYTES);
  if (length > BigInt(limit)) {
    throw new ModelFileError('header length', `at most ${limit} (file of ${size} bytes)`, `${length}`);
  }
  const header = Buffer.alloc(Number(length));
  readSync(descriptor, header);
  return header;
}

/** The same of a file that was read as a whole, and found sound. */
export function infoOf(
  file: BaseFile,
  bytes: Uint8Array,
  { vocabulary, provenance }: TrainedModel,
): BaseInfo {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
  return describe(file, bytes.length, header, vocabulary.size, provenance);
}

function headerOf(file: BaseFile, size: number, bytes: Buffer): BaseHeader {
  const { __metadata__: metadata } = asObject('header', bytes.toString('utf8'));
  const { format, formatVersion, vocabulary, provenance } = recordOf('header', metadata);
  if (format !== 'inkling') throw new ModelFileError('format', '"inkling"', shown(format));
  if (formatVersion !== String(FORMAT_VERSION)) {
    throw new ModelFileError('format version', String(FORMAT_VERSION), shown(formatVersion));
  }
  const { keys, kinds } = asObject('vocabulary', vocabulary);
  const isWhole = Array.isArray(keys) && keys.every((key) => typeof key === 'string');
  if (!isWhole || typeof kinds !== 'string') throw new ModelFileError('vocabulary', 'words', shown(keys));
  return {
    info: describe(file, size, bytes, keys.length, asObject('provenance', provenance)),
    keys: new Set(keys),
    frequentWords: keys.filter((_, id) => kinds[id] === 'w').slice(0, FREQUENT_WORDS),
  };
}

function describe(
  file: BaseFile,
  size: number,
  header: Uint8Array,
  vocabularySize: number,
  provenance: object,
): BaseInfo {
  return {
    path: file.path,
    origin: file.origin,
    name: nameOf(file),
    fingerprint: createHash('sha256').update(header).digest('hex').slice(0, 16),
    bytes: size,
    vocabularySize,
    ...readingOf(provenance),
  };
}

/** A model that was trained without a library has read as many words as it had tokens. */
function readingOf(provenance: object): Pick<BaseInfo, 'words' | 'madeAt' | 'collections'> {
  const { tokens, trainedAt, library } = provenance as Record<string, unknown>;
  const collections = (library as { collections?: unknown } | undefined)?.collections;
  const read = (Array.isArray(collections) ? collections : []) as { name?: unknown; words?: unknown }[];
  const words = read.reduce((sum, collection) => sum + Number(collection?.words ?? 0), 0);
  return {
    words: Math.round(words || Number(tokens ?? 0)) || 0,
    madeAt: typeof trainedAt === 'string' ? trainedAt : '',
    collections: read.map((collection) => String(collection?.name ?? '')),
  };
}

function asObject(where: string, json: unknown): Record<string, unknown> {
  try {
    return recordOf(where, JSON.parse(String(json)));
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    throw new ModelFileError(where, 'a JSON object', shown(json));
  }
}

function recordOf(where: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ModelFileError(where, 'an object', shown(value));
  }
  return value as Record<string, unknown>; // just seen to be one
}

/** A base as the models that are taught from it remember it. */
export function provenanceOf({ name, fingerprint, words, vocabularySize }: BaseInfo): BaseProvenance {
  return { name, fingerprint, words, vocabularySize };
}
