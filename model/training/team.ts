/**
 * A team of threads that train one network over shared memory, in lockstep: data parallelism, each thread on its own streams of the
 * block. Rank 0 leads: it gives orders, which every thread carries out; they meet at a barrier before an order and between its parts.
 */
import { BARRIER_LENGTH, createBarrier } from './barrier';

/** What all threads of a team see. The arrays lie on SharedArrayBuffers where the team has more than one thread. */
export interface TeamMemory {
  /** int32: the barrier's, then the current order's kind. */
  readonly control: Int32Array;
  /** float64: the current order's block and argument, then (size, PARTIAL_SUMS) each rank's partial sums. */
  readonly numbers: Float64Array;
}

/** What the leader can order: a training step, a measurement, that all finish what they do, or that they leave. */
export type OrderKind = 'step' | 'measure' | 'settle' | 'dismiss';

export interface Order {
  readonly kind: OrderKind;
  /** Blocks trained on before. */
  readonly block: number;
  /** Of a step, the share of the run that is over; of a measurement, its held-out tokens. */
  readonly argument: number;
}

/** Sums over the threads: of the loss, of the gradient's squares, of tokens measured and of those ranked first or in the first three. */
export type PartialSum = 'loss' | 'squares' | 'tokens' | 'top1' | 'top3';

export interface Team {
  readonly rank: number;
  readonly size: number;
  /** Returns when every thread of the team has called it. Throws, soon, when one has called `fail`, before or meanwhile. */
  meet(): void;
  /** This thread can't go on; the others must not wait for it. */
  fail(): void;
  /** The leader: the others `receive` it when they meet. */
  send(order: Order): void;
  receive(): Order;
  /** Sets this thread's part of a sum: before a `meet`, after which `total` adds the parts up in the order of ranks. */
  contribute(sum: PartialSum, value: number): void;
  total(sum: PartialSum): number;
}

const ORDER_KINDS: readonly OrderKind[] = ['step', 'measure', 'settle', 'dismiss'];
const PARTIAL_SUMS: readonly PartialSum[] = ['loss', 'squares', 'tokens', 'top1', 'top3'];

/** Offset in `control`. */
const KIND_AT = BARRIER_LENGTH;
/** Offsets in `numbers`. */
const BLOCK_AT = 0;
const ARGUMENT_AT = 1;
const SUMS_AT = 2;

export function allocateTeamMemory(size: number): TeamMemory {
  const Buffer = size > 1 ? SharedArrayBuffer : ArrayBuffer;
  return {
    control: new Int32Array(new Buffer(Int32Array.BYTES_PER_ELEMENT * (KIND_AT + 1))),
    numbers: new Float64Array(
      new Buffer(Float64Array.BYTES_PER_ELEMENT * (SUMS_AT + size * PARTIAL_SUMS.length)),
    ),
  };
}

export function joinTeam({ control, numbers }: TeamMemory, rank: number, size: number): Team {
  const barrier = createBarrier(control, size);
  const offsetOf = (member: number, sum: PartialSum): number =>
    SUMS_AT + member * PARTIAL_SUMS.length + PARTIAL_SUMS.indexOf(sum);
  return {
    rank,
    size,
    meet: () => barrier.wait(),
    fail: () => barrier.fail(),

    send({ kind, block, argument }) {
      control[KIND_AT] = ORDER_KINDS.indexOf(kind);
      numbers[BLOCK_AT] = block;
      numbers[ARGUMENT_AT] = argument;
    },
    receive() {
      return {
        kind: ORDER_KINDS[control[KIND_AT]!]!, // as `send` left it
        block: numbers[BLOCK_AT]!,
        argument: numbers[ARGUMENT_AT]!,
      };
    },

    contribute(sum, value) {
      numbers[offsetOf(rank, sum)] = value;
    },
    total(sum) {
      let total = 0;
      for (let member = 0; member < size; member++) total += numbers[offsetOf(member, sum)]!;
      return total;
    },
  };
}
