/**
 * Notices when a team of threads is slower than one of them would be alone. Threads that work in lockstep wait for the one
 * that the system runs last; on a machine that is busy with other things they wait most of the time.
 */

/** Blocks and seconds over which speed is judged. */
const windowBlocks = 16;
const windowSeconds = 0.5;
/** A team that takes this many times as long as one thread of an idle machine would is given up. */
const tooSlow = 2;

/**
 * @param secondsAlone what a block should take one thread on an idle machine.
 * @returns a function to be called after each block with the clock's seconds; true says that one thread is better.
 */
export function createPatience(secondsAlone: number): (now: number) => boolean {
  let begin: number | undefined;
  let blocks = 0;
  return (now) => {
    if (begin === undefined) {
      begin = now; // the first block waits for the threads to start
      return false;
    }
    blocks++;
    const elapsed = now - begin;
    if (blocks < windowBlocks && elapsed < tooSlow * windowBlocks * secondsAlone) return false;
    if (elapsed < windowSeconds) return false;
    const slow = elapsed / blocks > tooSlow * secondsAlone;
    begin = now;
    blocks = 0;
    return slow;
  };
}
