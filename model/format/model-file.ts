/**
 * A trained model as one safetensors file. The weights and the training text are tensors; the rest is JSON in the
 * metadata, one entry a field. One file, so that one atomic rename replaces one model by the next.
 */
import type { NetworkConfig, Parameter } from '../network/config';
import { parameterShapes } from '../network/parameter-shapes';
import type { TrainingPoint } from '../training/api';
import {
  type ExtraWord,
  extraWordsFromJson,
  extraWordsToJson,
  VocabularyFormatError,
  vocabularyFromJson,
  vocabularyToJson,
} from '../vocabulary/json';
import type { Vocabulary } from '../vocabulary/vocabulary';
import { CHECKSUM, checksumOf } from './checksum';
import { ModelFileError, shown } from './model-file-error';
import { dequantiseRows, quantiseRows } from './row-quantisation';
import { decodeSafetensors, dtypeOf, encodeSafetensors, type Tensor, type TensorFile } from './safetensors';
import type {
  BaseProvenance,
  Json,
  LibraryProvenance,
  Preset,
  Provenance,
  TextSinceTraining,
  TokenMode,
  TrainedModel,
} from './trained-model';

/** Raised whenever a reader of the old version would misread the new one. */
export const FORMAT_VERSION = 1;
const FORMAT = 'inkling';
const CORPUS = 'corpus';
const MODES: readonly TokenMode[] = ['prose', 'whitespace'];
const PRESETS: readonly Preset[] = ['tutorial', 'elman', 'gru', 'lstm'];
const CELLS = ['elman', 'gru', 'lstm'] as const;

/** How matrices are stored: as they are, or in eight bits and a scale a row (row-quantisation.ts). */
export type StoredWeights = 'float32' | 'int8';
/** The scales (rows) of a matrix in eight bits stand under its name and this. */
const SCALE = '.scale';

/** float64 weights (the tutorial's) are rounded to float32. Biases always are 32-bit floats. */
export function encodeModel(
  model: TrainedModel,
  weights: StoredWeights = 'float32',
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, Tensor>();
  for (const { name, shape, data } of model.parameters) {
    const [rows, columns] = shape;
    if (weights === 'int8' && rows !== undefined && columns !== undefined) {
      const { values, scales } = quantiseRows(data, rows, columns);
      tensors.set(name, { shape, data: values });
      tensors.set(name + SCALE, { shape: [rows], data: scales });
    } else {
      tensors.set(name, { shape, data: data instanceof Float32Array ? data : Float32Array.from(data) });
    }
  }
  if (model.corpus) {
    tensors.set(CORPUS, { shape: [model.corpus.length], data: model.corpus });
  }
  const metadata: Record<string, string> = {
    format: FORMAT,
    formatVersion: String(FORMAT_VERSION),
    mode: model.mode,
    preset: model.preset,
    config: JSON.stringify(model.config),
    vocabulary: JSON.stringify(vocabularyToJson(model.vocabulary)),
    extraWords: JSON.stringify(extraWordsToJson(model.extraWords)),
    history: JSON.stringify(
      model.history.filter(({ trainingLoss }) => Number.isFinite(trainingLoss)),
      onlyFinite,
    ),
    provenance: JSON.stringify(model.provenance, onlyFinite),
  };
  if (model.mixture !== undefined) {
    metadata.mixture = JSON.stringify(model.mixture);
  }
  metadata[CHECKSUM] = checksumOf({ metadata, tensors });
  return encodeSafetensors({ metadata, tensors });
}

/** JSON would write NaN and infinities as null: leaves such a figure out, as one that was not measured. */
function onlyFinite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
}

