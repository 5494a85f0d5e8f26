/**
 * One step of training, as each thread of a team takes it on its own streams: forward, backward, update. T steps of truncated
 * backpropagation, B streams of this thread, E embedding size, H hidden size.
 */
import type { Kernels, Vector } from '../kernels/kernels';
import { type CandidateSoftmax, createCandidateSoftmax } from '../network/candidate-softmax';
import type { Gradients } from '../network/gradients';
import { createNetwork, type DropoutMasks, type Network, stateCount } from '../network/network';
import { type CandidatePlanner, createCandidatePlanner, rowCapacity } from './candidates';
import { createDropoutMask } from './dropout';
import type { TrainingMemory } from './memory';
import { createOptimiser, type Optimiser } from './optimiser';
import type { TrainingPlan } from './plan';
import { deriveSeed, seededRandom } from './random';
import { rateFactor } from './schedule';
import { createStreams, type Streams } from './streams';
import type { Team } from './team';

/** What a thread works on. Between two steps only the weights, the optimiser's statistics and `states` carry over. */
export interface TrainingStep {
  readonly kernels: Kernels;
  readonly plan: TrainingPlan;
  readonly team: Team;
  /** Tokens of a block: this thread's, and those of all threads together. */
  readonly ownTokens: number;
  readonly blockTokens: number;
  /** The block as text, of all streams. */
  readonly streams: Streams;
  /** This thread's part of it in ids and rows, and the rows of embedding and output that the block touches. */
  readonly planner: CandidatePlanner;
  readonly network: Network;
  /** (B, H) each: this thread's part of `TrainingMemory.states`. */
  readonly states: readonly Vector[];
  readonly softmax: CandidateSoftmax;
  readonly gradients: Gradients;
  readonly masks: DropoutMasks;
  refreshMasks(): void;
  readonly optimiser: Optimiser;
}

/**
 * Trains on a block, counted from 0; every thread of the team calls it at once. `progress` is the share of the run that is over.
 *
 * @returns the mean loss of the block in nats per token, of all threads, as the training objective sees it.
 */
export function takeStep(step: TrainingStep, block: number, progress: number): number {
  const { team, streams, planner, blockTokens } = step;
  streams.fill(block);
  planner.plan(streams.inputs, streams.targets);
  step.refreshMasks();
  team.contribute('loss', forward(step));
  backward(step);
  update(step, block + 1, progress);
  return team.total('loss') / blockTokens;
}

/** Reads the block on from where each stream's last one ended; returns its summed loss. */
function forward({ network, states, planner, masks, softmax }: TrainingStep): number {
  network.loadStates(states);
  network.pack();
  network.forward(planner.inputs, masks);
  network.saveStates(states);
  return softmax.forward(network.output, planner.targetRows, planner.rows);
}

/** Fills this thread's gradients with those of the loss per token of the whole block. */
function backward({
  kernels,
  plan,
  network,
  planner,
  masks,
  softmax,
  gradients,
  ownTokens,
  blockTokens,
}: TrainingStep): void {
  const { embeddingSize, tied } = plan.config;
  const { rows, inputRows, targetRows } = planner;
  softmax.backward(network.output, network.outputGradient, targetRows, rows, 1 / blockTokens);
  network.backward(gradients.layers, masks);
  // Of a tied table, the inputs' gradients are added to what the softmax has left in the same rows.
  if (!tied) kernels.fill(gradients.embedding, 0, rows.embedding.count * embeddingSize);
  kernels.scatterAddRows(gradients.embedding, inputRows, network.inputGradient, ownTokens, embeddingSize);
}

/** Sums the threads' gradients, shortens the sum to `clipNorm` (Pascanu et al. 2013, https://arxiv.org/abs/1211.5063), steps. */
function update({ plan, team, planner, optimiser }: TrainingStep, steps: number, progress: number): void {
  team.meet(); // every thread's gradients and loss are there
  team.contribute('squares', optimiser.sumGradients(planner.rows));
  team.meet();
  const norm = Math.sqrt(team.total('squares'));
  const gradientScale = norm > plan.clipNorm ? plan.clipNorm / norm : 1;
  const rate = plan.rate * rateFactor(progress, plan.warmUp);
  optimiser.step(planner.rows, { steps, rate, gradientScale, decay: plan.weightDecay });
}

export interface TrainingStepOptions {
  readonly kernels: Kernels;
  readonly plan: TrainingPlan;
  readonly memory: TrainingMemory;
  readonly team: Team;
  readonly text: Int32Array;
  /** (vocabulary) occurrences, by which samples are drawn. */
  readonly counts: ArrayLike<number>;
  readonly seed: number;
}

/** Allocates what a thread needs. Randomness goes on as if the memory's blocks had been trained on by this step. */
export function prepareStep(options: TrainingStepOptions): TrainingStep {
  const { kernels, plan, memory, team, text, counts, seed } = options;
  const { config, steps, samples } = plan;
  const { embeddingSize, hiddenSize, tied, vocabularySize } = config;
  const from = shareOf(plan.streams, team, team.rank);
  const to = shareOf(plan.streams, team, team.rank + 1);
  const shape = { steps, streams: to - from };
  const ownTokens = steps * shape.streams;
  const gradients = memory.gradients[team.rank]!;
  const randomSamples = seededRandom(deriveSeed(seed, 1), samples === 'full' ? 0 : memory.blocks * samples);
  const maskOf = (width: number, probability: number, purpose: number) =>
    createDropoutMask(kernels, { ...shape, width }, probability, deriveSeed(seed, purpose), memory.blocks);

  const streams = createStreams(text, plan);
  const planner = createCandidatePlanner({
    shape: plan,
    from,
    to,
    samples,
    tied,
    counts,
    random: randomSamples,
    kernels,
  });
  const network = createNetwork(kernels, memory.weights, shape, true);
  const states = Array.from({ length: stateCount(config) }, (_, state) => {
    const first = state * plan.streams; // a stream's row of memory.states
    return memory.states.subarray((first + from) * hiddenSize, (first + to) * hiddenSize);
  });
  const softmax = createCandidateSoftmax(kernels, memory.weights, gradients, {
    tokens: ownTokens,
    capacity: rowCapacity(plan, samples, vocabularySize),
  });
  const input = maskOf(embeddingSize, plan.inputDropout, 2 + 2 * team.rank);
  const output = maskOf(hiddenSize, plan.outputDropout, 3 + 2 * team.rank);
  const optimiser = createOptimiser({
    kernels,
    kind: plan.optimiser,
    weights: memory.weights,
    state: memory.optimiser,
    team: memory.gradients.slice(0, team.size),
    rank: team.rank,
    anchor: memory.anchor,
  });
  return {
    kernels,
    plan,
    team,
    ownTokens,
    blockTokens: steps * plan.streams,
    streams,
    planner,
    network,
    states,
    softmax,
    gradients,
    masks: { input: input.mask, output: output.mask },
    refreshMasks() {
      input.refresh();
      output.refresh();
    },
    optimiser,
  };
}

/** The first of `total` parallel streams that a rank of the team works on. */
export function shareOf(total: number, { size }: Team, rank: number): number {
  return Math.floor((total * rank) / size);
}
