import type { Status } from '../../server/protocol';

/** All that the state shown to the writer is derived from. */
export interface Situation {
  /** `running`: `status` is what the server said last, if it has said anything yet. */
  readonly server: 'starting' | 'running' | 'stopped';
  readonly status?: Status;
  /** Whether a folder is open that Inkling could read. */
  readonly hasFolder: boolean;
  /** The language of the document that the writer is in; absent where there is none that Inkling could read. */
  readonly language?: { readonly id: string; readonly isOn: boolean };
}

/** The state that decides which commands are offered and which sentences are shown. */
export type Mood =
  | 'stopped'
  | 'starting'
  | 'off'
  | 'reading'
  | 'learning'
  | 'paused'
  | 'failed'
  /** No folder, or one without enough text. */
  | 'noFolder'
  | 'noText'
  /** On, and the document's language is off. */
  | 'silentHere'
  | 'ready';

export function moodOf({ server, status, hasFolder, language }: Situation): Mood {
  if (server === 'stopped') return 'stopped';
  if (server === 'starting' || status === undefined) return 'starting';
  if (status.state === 'training') return status.training?.paused ? 'paused' : 'learning';
  if (status.state === 'off' || status.state === 'failed' || status.state === 'reading') return status.state;
  if (language && !language.isOn) return 'silentHere';
  if (status.state === 'noText') return hasFolder ? 'noText' : 'noFolder';
  return 'ready';
}

/** Of the training that goes on, in whole percent; 100 is only said when it has ended. */
export function percentLearned({ training }: Status): number {
  const { seconds = 0, budgetSeconds = 1 } = training ?? {};
  return Math.min(99, Math.round((100 * seconds) / budgetSeconds));
}
