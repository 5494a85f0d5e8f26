/**
 * One thread of a training team. Every thread runs the same code on its own streams; the leader (rank 0) calls `step`
 * and `measure`, the others `follow`. A team of one is the ordinary single-threaded trainer.
 */
import type { Kernels } from '../kernels/kernels';
import { initialiseWeights } from '../network/initialise';
import { loadParameters, type Weights } from '../network/weights';
import type { StartingPoint, TrainingData } from './api';
import { createHeldOut, type HeldOut } from './held-out';
import { allocateTrainingMemory, type TrainingMemory } from './memory';
import type { TrainingPlan } from './plan';
import { deriveSeed, seededRandom } from './random';
import { allocateTeamMemory, joinTeam, type OrderKind, type Team } from './team';
import { prepareStep, shareOf, takeStep } from './training-step';

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
  /** What threads other than the leader do: carry out orders, until `dismiss`. */
  follow(): void;
  /** Returns when every thread has finished what it was ordered; the weights can then be read, or trained elsewhere. */
  settle(): void;
  /** The leader lets the other threads return from `follow`. */
  dismiss(): void;
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

export function createTrainer(options: TrainerOptions): Trainer {
  const { kernels, data, plan, seed, onWork } = options;
  const team = options.team ?? joinTeam(allocateTeamMemory(1), 0, 1);
  const memory = options.memory ?? allocateTrainingMemory(plan, 1, (length) => kernels.allocate(length));
  const counts = data.counts ?? countTokens(data.train, plan.config.vocabularySize);
  if (team.rank === 0) initialise(memory, options, counts);
  const trainingStep = prepareStep({ kernels, plan, memory, team, text: data.train, counts, seed });
  const heldOut = createSharedHeldOut(options, memory, team);

  const train = (block: number, progress: number): number => {
    const loss = takeStep(trainingStep, block, progress);
    onWork?.();
    return loss;
  };
  /** Every thread has finished what was before; then the order is out. */
  const command = (kind: OrderKind, argument = 0): void => {
    team.send({ kind, block: memory.blocks, argument });
    team.meet();
  };

  return {
    weights: memory.weights,
    blockTokens: trainingStep.blockTokens,
    get candidateCount() {
      return trainingStep.planner.rows.candidateCount;
    },
    step(progress) {
      command('step', progress);
      return train(memory.blocks++, progress);
    },
    measure(tokens = data.valid.length) {
      if (!heldOut) return undefined;
      command('measure', tokens);
      return heldOut(tokens);
    },
    follow() {
      for (;;) {
        team.meet();
        const { kind, block, argument } = team.receive();
        if (kind === 'step') train(block, argument);
        else if (kind === 'measure')
          heldOut!(argument); // the leader has the same text
        else if (kind === 'settle') team.meet();
        else return;
      }
    },
    settle() {
      command('settle');
      team.meet(); // everybody has read the order: the next one may overwrite it
    },
    dismiss() {
      command('dismiss');
    },
  };
}

/** The weights before the first block: the given ones, or random ones; after it, as the memory has them. */
function initialise(
  { blocks, weights, anchor }: TrainingMemory,
  { seed, start }: TrainerOptions,
  counts: ArrayLike<number>,
): void {
  if (anchor && start) loadParameters(anchor, start.parameters);
  if (blocks > 0) return;
  if (start) loadParameters(weights, start.parameters);
  else initialiseWeights(weights, counts, seededRandom(deriveSeed(seed, 0)));
}

/** Held-out text is cut into this many streams, if they are no shorter than `HELD_OUT_STREAM_LENGTH` tokens. */
const HELD_OUT_STREAMS = 32;
const HELD_OUT_STREAM_LENGTH = 200;

/** Measures this thread's streams of the held-out text and adds up all threads' scores. Undefined where nothing is held out. */
function createSharedHeldOut(
  { kernels, data, onWork }: TrainerOptions,
  { weights }: TrainingMemory,
  team: Team,
): ((tokens: number) => Measurement) | undefined {
  const { length } = data.valid;
  if (length === 0) return undefined;
  const streams = Math.max(
    team.size,
    Math.min(HELD_OUT_STREAMS, Math.floor(length / HELD_OUT_STREAM_LENGTH)),
  );
  const own: HeldOut = createHeldOut(kernels, weights, data.valid, {
    streams,
    from: shareOf(streams, team, team.rank),
    to: shareOf(streams, team, team.rank + 1),
    onWork,
  });
  return (tokens) => {
    const score = own.measure(Math.ceil(tokens / streams));
    for (const sum of ['loss', 'tokens', 'top1', 'top3'] as const) team.contribute(sum, score[sum]);
    team.meet();
    const total = team.total('tokens');
    return {
      loss: team.total('loss') / total,
      top1: team.total('top1') / total,
      top3: team.total('top3') / total,
    };
  };
}

export function countTokens(text: Int32Array, vocabularySize: number): Float64Array {
  const counts = new Float64Array(vocabularySize); // (vocabulary)
  for (const id of text) counts[id]!++;
  return counts;
}
