import { dot } from '../kernels/dot';
import type { Kernels, Vector } from '../kernels/kernels';
import { UNKNOWN } from '../vocabulary/special';
import type { Component, HiddenStates } from './component';
import { createInverseTemperature } from './inverse-temperature';
import type { LoadedNetwork } from './loaded-network';
import { RecurrentComponent } from './recurrent';
import { createUndoLog } from './undo-log';

/**
 * How far one token moves the output, as a share of what would make up for the whole error: a word's row moves by
 * rate · error · h / |h|², and its score for the same h by rate · error. Best on held-out chapters of Moby Dick for networks
 * of 96 to 192 hidden units, trained for 10 to 60 seconds, with and without dropout.
 */
const ROW_RATE = 0.4;
/** The same for a word's bias. */
const BIAS_RATE = 0.1;
/** Words less probable than this are not moved; their errors are as small. A tenth of it changes nothing, and costs 20 times as much. */
const LEAST_ERROR = 0.002;

export interface AdaptingOptions {
  /**
   * Whether the temperature follows the text too; see createInverseTemperature. Default: it stays. For a network from a base: on a
   * text unlike its library its probabilities are too extreme (overconfident).
   */
  readonly followsTemperature?: boolean;
  /** For the words that moved, in a memory that goes with the component. Default: new ones of the network's kind. */
  readonly kernels?: Kernels;
}

/** The network as a component that goes on learning while it reads; see createAdaptingNetwork. */
export interface AdaptingNetwork extends Component, HiddenStates {
  readonly name: 'network';
}

/**
 * Dynamic evaluation (Mikolov et al. 2010; Krause et al. 2018, "Dynamic evaluation of neural sequence models",
 * https://arxiv.org/abs/1709.07432): after each token, one step of gradient descent on its loss. Of the whole
 * network only the output moves: on Moby Dick all of the gain comes from it, so there is no
 * backpropagation through time, a token costs some tens of microseconds, and the weights stay shared; differences are kept by word.
 *
 * A token is learned from if `probabilities` was called before it came: then the error is known. `truncate` undoes the
 * gradient steps of the last 512 tokens, up to rounding.
 */
export function createAdaptingNetwork(
  network: LoadedNetwork,
  lexiconSize: () => number,
  temperature = 1,
  { followsTemperature = false, kernels = network.freshKernels() }: AdaptingOptions = {},
): AdaptingNetwork {
  const moved = createMovedOutput(network, kernels);
  const recurrent = new RecurrentComponent(moved, lexiconSize, temperature);
  const inverse = followsTemperature ? createInverseTemperature(1 / temperature) : undefined;
  let askedAt = -1;
  return {
    name: 'network',
    get length() {
      return recurrent.length;
    },
    advance(id) {
      if (askedAt === recurrent.length) {
        const known = id < network.config.vocabularySize ? id : UNKNOWN;
        inverse?.learn(moved.asked, known, askedAt);
        moved.learn(known, askedAt);
        if (inverse) recurrent.temperature = 1 / inverse.value;
      }
      recurrent.advance(id);
    },
    truncate(length) {
      moved.unlearn(length);
      inverse?.truncate(length);
      if (inverse) recurrent.temperature = 1 / inverse.value;
      recurrent.truncate(length);
      if (askedAt > length) askedAt = -1;
    },
    probabilities(out) {
      recurrent.probabilities(out);
      askedAt = recurrent.length;
    },
    hiddenAt: (length) => recurrent.hiddenAt(length),
  };
}

/** One gradient step, as it is undone: rows moved by `steps` · h, biases by `steps`, at their rates. */
interface Lesson {
  readonly ids: Int32Array;
  /** (ids) −error of each. */
  readonly steps: Float32Array;
  /** (hidden) */
  readonly hidden: Float32Array;
}

