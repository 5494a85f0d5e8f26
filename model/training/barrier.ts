/** A barrier for a fixed number of threads over shared memory (a central counter with rounds). */

/** int32 numbers of `control` that the barrier uses. */
export const BARRIER_LENGTH = 3;
/** Offsets: threads that have arrived in this round, rounds that are over, whether a thread has failed (0 or 1). */
const ARRIVED = 0;
const ROUND = 1;
const FAILED = 2;

/** Looks at the round this often before sleeping: some tenths of a millisecond, the usual difference between threads. */
const SPINS = 40_000;
/** Milliseconds asleep after which a thread looks again, should it have missed the notification. */
const SLEEP = 200;

export interface Barrier {
  /** Returns when every thread has called it. Throws when one has called `fail`, before or meanwhile, within `SLEEP` ms. */
  wait(): void;
  /** This thread can't go on: no other waits for it any longer. */
  fail(): void;
}

/** @param control (BARRIER_LENGTH or more), zeroed; on a SharedArrayBuffer where there is more than one thread. */
export function createBarrier(control: Int32Array, threads: number): Barrier {
  const throwIfFailed = (): void => {
    if (Atomics.load(control, FAILED) !== 0) throw new Error('another training thread failed');
  };
  const waitWhile = (current: number): void => {
    for (let i = 0; i < SPINS; i++) {
      if (Atomics.load(control, ROUND) !== current) return;
    }
    while (Atomics.load(control, ROUND) === current) {
      throwIfFailed();
      Atomics.wait(control, ROUND, current, SLEEP);
    }
  };
  return {
    wait() {
      if (threads === 1) return;
      throwIfFailed();
      const current = Atomics.load(control, ROUND);
      if (Atomics.add(control, ARRIVED, 1) === threads - 1) {
        Atomics.store(control, ARRIVED, 0);
        Atomics.add(control, ROUND, 1);
        Atomics.notify(control, ROUND);
      } else waitWhile(current);
      throwIfFailed();
    },

    fail() {
      Atomics.store(control, FAILED, 1);
      Atomics.add(control, ROUND, 1);
      if (threads > 1) Atomics.notify(control, ROUND);
    },
  };
}
