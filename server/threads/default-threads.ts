/** Threads to train with, of so many processors. Never all of them: training runs for a minute beside an editor. */
export function defaultThreads(processors: number): number {
  return processors >= 4 ? 2 : 1;
}