/** A network whose output has moved away from the weights that it shares with others. */
interface MovedOutput extends LoadedNetwork {
  /** (vocabulary) The last result of `softmax`. */
  readonly asked: Float32Array;
  /** Takes a gradient step on −log P(id) as `softmax` last returned it. */
  learn(id: number, position: number): void;
  /** Undoes the gradient steps of tokens from `length` on. */
  unlearn(length: number): void;
}

function createMovedOutput(network: LoadedNetwork, kernels: Kernels): MovedOutput {
  const { hiddenSize, vocabularySize } = network.config;
  const slotOf = new Int32Array(vocabularySize).fill(-1); // (vocabulary) −1: has not moved
  /** (moved words) in the order in which they first moved. */
  const ids: number[] = [];
  let rows = kernels.allocate(64 * hiddenSize); // (≥ moved words, hidden) how far each word's row is from the network's
  let biases = kernels.allocate(64); // (≥ moved words)
  let shifts = kernels.allocate(64); // (≥ moved words) what the moves add to the words' scores
  const query = kernels.allocate(hiddenSize); // (hidden)
  const lessons = createUndoLog<Lesson>();
  const probabilities = new Float32Array(vocabularySize); // (vocabulary)
  const askedHidden = new Float32Array(hiddenSize); // (hidden)

  function slotFor(id: number): number {
    if (slotOf[id]! >= 0) return slotOf[id]!;
    const slot = ids.push(id) - 1;
    if (slot === biases.length) {
      rows = longer(rows, kernels);
      biases = longer(biases, kernels);
      shifts = kernels.allocate(biases.length);
    }
    slotOf[id] = slot;
    return slot;
  }

  function logits(hidden: Float32Array): Vector {
    const scores = network.logits(hidden);
    query.set(hidden);
    kernels.multiplyVector(shifts, rows, query, biases, ids.length, hiddenSize);
    for (let slot = 0; slot < ids.length; slot++) scores[ids[slot]!]! += shifts[slot]!;
    return scores;
  }

  function apply({ ids: taught, steps, hidden }: Lesson, sign: 1 | -1): void {
    const rowRate = (sign * ROW_RATE) / Math.max(dot(hidden, 0, hidden, 0, hiddenSize), 1e-9);
    for (let index = 0; index < taught.length; index++) {
      const slot = slotFor(taught[index]!);
      const step = rowRate * steps[index]!;
      for (let i = 0, at = slot * hiddenSize; i < hiddenSize; i++, at++) rows[at]! += step * hidden[i]!;
      biases[slot]! += sign * BIAS_RATE * steps[index]!;
    }
  }

  return {
    config: network.config,
    asked: probabilities,
    stateSize: network.stateSize,
    step: (id, from, to) => network.step(id, from, to),
    logits,
    logit(hidden, id) {
      const slot = slotOf[id]!;
      const shift = slot < 0 ? 0 : biases[slot]! + dot(rows, slot * hiddenSize, hidden, 0, hiddenSize);
      return network.logit(hidden, id) + shift;
    },
    normalise: (temperature) => network.normalise(temperature),
    freshKernels: () => network.freshKernels(),
    softmax(hidden, temperature) {
      logits(hidden);
      probabilities.set(network.normalise(temperature));
      askedHidden.set(hidden);
      return probabilities;
    },

    learn(id, position) {
      const taught: number[] = [id];
      const steps: number[] = [1 - probabilities[id]!];
      for (let other = 0; other < vocabularySize; other++) {
        if (other === id || probabilities[other]! < LEAST_ERROR) continue;
        taught.push(other);
        steps.push(-probabilities[other]!);
      }
      const lesson = {
        ids: Int32Array.from(taught),
        steps: Float32Array.from(steps),
        hidden: askedHidden.slice(),
      };
      apply(lesson, 1);
      lessons.push(position, lesson);
    },

    unlearn(length) {
      for (const lesson of lessons.back(length)) apply(lesson, -1);
    },
  };
}

function longer(values: Vector, kernels: Kernels): Vector {
  const grown = kernels.allocate(2 * values.length);
  grown.set(values);
  return grown;
}
