import { dot } from '../kernels/dot';
import type { Kernels } from '../kernels/kernels';
import { createPlainKernels } from '../kernels/plain';
import type { Component, HiddenStates } from '../prediction/component';
import { TokenHistory } from '../prediction/token-history';

export interface NeuralCacheSettings {
  /** States looked back at. Default 2000, as in the paper. */
  window: number;
  /**
   * How sharply a likeness counts: θ of the paper, here times the mean |h|² of the states in the window, because networks
   * differ in how large their states are. Default 10.
   */
  sharpness: number;
}

const NEURAL_CACHE_DEFAULTS: NeuralCacheSettings = { window: 2000, sharpness: 10 };

/** States kept beyond the window, so that going back a little loses none of it. */
const SLACK = 256;

/**
 * What followed where the network was in a similar state (Grave, Joulin & Usunier 2017, "Improving neural language models
 * with a continuous cache", https://arxiv.org/abs/1612.04426): with h_i the state that predicted token x_{i+1},
 *
 *   P(w) ∝ Σ_{i in window} 1[x_{i+1} = w] exp(θ h_t · h_i)
 *
 * Reading is lazy, like the network's: states are fetched when an answer is wanted. States that the network no longer
 * has are left out. Uniform while there is nothing to look back at.
 *
 * @param kernels for the products with all states of the window, in a memory that goes with the cache. Default: plain ones.
 */
export function createNeuralCache(
  states: HiddenStates,
  hiddenSize: number,
  settings: Partial<NeuralCacheSettings> = {},
  kernels: Kernels = createPlainKernels(),
): Component {
  const { window, sharpness } = { ...NEURAL_CACHE_DEFAULTS, ...settings };
  const history = new TokenHistory();
  const capacity = window + SLACK;
  const keys = kernels.allocate(capacity * hiddenSize); // (capacity, hidden), a ring: the state after n tokens at n mod capacity
  const norms = new Float64Array(capacity); // (capacity) |h|²
  const current = kernels.allocate(hiddenSize);
  const products = kernels.allocate(capacity); // (capacity) h_t · h_i, each in its state's place of the ring
  const scores = new Float64Array(window); // (window)
  /** States oldest … newest (numbers of tokens read) are in the ring. */
  let oldest = 0;
  let newest = -1;

  function catchUp(): void {
    const first = Math.max(newest + 1, history.length - window);
    if (first > newest + 1) oldest = first;
    for (let length = first; length <= history.length; length++) {
      const hidden = states.hiddenAt(length);
      if (hidden) {
        const slot = length % capacity;
        keys.set(hidden, slot * hiddenSize);
        norms[slot] = dot(hidden, 0, hidden, 0, hiddenSize);
      } else {
        oldest = length + 1;
      }
    }
    newest = history.length;
    oldest = Math.max(oldest, newest - capacity + 1);
  }

  /** Products with the states from … to − 1, all of them in the ring. */
  function multiply(from: number, to: number): void {
    const first = from % capacity;
    const length = Math.min(to - from, capacity - first);
    multiplyStretch(first, length);
    multiplyStretch(0, to - from - length);
  }

  function multiplyStretch(first: number, length: number): void {
    if (length === 0) return;
    const kept = keys.subarray(first * hiddenSize, (first + length) * hiddenSize);
    kernels.multiplyVector(products.subarray(first, first + length), kept, current, null, length, hiddenSize);
  }

  return {
    name: 'neuralCache',
    get length() {
      return history.length;
    },
    advance: (id) => history.push(id),
    truncate(length) {
      history.truncate(length);
      newest = Math.min(newest, length);
      oldest = Math.min(oldest, length + 1);
    },
    probabilities(out) {
      catchUp();
      const now = history.length;
      const from = Math.max(oldest, now - window);
      if (from >= now) {
        out.fill(1 / out.length);
        return;
      }
      const newestSlot = now % capacity;
      current.set(keys.subarray(newestSlot * hiddenSize, (newestSlot + 1) * hiddenSize));
      multiply(from, now);
      let norm = 0;
      let best = Number.NEGATIVE_INFINITY;
      for (let length = from; length < now; length++) {
        const slot = length % capacity;
        const score = products[slot]!;
        scores[length - from] = score;
        norm += norms[slot]!;
        if (score > best) best = score;
      }
      const theta = (sharpness * (now - from)) / Math.max(norm, 1e-9);
      let sum = 0;
      for (let index = 0; index < now - from; index++) {
        scores[index] = Math.exp(theta * (scores[index]! - best));
        sum += scores[index]!;
      }
      out.fill(0);
      for (let length = from; length < now; length++)
        out[history.ids[length]!]! += scores[length - from]! / sum;
    },
  };
}
