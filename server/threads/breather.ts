/** Milliseconds of work between two returns to the event loop: longer slices would make requests wait noticeably. */
const LONGEST_MS = 4;

/**
 * For long work beside requests: call it often, and wait for what it answers. Every few milliseconds that is a
 * moment in which others get their turn; otherwise nothing.
 */
export function createBreather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < LONGEST_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
