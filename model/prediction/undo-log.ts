/** Tokens whose effect can be undone: a writer corrects less than that at once. */
const KEPT = 512;

/** The state before each of the last tokens, so that their effect can be undone. */
export interface UndoLog<State> {
  /** @param state as it was before the token at `position`; positions rise. */
  push(position: number, state: State): void;
  /** The states before the tokens from `length` on, the newest first, as far as they are kept; they leave the log. */
  back(length: number): State[];
}

export function createUndoLog<State>(): UndoLog<State> {
  let entries: { readonly position: number; readonly state: State }[] = [];
  return {
    push(position, state) {
      entries.push({ position, state });
      if (entries.length > 2 * KEPT) entries = entries.slice(-KEPT);
    },
    back(length) {
      const taken: State[] = [];
      for (let last = entries.at(-1); last && last.position >= length; last = entries.at(-1)) {
        taken.push(last.state);
        entries.pop();
      }
      return taken;
    },
  };
}
