/** What the learner does at a moment, what may happen then, and what follows. Pure; learner.ts carries the effects out. */
import type { TrainingNeed } from './training-due';

/** Inkling is turned off, or the server ends. */
export interface Off {
  readonly kind: 'off';
  readonly verdict: Verdict;
}

export interface On {
  readonly kind: 'on';
  /** Whether the folder is read, or the stored model cleaned: one of them at a time. */
  readonly reading: boolean;
  /** Goes on beside the reading. */
  readonly training: Training;
  readonly verdict: Verdict;
}

export type LearnerState = Off | On;

/**
 * - `preparing`: the text that is to be trained on is read.
 * - `running`: gradient steps are made, or wait while the training is paused.
 * - `finishing`: the writer wants no more of them, and keeps the best network so far.
 * - `fitting`: the steps came to their end; the mixture is fitted to the network, and both are stored.
 */
export type Training = 'none' | 'preparing' | 'running' | 'finishing' | 'fitting';

/**
 * Of the network for the text as it is: `declined`, the writer ended its training; `outdated`, it was restored, and began from another
 * base than one would begin from now.
 */
export type Verdict = 'open' | 'declined' | 'outdated';

/**
 * - `first`: restores a model or begins with a base, and reads everything, or what has changed since.
 * - `changes`: what has changed since the last reading.
 * - `stored`: restores what another window has stored, and reads what has changed since.
 * - `leavingOut`: reads without what the writer wants left out from now on, and cleans the stored model.
 * - `cleaning`: takes what is gone from the text out of the stored model.
 */
export type Reading = 'first' | 'changes' | 'stored' | 'leavingOut' | 'cleaning';

export type LearnerEvent = SwitchEvent | ReadingEvent | TrainingEvent;

type SwitchEvent =
  | { readonly kind: 'turnedOn' | 'turnedOff' | 'stopped' }
  /** There are other folders or bases. `on`: whether Inkling is turned on. */
  | { readonly kind: 'replaced'; readonly on: boolean };

type ReadingEvent =
  /** `known`: whether there is a text of the folder that the files can be compared with. */
  | { readonly kind: 'filesChanged'; readonly known: boolean }
  /** The writer wants other files left out than before. `known`: as of `filesChanged`. */
  | { readonly kind: 'exclusionsChanged'; readonly known: boolean }
  /** By another window. */
  | { readonly kind: 'modelStored' }
  | { readonly kind: 'writingBegan' }
  | { readonly kind: 'cleaningDue' }
  /** Found out by a reading that goes on. */
  | { readonly kind: 'networkOutdated' | 'textGone' }
  /** The reading has ended. `next`: what has come up meanwhile. `nothingStored`: and there is still no text of the folder. */
  | { readonly kind: 'textRead'; readonly next?: 'changes' | 'cleaning' }
  | { readonly kind: 'modelCleaned'; readonly next?: 'changes' }
  | { readonly kind: 'nothingStored' }
  | { readonly kind: 'readingFailed'; readonly error: unknown };

type TrainingEvent =
  /** The writer wants a training from the beginning. */
  | { readonly kind: 'retrain' }
  | { readonly kind: 'trainingDue'; readonly need: TrainingNeed }
  | { readonly kind: 'cancel' | 'pause' }
  /** Told by the training that goes on; `trainingEnded` also where there was too little text for one. */
  | { readonly kind: 'prepared' | 'networkFound' | 'trainingEnded' }
  /** `again`: whether it is worth another attempt. */
  | { readonly kind: 'trainingFailed'; readonly error: unknown; readonly again: boolean };

export type Effect =
  /** Ends all work and all timers. Changes that wait are forgotten: the next reading looks at everything. */
  | { readonly kind: 'stop' }
  /** Nothing that was learned is offered. `forget`: nor will it be. */
  | { readonly kind: 'serveNothing' | 'forget' }
  /** In place of a reading that goes on. */
  | { readonly kind: 'read'; readonly what: Reading }
  /** In place of a training that goes on. `asked` by the writer: from the beginning, whatever there was before. */
  | { readonly kind: 'train'; readonly need: TrainingNeed; readonly asked: boolean }
  /** What it has found is dropped by `stopTraining`, kept by `finishTraining`. */
  | { readonly kind: 'stopTraining' | 'finishTraining' }
  | { readonly kind: 'togglePause' }
  /** Trains if the text calls for it, now or by a timer; else as `settle`. */
  | { readonly kind: 'considerTraining' }
  /** Tells the status when no work is left. */
  | { readonly kind: 'settle' }
  | { readonly kind: 'noteTrained' }
  /** Any file may have changed. */
  | { readonly kind: 'noteChanges' }
  | { readonly kind: 'fail'; readonly what: 'reading' | 'training'; readonly error: unknown };

export interface Step {
  readonly state: LearnerState;
  /** In this order. */
  readonly effects: readonly Effect[];
}

const ANEW: TrainingNeed = { from: 'anew', when: 'now' };

