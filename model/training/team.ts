/**
 * A team of threads that train one network over shared memory, in lockstep. Rank 0 leads: it says what to do next, and
 * every thread meets at a barrier before and between the parts of a step.
 */

/** What all threads of a team see. The arrays lie on a SharedArrayBuffer where the team has more than one thread. */
export interface TeamMemory {
  readonly control: Int32Array;
  /** The leader's words to the team, and one number from each thread to all. */
  readonly numbers: Float64Array;
}

export interface Team {
  readonly rank: number;
  readonly size: number;
  /** Returns when every thread of the team has called it. Throws, soon, when one has called `fail`, before or meanwhile. */
  meet(): void;
  /** This thread can't go on; the others must not wait for it. */
  fail(): void;
  /** The leader's next order, set before and read after a `meet`. */
  order: number;
  /** Numbers that go with the order. */
  argument: number;
  block: number;
  /** This thread's numbers for the others: set before a `meet`, read after it. */
  contribute(slot: number, value: number): void;
  /** Adds up what the threads contributed, in the order of ranks. */
  total(slot: number): number;
}

/** How many different numbers a thread can contribute between two meetings. */
const slots = 4;
const controlCount = 0;
const controlRound = 1;
const controlOrder = 2;
const controlFailed = 3;
/** Looks at a barrier this often before going to sleep: some tenths of a millisecond, the usual difference between threads. */
const spins = 40_000;
/** Milliseconds asleep after which a thread looks again, so that no missed notification keeps it waiting for ever. */
const sleep = 200;

export function allocateTeamMemory(size: number): TeamMemory {
  const numberBytes = 8 * (2 + size * slots);
  const Buffer = size > 1 ? SharedArrayBuffer : ArrayBuffer;
  return {
    control: new Int32Array(new Buffer(16)),
    numbers: new Float64Array(new Buffer(numberBytes)),
  };
}

export function joinTeam(memory: TeamMemory, rank: number, size: number): Team {
  const { control, numbers } = memory;
  const checkTeam = (): void => {
    if (Atomics.load(control, controlFailed) !== 0) throw new Error('another training thread failed');
  };
  const waitForRound = (round: number): void => {
    for (let i = 0; i < spins; i++) {
      if (Atomics.load(control, controlRound) !== round) return;
    }
    while (Atomics.load(control, controlRound) === round) {
      checkTeam();
      Atomics.wait(control, controlRound, round, sleep);
    }
  };
  return {
    rank,
    size,

    meet() {
      if (size === 1) return;
      checkTeam();
      const round = Atomics.load(control, controlRound);
      if (Atomics.add(control, controlCount, 1) === size - 1) {
        Atomics.store(control, controlCount, 0);
        Atomics.add(control, controlRound, 1);
        Atomics.notify(control, controlRound);
      } else waitForRound(round);
      checkTeam();
    },

    fail() {
      Atomics.store(control, controlFailed, 1);
      Atomics.add(control, controlRound, 1);
      if (size > 1) Atomics.notify(control, controlRound);
    },

    get order() {
      return control[controlOrder]!;
    },
    set order(value) {
      control[controlOrder] = value;
    },
    get argument() {
      return numbers[0]!;
    },
    set argument(value) {
      numbers[0] = value;
    },

    get block() {
      return numbers[1]!;
    },
    set block(value) {
      numbers[1] = value;
    },

    contribute(slot, value) {
      numbers[2 + rank * slots + slot] = value;
    },
    total(slot) {
      let sum = 0;
      for (let member = 0; member < size; member++) sum += numbers[2 + member * slots + slot]!;
      return sum;
    },
  };
}
