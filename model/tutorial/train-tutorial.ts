import type { NetworkConfig, Parameter } from '../network/config';
import { parameterShapes } from '../network/parameter-shapes';
import { PARAGRAPH_END, SENTENCE_END } from '../vocabulary/special';
import { identity, transposed } from './nodes';
import {
  backward,
  createTutorialNetwork,
  descend,
  forward,
  type InputKind,
  lossOf,
  TUTORIAL_SIZE,
  type TutorialNetwork,
} from './tutorial-network';

export interface TutorialOptions {
  readonly vocabularySize: number;
  /** Of the state and of an embedding. Default 100, as in the tutorial. */
  readonly hiddenSize?: number;
  /** Default `embedding`, as in the tutorial. */
  readonly inputs?: InputKind;
  /**
   * How many steps to look back from each, `bptt_truncate`; 0 is none. Default 4: the walk back costs little beside the softmax, and
   * less is left of the gradient with each step.
   */
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
  {
    vocabularySize,
    hiddenSize = TUTORIAL_SIZE,
    inputs: kind,
    truncation = 4,
    rate = 0.005,
    random,
  }: TutorialOptions,
): Generator<TutorialProgress, void> {
  const network = createTutorialNetwork(vocabularySize, hiddenSize, random, kind);
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

/**
 * The same network in the engine's terms: an untied Elman network whose biases are zero. The engine has no one-hot inputs; a word's
 * column of U becomes its embedding there, passed on by the identity.
 */
export function exportTutorial({ embedding, U, W, V }: TutorialNetwork): {
  config: NetworkConfig;
  parameters: Parameter[];
} {
  const [vocabularySize, hiddenSize] = [V.rows, V.columns];
  const config: NetworkConfig = {
    cell: 'elman',
    vocabularySize,
    embeddingSize: hiddenSize,
    hiddenSize,
    layers: 1,
    tied: false,
  };
  const noBias = (size: number) => new Float64Array(size);
  const arrays = [
    (embedding ?? transposed(U)).data,
    (embedding ? U : identity(hiddenSize)).data,
    W.data,
    noBias(hiddenSize),
    noBias(hiddenSize),
    V.data,
    noBias(vocabularySize),
  ];
  const parameters = [...parameterShapes(config)].map((named, index) => ({ ...named, data: arrays[index]! }));
  return { config, parameters };
}
