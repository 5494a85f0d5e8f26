/**
 * One thread of a training team. Every thread runs the same code on its own streams; the leader (rank 0) calls `step`
 * and `measure`, the others `follow`. A team of one is the ordinary single-threaded trainer.
 */
import type { Kernels, Vector } from '../kernels/kernels';
import { createCandidateSoftmax } from '../network/candidate-softmax';
import { allocateGradients, type Gradients } from '../network/gradients';
import { initialiseWeights } from '../network/initialise';
import { createNetwork, stateCount } from '../network/network';
import { allocateWeights, loadParameters, type Weights } from '../network/weights';
import type { StartingPoint, TrainingData } from './api';
import { createCandidatePlanner, rowCapacity } from './candidates';
import { createDropoutMask } from './dropout';
import { createHeldOut } from './held-out';
import { allocateOptimiserState, createOptimiser, type OptimiserState } from './optimiser';
import type { TrainingPlan } from './plan';
import { deriveSeed, seededRandom } from './random';
import { rateFactor } from './schedule';
import { createStreams } from './streams';
import { allocateTeamMemory, joinTeam, type Team } from './team';

/** Exact measures on held-out text. */
export interface Measurement {
  /** Mean nats per token. */
  readonly loss: number;
  readonly top1: number;
  readonly top3: number;
}

export interface Trainer {
  readonly weights: Weights;
  /** Tokens of a block, all threads together. */
  readonly blockTokens: number;
  /** Candidates of the softmax in the last block. */
  readonly candidateCount: number;
  /**
   * Trains on the next block. `progress` is the share of the run that is over; it sets the rate.
   * Returns the mean loss of the block in nats per token, as the training objective sees it.
   */
  step(progress: number): number;
  /** Measures on `tokens` tokens of the held-out text, default all. Undefined where nothing is held out. */
  measure(tokens?: number): Measurement | undefined;
  /** What threads other than the leader do: as they are told, until `dismiss`. */
  follow(): void;
  /** Returns when every thread has finished what it was told; the weights can then be read, or trained elsewhere. */
  settle(): void;
  /** The leader lets the other threads return from `follow`. */
  dismiss(): void;
}

/** Everything that the threads of a team share. */
export interface TrainingMemory {
  /** Blocks trained on so far. Only the leader's own count is right; its orders tell the others. */
  blocks: number;
  readonly weights: Weights;
  readonly optimiser: OptimiserState;
  /** (state, streams of all threads, hidden): where each stream's last block ended. */
  readonly states: Vector;
  /** By rank. */
  readonly gradients: readonly Gradients[];
  /** The weights that training began from, where it draws them back there. */
  readonly anchor?: Weights;
}

/** Called with the same sequence of lengths by every thread, so that a follower can find what the leader allocated. */
export function allocateTrainingMemory(
  plan: TrainingPlan,
  threads: number,
  allocate: (length: number) => Vector,
): TrainingMemory {
  const weights = allocateWeights(plan.config, allocate);
  const rows = rowCapacity(plan, plan.samples, plan.config.vocabularySize);
  return {
    blocks: 0,
    weights,
    optimiser: allocateOptimiserState(weights, allocate),
    states: allocate(stateCount(plan.config) * plan.streams * plan.config.hiddenSize),
    gradients: Array.from({ length: threads }, () => allocateGradients(plan.config, rows, allocate)),
    anchor: plan.hasStart ? allocateWeights(plan.config, allocate) : undefined,
  };
}

export interface TrainerOptions {
  readonly kernels: Kernels;
  readonly data: TrainingData;
  readonly plan: TrainingPlan;
  readonly seed: number;
  /** Default: memory of its own. Weights that were trained on already are kept, others initialised. */
  readonly memory?: TrainingMemory;
  /** The weights to begin with, of the plan's configuration. Default random. */
  readonly start?: StartingPoint;
  /** Default: a team of one. */
  readonly team?: Team;
  /** Called after each block that is trained on, and often while held-out text is measured. */
  readonly onWork?: () => void;
}

const orderStep = 1;
const orderMeasure = 2;
const orderSettle = 3;
const orderDismiss = 4;
/** What each thread's numbers mean between two meetings. */
const slot = { loss: 0, squares: 1, top1: 2, top3: 3 } as const;
/** Held-out text is cut into this many streams, if they are no shorter than `heldOutStreamLength`. */
const heldOutStreams = 32;
const heldOutStreamLength = 200;

