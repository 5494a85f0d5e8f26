/** A queue: tasks run one at a time, in the order in which they came. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Rejects with the signal's reason where it is aborted before the turn has come; the others don't wait for it then. */
  take<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const mine = this.last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.last = mine.catch(() => {}); // a task that fails does not stop the next ones
    return abortable(mine, signal);
  }
}

function abortable<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