/** Throws `ModelFileError`, and nothing else, on a file that is not a whole, sound model of this version. */
export function decodeModel(bytes: Uint8Array): TrainedModel {
  const file = decodeSafetensors(bytes);
  const { metadata } = file;
  if (metadata.format !== FORMAT) {
    throw new ModelFileError('format', shown(FORMAT), shown(metadata.format));
  }
  if (metadata.formatVersion !== String(FORMAT_VERSION)) {
    throw new ModelFileError('format version', String(FORMAT_VERSION), shown(metadata.formatVersion));
  }
  const checksum = metadata[CHECKSUM];
  if (checksum !== undefined && checksum !== checksumOf(file)) {
    throw new ModelFileError('checksum', checksumOf(file), shown(checksum));
  }
  const config = readConfig(readJson(file, 'config'));
  const vocabulary = readVocabulary(readJson(file, 'vocabulary'), config.vocabularySize);
  const extraWords = readExtraWords(readJson(file, 'extraWords'), vocabulary);
  return {
    mode: readOneOf('mode', metadata.mode, MODES),
    preset: readPreset(metadata.preset, config),
    vocabulary,
    extraWords,
    config,
    parameters: readParameters(file, config),
    corpus: readCorpusIds(file, vocabulary.size + extraWords.length),
    mixture: metadata.mixture === undefined ? undefined : readJson(file, 'mixture'),
    history: readHistory(readJson(file, 'history')),
    provenance: readProvenance(readJson(file, 'provenance')),
  };
}

function readJson(file: TensorFile, field: string): Json {
  const text = file.metadata[field];
  if (text === undefined) {
    throw new ModelFileError(field, 'an entry in the metadata', 'nothing');
  }
  try {
    return JSON.parse(text) as Json; // JSON.parse returns nothing else
  } catch {
    throw new ModelFileError(field, 'JSON', shown(text));
  }
}

function readOneOf<T extends string>(field: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) {
    throw new ModelFileError(field, `one of ${allowed.join(', ')}`, shown(value));
  }
  return found;
}

function readPreset(value: unknown, { cell }: NetworkConfig): Preset {
  const preset = readOneOf('preset', value, PRESETS);
  const presetCell = preset === 'tutorial' ? 'elman' : preset;
  if (presetCell !== cell)
    throw new ModelFileError('preset', `one of the cell ${cell} (config)`, shown(preset));
  return preset;
}

function readConfig(json: Json): NetworkConfig {
  const fields = readObject('config', json);
  const size = (name: string) => readCount(`config.${name}`, fields[name], 1);
  if (typeof fields.tied !== 'boolean') {
    throw new ModelFileError('config.tied', 'true or false', shown(fields.tied));
  }
  const config: NetworkConfig = {
    cell: readOneOf('config.cell', fields.cell, CELLS),
    vocabularySize: size('vocabularySize'),
    embeddingSize: size('embeddingSize'),
    hiddenSize: size('hiddenSize'),
    layers: size('layers'),
    tied: fields.tied,
  };
  if (config.tied && config.embeddingSize !== config.hiddenSize) {
    const expected = `hiddenSize (${config.hiddenSize}), as the output is tied`;
    throw new ModelFileError('config.embeddingSize', expected, String(config.embeddingSize));
  }
  return config;
}

function readVocabulary(json: Json, expectedSize: number): Vocabulary {
  const vocabulary = asModelFile('vocabulary', () => vocabularyFromJson(json));
  if (vocabulary.size !== expectedSize) {
    throw new ModelFileError('vocabulary', `${expectedSize} words (config)`, String(vocabulary.size));
  }
  return vocabulary;
}

/** Ids count on them: a word that comes twice would shift all after it. */
function readExtraWords(json: Json, vocabulary: Vocabulary): ExtraWord[] {
  const extraWords = asModelFile('extraWords', () => extraWordsFromJson(json));
  const seen = new Set(vocabulary.keys);
  for (const { key } of extraWords) {
    if (seen.has(key)) throw new ModelFileError('extraWords', 'words of their own', `${shown(key)} again`);
    seen.add(key);
  }
  return extraWords;
}