/** What an event leads to. One that can't come in a state, or changes nothing there, leaves it as it is. */
export function transition(state: LearnerState, event: LearnerEvent): Step {
  const { verdict } = state;
  switch (event.kind) {
    case 'turnedOn':
      return begin(verdict);
    case 'turnedOff':
      return step({ kind: 'off', verdict }, { kind: 'stop' }, { kind: 'serveNothing' });
    case 'stopped':
      return step({ kind: 'off', verdict }, { kind: 'stop' });
    case 'replaced':
      return event.on
        ? begin('open', { kind: 'forget' })
        : step(
            { kind: 'off', verdict: 'open' },
            { kind: 'stop' },
            { kind: 'forget' },
            { kind: 'serveNothing' },
          );
    default:
      if (state.kind === 'off') return step(state);
      return isOfTraining(event) ? stepOfTraining(state, event) : stepOfReading(state, event);
  }
}

function stepOfReading(state: On, event: ReadingEvent): Step {
  const { reading, training, verdict } = state;
  const considers: Effect[] = training === 'none' ? [{ kind: 'considerTraining' }] : [];
  switch (event.kind) {
    case 'filesChanged':
      if (reading) return step(state); // `textRead` tells of them
      return event.known ? read(state, 'changes') : begin(verdict);
    case 'exclusionsChanged': {
      if (!event.known) return begin(verdict);
      const ends: Effect[] = training === 'none' ? [] : [{ kind: 'stopTraining' }]; // it knows what is left out
      return step({ ...state, reading: true, training: 'none' }, ...ends, {
        kind: 'read',
        what: 'leavingOut',
      });
    }
    case 'modelStored':
      return read(state, 'stored');
    case 'writingBegan':
      return reading ? step(state) : step(state, ...considers);
    case 'cleaningDue':
      return reading ? step(state) : read(state, 'cleaning'); // `textRead` tells of it
    case 'networkOutdated':
      return reading ? step({ ...state, verdict: 'outdated' }) : step(state);
    case 'textGone':
      if (!reading || training === 'none') return step(state);
      return step({ ...state, training: 'none' }, { kind: 'stopTraining' });
  }
  if (!reading) return step(state);
  const atRest: On = { ...state, reading: false };
  switch (event.kind) {
    case 'textRead':
      if (event.next === 'changes') return read(state, 'changes');
      if (event.next === 'cleaning') return step(state, ...considers, { kind: 'read', what: 'cleaning' });
      return step(atRest, ...considers);
    case 'modelCleaned':
      return event.next ? read(state, event.next) : step(atRest);
    case 'nothingStored':
      return begin(verdict);
    case 'readingFailed':
      return step(atRest, { kind: 'fail', what: 'reading', error: event.error });
  }
}

function stepOfTraining(state: On, event: TrainingEvent): Step {
  const { reading, training } = state;
  switch (event.kind) {
    case 'retrain':
      return train(state, ANEW, true);
    case 'trainingDue':
      return training === 'none' ? train(state, event.need) : step(state);
  }
  const ended: On = { ...state, training: 'none' };
  switch (event.kind) {
    case 'cancel':
      if (training === 'preparing') return step(ended, { kind: 'stopTraining' }, { kind: 'settle' });
      if (training === 'running')
        return step({ ...state, training: 'finishing' }, { kind: 'finishTraining' });
      return training === 'fitting' ? step(state, { kind: 'finishTraining' }) : step(state); // unfitted, it is kept at once
    case 'pause':
      return training === 'running' ? step(state, { kind: 'togglePause' }) : step(state);
    case 'prepared':
      return step(training === 'preparing' ? { ...state, training: 'running' } : state);
    case 'networkFound':
      return step(training === 'running' ? { ...state, training: 'fitting' } : state);
    case 'trainingEnded': {
      if (training === 'none') return step(state);
      if (training === 'preparing') return step(ended, { kind: 'settle' });
      const verdict = training === 'finishing' ? 'declined' : 'open';
      // What changed while the text was trained on has not been looked at.
      const effects: Effect[] = [{ kind: 'noteTrained' }, { kind: 'settle' }, { kind: 'noteChanges' }];
      if (!reading) effects.push({ kind: 'read', what: 'changes' });
      return step({ ...ended, reading: true, verdict }, ...effects);
    }
    case 'trainingFailed':
      if (training === 'none') return step(state);
      return event.again
        ? train(state, ANEW)
        : step(ended, { kind: 'fail', what: 'training', error: event.error });
  }
}

function step(state: LearnerState, ...effects: Effect[]): Step {
  return { state, effects };
}

/** From the beginning, with nothing going on. */
function begin(verdict: Verdict, ...effects: Effect[]): Step {
  const state: On = { kind: 'on', reading: true, training: 'none', verdict };
  return step(state, { kind: 'stop' }, ...effects, { kind: 'read', what: 'first' });
}

function read(state: On, what: Reading): Step {
  return step({ ...state, reading: true }, { kind: 'read', what });
}

function train(state: On, need: TrainingNeed, asked = false): Step {
  return step({ ...state, training: 'preparing' }, { kind: 'train', need, asked });
}

const TRAINING_EVENTS: Readonly<Record<TrainingEvent['kind'], true>> = {
  retrain: true,
  trainingDue: true,
  cancel: true,
  pause: true,
  prepared: true,
  networkFound: true,
  trainingEnded: true,
  trainingFailed: true,
};

function isOfTraining(event: ReadingEvent | TrainingEvent): event is TrainingEvent {
  return event.kind in TRAINING_EVENTS;
}
