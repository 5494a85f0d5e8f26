import type { NetworkConfig, Parameter } from '../network/config';
import { PARAGRAPH_END, SENTENCE_END } from '../vocabulary/special';
import {
  backward,
  createTutorialNetwork,
  descend,
  forward,
  lossOf,
  TUTORIAL_SIZE,
  type TutorialNetwork,
} from './tutorial-network';

export interface TutorialOptions {
  readonly vocabularySize: number;
  /** Default 100, as in the tutorial. */
  readonly hiddenSize?: number;
  /** How far to look back, `bptt_truncate`. Default 4: the walk back costs little beside the softmax, and less is left of it each step. */
  readonly truncation?: number;
  /** Step of the gradient descent, on the loss summed over a sentence. Default 0.005: on Moby Dick 0.01 still learns, 0.02 diverges. */
  readonly rate?: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface TutorialProgress {
  readonly network: TutorialNetwork;
  /** Passes over the text, finished ones and this one. */
  readonly epoch: number;
  /** Of this sentence: tokens predicted, and their summed loss in nats before this step of descent. */
  readonly tokens: number;
  readonly loss: number;
}

/**
 * Trains on a text, sentence by sentence, over and over; yields after each sentence, and ends when the caller stops asking.
 * The state goes on from sentence to sentence and starts at zero with the text; the gradient stays within its sentence.
 *
 * @param text word ids, each sentence with its end (`SENTENCE_END` or `PARAGRAPH_END`).
 */
export function* trainTutorial(
  text: Int32Array,
  { vocabularySize, hiddenSize = TUTORIAL_SIZE, truncation = 4, rate = 0.005, random }: TutorialOptions,
): Generator<TutorialProgress, void> {
  const network = createTutorialNetwork(vocabularySize, hiddenSize, random);
  const sentences = splitSentences(text);
  for (let epoch = 1; sentences.length > 0; epoch++) {
    let memory: Float64Array = new Float64Array(hiddenSize);
    for (const { inputs, targets } of sentences) {
      const steps = forward(network, inputs, memory);
      const loss = lossOf(steps, targets);
      descend(network, backward(network, steps, targets, truncation), rate);
      memory = steps.at(-1)!.state; // a sentence has at least one step
      yield { network, epoch, tokens: targets.length, loss };
    }
  }
}

/** The target of each word is the one after it; a sentence begins by reading the end of the one before. */
function splitSentences(text: Int32Array): { inputs: number[]; targets: number[] }[] {
  const sentences: { inputs: number[]; targets: number[] }[] = [];
  let start = 0;
  for (let i = 1; i < text.length; i++) {
    if (text[i] === SENTENCE_END || text[i] === PARAGRAPH_END || i === text.length - 1) {
      sentences.push({ inputs: [...text.subarray(start, i)], targets: [...text.subarray(start + 1, i + 1)] });
      start = i;
    }
  }
  return sentences;
}

/** The same network in the engine's terms: an untied Elman network whose biases are zero. */
export function exportTutorial({ embedding, U, W, V }: TutorialNetwork): {
  config: NetworkConfig;
  parameters: Parameter[];
} {
  const config: NetworkConfig = {
    cell: 'elman',
    vocabularySize: V.rows,
    embeddingSize: U.columns,
    hiddenSize: U.rows,
    layers: 1,
    tied: false,
  };
  const matrix = (name: string, { rows, columns, data }: typeof U): Parameter => ({
    name,
    shape: [rows, columns],
    data,
  });
  const zeroBias = (name: string, size: number): Parameter => ({
    name,
    shape: [size],
    data: new Float64Array(size),
  });
  return {
    config,
    parameters: [
      matrix('embedding.weight', embedding),
      matrix('rnn.weight_ih_l0', U),
      matrix('rnn.weight_hh_l0', W),
      zeroBias('rnn.bias_ih_l0', U.rows),
      zeroBias('rnn.bias_hh_l0', U.rows),
      matrix('decoder.weight', V),
      zeroBias('decoder.bias', V.rows),
    ],
  };
}