/** What a part says of its own JSON, as one more thing that is wrong with the file. */
function asModelFile<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof VocabularyFormatError) throw new ModelFileError(where, 'a sound one', error.message);
    throw error;
  }
}

function readParameters(file: TensorFile, config: NetworkConfig): Parameter[] {
  const parameters: Parameter[] = [];
  for (const { name, shape } of parameterShapes(config)) {
    parameters.push({ name, shape, data: readWeights(file, name, shape) });
  }
  return parameters;
}

/** A matrix or a bias, in 32-bit floats however it is stored. */
function readWeights(file: TensorFile, name: string, shape: readonly number[]): Float32Array {
  const tensor = file.tensors.get(name);
  if (tensor?.data instanceof Int8Array && shape.length === 2 && shown(tensor.shape) === shown(shape)) {
    const scales = readFloats(file, name + SCALE, shape.slice(0, 1));
    return inBounds(name, dequantiseRows({ values: tensor.data, scales }));
  }
  return readFloats(file, name, shape);
}

function readFloats(file: TensorFile, name: string, shape: readonly number[]): Float32Array {
  const tensor = file.tensors.get(name);
  if (!tensor) {
    throw new ModelFileError(`tensor ${name}`, shown(shape), 'nothing');
  }
  if (!(tensor.data instanceof Float32Array) || shown(tensor.shape) !== shown(shape)) {
    const got = `${dtypeOf(tensor.data)} ${shown(tensor.shape)}`;
    throw new ModelFileError(`tensor ${name}`, `F32 ${shown(shape)}`, got);
  }
  return inBounds(name, tensor.data);
}

/**
 * The largest weight, either sign. Trained ones stay below 100. A network's state lies between −1 and 1, or for an LSTM's
 * cell grows by 1 a token, so that no sum of products of weights below this one leaves the range of 32-bit floats.
 */
const LARGEST_WEIGHT = 1e6;

/** A loop, as millions of calls of a predicate would cost a second's twentieth at every start. */
function inBounds(name: string, values: Float32Array): Float32Array {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value >= -LARGEST_WEIGHT && value <= LARGEST_WEIGHT) continue; // false for NaN
    const expected = `numbers from ${-LARGEST_WEIGHT} to ${LARGEST_WEIGHT}`;
    throw new ModelFileError(`tensor ${name}`, expected, `${value} at ${index}`);
  }
  return values;
}

function readCorpusIds(file: TensorFile, lexiconSize: number): Int32Array | undefined {
  const corpus = file.tensors.get(CORPUS);
  if (!corpus) {
    return undefined;
  }
  if (!(corpus.data instanceof Int32Array) || corpus.shape.length !== 1) {
    throw new ModelFileError('tensor corpus', 'I32 of one dimension', `shape ${shown(corpus.shape)}`);
  }
  const fault = corpus.data.find((id) => id < 0 || id >= lexiconSize);
  if (fault !== undefined) {
    throw new ModelFileError('tensor corpus', `ids from 0 to ${lexiconSize - 1}`, String(fault));
  }
  return corpus.data;
}

function readHistory(json: Json): TrainingPoint[] {
  return readArray('history', json).map((point) => {
    const fields = readObject('history', point);
    const optional = (name: string) =>
      fields[name] === undefined ? undefined : readNumber(`history.${name}`, fields[name]);
    return {
      seconds: readNumber('history.seconds', fields.seconds),
      tokens: readNumber('history.tokens', fields.tokens),
      trainingLoss: readNumber('history.trainingLoss', fields.trainingLoss),
      heldOutLoss: optional('heldOutLoss'),
      top1: optional('top1'),
      top3: optional('top3'),
    };
  });
}

