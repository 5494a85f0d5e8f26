/**
 * The weights before training. Orthogonal recurrent matrices (Saxe et al. 2014, https://arxiv.org/abs/1312.6120) keep the state's length over many
 * steps; the output bias starts at the words' log frequencies, so that training begins at the unigram model's loss.
 */
import type { Vector } from '../kernels/kernels';
import { gateCount } from './cell';
import type { Weights } from './weights';

/** Embedding rows start uniform within ± this; small, as a tied row is also the output's. */
const EMBEDDING_RANGE = 0.1;
/** The forget gate of an LSTM starts open (Jozefowicz et al. 2015, https://proceedings.mlr.press/v37/jozefowicz15.html). */
const FORGET_BIAS = 1;

/**
 * @param counts (vocabulary) occurrences in the training text; words that do not occur count as a half.
 * @param random uniform in [0, 1).
 */
export function initialiseWeights(weights: Weights, counts: ArrayLike<number>, random: () => number): void {
  const { cell, hiddenSize, vocabularySize, tied } = weights.config;
  fillUniform(weights.embedding, EMBEDDING_RANGE, random);
  if (!tied) fillUniform(weights.decoder, EMBEDDING_RANGE, random);
  for (const layer of weights.layers) {
    const rows = gateCount[cell] * hiddenSize;
    const inputs = layer.inputWeights.length / rows;
    // Glorot & Bengio 2010 (https://proceedings.mlr.press/v9/glorot10a.html), per gate.
    fillUniform(layer.inputWeights, Math.sqrt(6 / (inputs + hiddenSize)), random);
    for (let gate = 0; gate < gateCount[cell]; gate++) {
      const start = gate * hiddenSize * hiddenSize;
      fillOrthogonal(
        layer.recurrentWeights.subarray(start, start + hiddenSize * hiddenSize),
        hiddenSize,
        random,
      );
    }
    layer.inputBias.fill(0);
    layer.recurrentBias.fill(0);
    if (cell === 'lstm') layer.inputBias.fill(FORGET_BIAS, hiddenSize, 2 * hiddenSize);
  }

  let total = 0;
  for (let id = 0; id < vocabularySize; id++) total += Math.max(counts[id]!, 0.5);
  for (let id = 0; id < vocabularySize; id++) {
    weights.decoderBias[id] = Math.log(Math.max(counts[id]!, 0.5) / total);
  }
}

function fillUniform(vector: Vector, range: number, random: () => number): void {
  for (let i = 0; i < vector.length; i++) vector[i] = (2 * random() - 1) * range;
}

/** A random orthogonal matrix (size, size): normal rows, made orthonormal by modified Gram–Schmidt. */
function fillOrthogonal(matrix: Vector, size: number, random: () => number): void {
  const rows = Array.from({ length: size }, () => Float64Array.from({ length: size }, () => normal(random)));
  rows.forEach((row, index) => {
    for (const before of rows.slice(0, index)) {
      const projection = dot(row, before);
      for (let i = 0; i < size; i++) row[i]! -= projection * before[i]!;
    }
    const length = Math.sqrt(dot(row, row));
    for (let i = 0; i < size; i++) row[i]! /= length;
    matrix.set(row, index * size);
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** A standard normal number (Box & Muller 1958, https://doi.org/10.1214/aoms/1177706645). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
