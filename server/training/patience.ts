/**
 * Notices when a team of threads is slower than one of them would be alone. Threads in lockstep wait for the one that
 * the system runs last; on a machine that is busy with other things they wait most of the time. Then the leader works
 * alone for a while, and tries again.
 */

/** Blocks and seconds over which speed is judged. */
const windowBlocks = 16;
const windowSeconds = 0.5;
/** The team is too slow where its block takes more than this many times the planned time of one thread alone. */
const tooSlow = 1;
/** Seconds alone after the first failure; twice as many after each further one, until the team has been fast again. */
const firstRest = 3;

/**
 * @param secondsAlone what a block should take one thread of an idle machine.
 * @returns a function to be called after each block with a clock's seconds, that says whether to go on together.
 */
export function createPatience(secondsAlone: number): (now: number) => boolean {
  let rest = firstRest;
  let restUntil = 0;
  let together = true;
  let begin: number | undefined;
  let blocks = 0;
  return (now) => {
    if (!together) {
      together = now >= restUntil;
      begin = undefined;
      return together;
    }
    if (begin === undefined) {
      begin = now; // the first block waits for threads to start or to wake
      blocks = 0;
      return true;
    }
    blocks++;
    const elapsed = now - begin;
    const isLong = elapsed > tooSlow * windowBlocks * secondsAlone;
    if (elapsed < windowSeconds || (blocks < windowBlocks && !isLong)) return true;
    together = elapsed <= tooSlow * blocks * secondsAlone;
    restUntil = now + rest;
    rest = together ? firstRest : 2 * rest;
    begin = now;
    blocks = 0;
    return together;
  };
}