function readProvenance(json: Json): Provenance {
  const fields = readObject('provenance', json);
  const { program, trainedAt, heldOutLoss } = fields;
  if (typeof program !== 'string' || typeof trainedAt !== 'string') {
    throw new ModelFileError('provenance', 'program and trainedAt, two strings', shown(json));
  }
  const count = (name: string) => readCount(`provenance.${name}`, fields[name], 0);
  return {
    program,
    trainedAt,
    seed: readNumber('provenance.seed', fields.seed),
    threads: count('threads'),
    seconds: readNumber('provenance.seconds', fields.seconds),
    documents: count('documents'),
    tokens: count('tokens'),
    heldOutTokens: count('heldOutTokens'),
    heldOutLoss: heldOutLoss === undefined ? undefined : readNumber('provenance.heldOutLoss', heldOutLoss),
    ...(fields.library !== undefined && { library: readLibraryProvenance(fields.library) }),
    ...(fields.base !== undefined && { base: readBaseProvenance(fields.base) }),
    ...(fields.sinceTraining !== undefined && { sinceTraining: readSinceTraining(fields.sinceTraining) }),
  };
}

function readSinceTraining(json: Json): TextSinceTraining {
  const fields = readObject('provenance.sinceTraining', json);
  const count = (name: keyof TextSinceTraining) =>
    readCount(`provenance.sinceTraining.${name}`, fields[name], 0);
  return {
    newTokens: count('newTokens'),
    goneTokens: count('goneTokens'),
    goneDocuments: count('goneDocuments'),
    goneWords: count('goneWords'),
  };
}

function readBaseProvenance(json: Json): BaseProvenance {
  const where = 'provenance.base';
  const fields = readObject(where, json);
  const { name, fingerprint } = fields;
  if (typeof name !== 'string' || typeof fingerprint !== 'string') {
    throw new ModelFileError(where, 'name and fingerprint, two strings', shown(json));
  }
  const optional = (field: 'heldOutLoss' | 'top1' | 'top3') =>
    fields[field] !== undefined && { [field]: readNumber(`${where}.${field}`, fields[field]) };
  return {
    name,
    fingerprint,
    words: readCount(`${where}.words`, fields.words, 0),
    ...optional('heldOutLoss'),
    ...optional('top1'),
    ...optional('top3'),
    ...(fields.vocabularySize !== undefined && {
      vocabularySize: readCount(`${where}.vocabularySize`, fields.vocabularySize, 0),
    }),
  };
}

function readLibraryProvenance(json: Json): LibraryProvenance {
  const where = 'provenance.library';
  const fields = readObject(where, json);
  const { terms, command, node } = fields;
  if (typeof command !== 'string' || typeof node !== 'string') {
    throw new ModelFileError(where, 'command and node, two strings', shown(json));
  }
  const collections = readArray(`${where}.collections`, fields.collections).map((entry) => {
    const { name, files, words, titles } = readObject(`${where}.collections`, entry);
    if (typeof name !== 'string') throw new ModelFileError(`${where}.name`, 'a string', shown(name));
    return {
      name,
      files: readCount(`${where}.files`, files, 0),
      words: readCount(`${where}.words`, words, 0),
      ...(titles !== undefined && { titles: readArray(`${where}.titles`, titles).map(String) }),
    };
  });
  return { collections, command, node, ...(typeof terms === 'string' && { terms }) };
}

function readObject(where: string, json: Json | undefined): { readonly [key: string]: Json } {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ModelFileError(where, 'an object', shown(json));
  }
  return json as { readonly [key: string]: Json }; // isArray does not narrow readonly arrays away
}

function readArray(where: string, json: Json | undefined): readonly Json[] {
  if (!Array.isArray(json)) {
    throw new ModelFileError(where, 'an array', shown(json));
  }
  return json;
}

/** JSON has no NaN or infinity, but 1e999 reads as one. */
function readNumber(where: string, json: Json | undefined): number {
  if (typeof json !== 'number' || !Number.isFinite(json)) {
    throw new ModelFileError(where, 'a number', shown(json));
  }
  return json;
}

function readCount(where: string, json: Json | undefined, least: number): number {
  const value = readNumber(where, json);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new ModelFileError(where, `a whole number from ${least}`, String(value));
  }
  return value;
}