export function createTrainer(options: TrainerOptions): Trainer {
  const { kernels, data, plan, seed, onWork } = options;
  const team = options.team ?? joinTeam(allocateTeamMemory(1), 0, 1);
  const memory = options.memory ?? allocateTrainingMemory(plan, 1, (length) => kernels.allocate(length));
  const { weights } = memory;
  const { steps } = plan;
  const { embeddingSize, hiddenSize, tied, vocabularySize } = plan.config;
  const from = share(plan.streams, team, team.rank);
  const to = share(plan.streams, team, team.rank + 1);
  const shape = { steps, streams: to - from };
  const tokens = shape.steps * shape.streams;
  const blockTokens = steps * plan.streams;

  const counts = data.counts ?? countTokens(data.train, vocabularySize);
  if (team.rank === 0) {
    if (memory.anchor && options.start) loadParameters(memory.anchor, options.start.parameters);
    if (memory.blocks === 0) {
      if (options.start) loadParameters(weights, options.start.parameters);
      else initialiseWeights(weights, counts, seededRandom(deriveSeed(seed, 0)));
    }
  }
  const streams = createStreams(data.train, plan);
  const planner = createCandidatePlanner({
    shape: plan,
    from,
    to,
    samples: plan.samples,
    tied,
    counts,
    random: seededRandom(deriveSeed(seed, 1), plan.samples === 'full' ? 0 : memory.blocks * plan.samples),
    kernels,
  });
  const network = createNetwork(kernels, weights, shape, true);
  // This thread's part of each state: its streams, which lie side by side.
  const states = Array.from({ length: stateCount(plan.config) }, (_, state) => {
    const rows = state * plan.streams;
    return memory.states.subarray((rows + from) * hiddenSize, (rows + to) * hiddenSize);
  });
  const gradients = memory.gradients[team.rank]!;
  const softmax = createCandidateSoftmax(kernels, weights, gradients, {
    tokens,
    capacity: rowCapacity(plan, plan.samples, vocabularySize),
  });
  const inputDropout = createDropoutMask(
    kernels,
    { ...shape, width: embeddingSize },
    plan.inputDropout,
    deriveSeed(seed, 2 + 2 * team.rank),
    memory.blocks,
  );
  const outputDropout = createDropoutMask(
    kernels,
    { ...shape, width: hiddenSize },
    plan.outputDropout,
    deriveSeed(seed, 3 + 2 * team.rank),
    memory.blocks,
  );
  const masks = { input: inputDropout.mask, output: outputDropout.mask };
  const optimiser = createOptimiser(
    kernels,
    plan.optimiser,
    weights,
    memory.optimiser,
    memory.gradients.slice(0, team.size),
    team.rank,
    memory.anchor,
  );

  const measuredStreams = Math.max(
    team.size,
    Math.min(heldOutStreams, Math.floor(data.valid.length / heldOutStreamLength)),
  );
  const heldOut =
    data.valid.length > 0
      ? createHeldOut(kernels, weights, data.valid, {
          streams: measuredStreams,
          from: share(measuredStreams, team, team.rank),
          to: share(measuredStreams, team, team.rank + 1),
          onWork,
        })
      : undefined;

  const trainBlock = (progress: number): number => {
    const { block } = team;
    streams.fill(block);
    planner.plan(streams.inputs, streams.targets);
    inputDropout.refresh();
    outputDropout.refresh();

    network.loadStates(states);
    network.pack();
    network.forward(planner.inputs, masks);
    network.saveStates(states);
    const loss = softmax.train(
      network.output,
      network.outputGradient,
      planner.targetRows,
      planner.rows,
      1 / blockTokens,
    );
    network.backward(gradients.layers, masks);
    if (!tied) kernels.fill(gradients.embedding, 0, planner.rows.embedding.count * embeddingSize);
    kernels.scatterAddRows(
      gradients.embedding,
      planner.inputRows,
      network.inputGradient,
      tokens,
      embeddingSize,
    );

    team.contribute(slot.loss, loss);
    team.meet();
    team.contribute(slot.squares, optimiser.sumGradients(planner.rows));
    team.meet();
    const norm = Math.sqrt(team.total(slot.squares));
    const rate = plan.rate * rateFactor(progress, plan.warmUp);
    optimiser.step(
      planner.rows,
      block + 1,
      rate,
      norm > plan.clipNorm ? plan.clipNorm / norm : 1,
      plan.weightDecay,
    );
    onWork?.();
    return team.total(slot.loss) / blockTokens;
  };

  const measureShare = (count: number): Measurement => {
    const score = heldOut!.measure(Math.ceil(count / measuredStreams));
    team.contribute(slot.loss, score.loss);
    team.contribute(slot.squares, score.tokens);
    team.contribute(slot.top1, score.top1);
    team.contribute(slot.top3, score.top3);
    team.meet();
    const total = team.total(slot.squares);
    return {
      loss: team.total(slot.loss) / total,
      top1: team.total(slot.top1) / total,
      top3: team.total(slot.top3) / total,
    };
  };

  /** The leader's order goes out; everybody has finished what was before. */
  const command = (order: number, argument: number): void => {
    team.order = order;
    team.block = memory.blocks;
    team.argument = argument;
    team.meet();
  };

  return {
    weights,
    blockTokens,
    get candidateCount() {
      return planner.rows.candidateCount;
    },
    step(progress) {
      command(orderStep, progress);
      memory.blocks++;
      return trainBlock(progress);
    },
    measure(count = data.valid.length) {
      if (!heldOut) return undefined;
      command(orderMeasure, count);
      return measureShare(count);
    },
    follow() {
      for (;;) {
        team.meet();
        const { order, argument } = team;
        if (order === orderStep) trainBlock(argument);
        else if (order === orderMeasure) measureShare(argument);
        else if (order === orderSettle) team.meet();
        else if (order === orderDismiss) return;
      }
    },
    settle() {
      command(orderSettle, 0);
      team.meet(); // everybody has read the order: the next one may overwrite it
    },
    dismiss() {
      command(orderDismiss, 0);
    },
  };
}

function share(total: number, team: Team, rank: number): number {
  return Math.floor((total * rank) / team.size);
}

export function countTokens(text: Int32Array, vocabularySize: number): Float64Array {
  const counts = new Float64Array(vocabularySize);
  for (const id of text) counts[id]!++;
  return counts;
}
