/** A letters' network as JSON, to go with the mixture into the model file: matrices in eight bits, biases in 32, both as base64. */

import { dequantiseRows, quantiseRows } from '../format/row-quantisation';
import type { Json } from '../format/trained-model';
import type { NetworkConfig, Parameter } from '../network/config';
import { parameterShapes } from '../network/parameter-shapes';
import { alphabetOf } from './alphabet';
import type { LetterModel } from './letter-model';

export function lettersToJson({ letters, config, parameters }: LetterModel): Json {
  return {
    letters: [...letters],
    hiddenSize: config.hiddenSize,
    embeddingSize: config.embeddingSize,
    parameters: parameters.map(({ shape, data }): Json => {
      const [rows = 0, columns = 1] = shape;
      if (shape.length < 2) return { floats: toBase64(bytesOf(Float32Array.from(data))) };
      const { values, scales } = quantiseRows(data, rows, columns);
      return { values: toBase64(bytesOf(values)), scales: toBase64(bytesOf(scales)) };
    }),
  };
}

/** Units of a layer that a file may ask for: more would make an answer take too long. */
const LARGEST_SIZE = 512;
/** As in format/model-file.ts. */
const LARGEST_WEIGHT = 1e6;

/** Undefined for what is not a whole, sound network, as for none: words are then offered that have been written before, and no others. */
export function lettersFromJson(json: Json | undefined): LetterModel | undefined {
  if (!isRecord(json) || !Array.isArray(json.letters) || !Array.isArray(json.parameters)) return undefined;
  const letters = json.letters.filter(
    (letter): letter is string => typeof letter === 'string' && [...letter].length === 1,
  );
  const { hiddenSize, embeddingSize } = json;
  if (letters.length !== json.letters.length || new Set(letters).size !== letters.length) return undefined;
  if (!isSize(hiddenSize) || !isSize(embeddingSize)) return undefined;
  const config: NetworkConfig = {
    cell: 'gru',
    vocabularySize: alphabetOf(letters).size,
    embeddingSize,
    hiddenSize,
    layers: 1,
    tied: false,
  };
  const shapes = [...parameterShapes(config)];
  const parameters: Parameter[] = [];
  for (const [index, { name, shape }] of shapes.entries()) {
    const data = readWeights(json.parameters[index], shape);
    if (!data?.every((weight) => Math.abs(weight) <= LARGEST_WEIGHT)) return undefined; // false for NaN
    parameters.push({ name, shape, data });
  }
  return { letters, config, parameters };
}

function readWeights(json: Json | undefined, shape: readonly number[]): Float32Array | undefined {
  if (!isRecord(json)) return undefined;
  const [rows = 0, columns = 1] = shape;
  if (shape.length < 2) return floats(json.floats, rows);
  const values = fromBase64(json.values);
  const scales = floats(json.scales, rows);
  if (values?.length !== rows * columns || !scales) return undefined;
  return dequantiseRows({ values: new Int8Array(values.buffer), scales });
}

function floats(json: Json | undefined, length: number): Float32Array | undefined {
  const bytes = fromBase64(json);
  return bytes?.length === 4 * length ? new Float32Array(bytes.buffer) : undefined;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int8Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(json: Json | undefined): Uint8Array | undefined {
  if (typeof json !== 'string') return undefined;
  try {
    return Uint8Array.from(atob(json), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined; // a letter that is none of base64's
  }
}

function isRecord(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isSize(json: Json | undefined): json is number {
  return Number.isSafeInteger(json) && Number(json) >= 1 && Number(json) <= LARGEST_SIZE;
}
