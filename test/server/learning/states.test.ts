import assert from 'node:assert/strict';
import {
  type Effect,
  type LearnerEvent,
  type LearnerState,
  type On,
  type Training,
  transition,
  type Verdict,
} from '../../../server/learning/states';
import type { TrainingNeed } from '../../../server/learning/training-due';

const trainings: readonly Training[] = ['none', 'preparing', 'running', 'finishing', 'fitting'];
const verdicts: readonly Verdict[] = ['open', 'declined', 'outdated'];
const states: readonly LearnerState[] = verdicts.flatMap((verdict): LearnerState[] => [
  { kind: 'off', verdict },
  ...trainings.flatMap((training): LearnerState[] => [
    { kind: 'on', reading: false, training, verdict },
    { kind: 'on', reading: true, training, verdict },
  ]),
]);

const need: TrainingNeed = { from: 'present', when: 'soon' };
const error = new Error('full');
const events = {
  'turned on': { kind: 'turnedOn' },
  'turned off': { kind: 'turnedOff' },
  stopped: { kind: 'stopped' },
  replaced: { kind: 'replaced', on: true },
  'replaced, turned off': { kind: 'replaced', on: false },

  'files changed': { kind: 'filesChanged', known: true },
  'files changed, no text known': { kind: 'filesChanged', known: false },
  'exclusions changed': { kind: 'exclusionsChanged', known: true },
  'exclusions changed, no text known': { kind: 'exclusionsChanged', known: false },
  'model stored by another window': { kind: 'modelStored' },
  'writing began': { kind: 'writingBegan' },
  'cleaning due': { kind: 'cleaningDue' },
  'network outdated': { kind: 'networkOutdated' },
  'text gone': { kind: 'textGone' },
  'text read': { kind: 'textRead' },
  'text read, files have changed': { kind: 'textRead', next: 'changes' },
  'text read, cleaning was due': { kind: 'textRead', next: 'cleaning' },
  'nothing stored': { kind: 'nothingStored' },
  'model cleaned': { kind: 'modelCleaned' },
  'model cleaned, files have changed': { kind: 'modelCleaned', next: 'changes' },
  'reading failed': { kind: 'readingFailed', error },

  retrain: { kind: 'retrain' },
  'training due': { kind: 'trainingDue', need },
  cancel: { kind: 'cancel' },
  pause: { kind: 'pause' },
  prepared: { kind: 'prepared' },
  'network found': { kind: 'networkFound' },
  'training ended': { kind: 'trainingEnded' },
  'training failed, again': { kind: 'trainingFailed', error, again: true },
  'training failed': { kind: 'trainingFailed', error, again: false },
} satisfies Record<string, LearnerEvent>;

type Row = [
  /** `any`, `off`, or conditions that all hold in a state: `on`, `reading`, `at rest` (not reading), `training`, `preparing`. */
  states: string,
  /** `=`, `off`, or what is different in the next state. */
  next: string,
  effects: string,
];

/** Of each event: every state is in one row. */
const table: Record<keyof typeof events, Row[]> = {
  'turned on': [['any', 'on, reading, training none', 'stop, read first']],
  'turned off': [['any', 'off', 'stop, serveNothing']],
  stopped: [['any', 'off', 'stop']],
  replaced: [['any', 'on, reading, training none, open', 'stop, forget, read first']],
  'replaced, turned off': [['any', 'off, open', 'stop, forget, serveNothing']],

  'files changed': [
    ['off', '=', ''],
    ['reading', '=', ''],
    ['at rest', 'reading', 'read changes'],
  ],
  'files changed, no text known': [
    ['off', '=', ''],
    ['reading', '=', ''],
    ['at rest', 'reading, training none', 'stop, read first'],
  ],
  'exclusions changed': [
    ['off', '=', ''],
    ['training none', 'reading', 'read leavingOut'],
    ['training', 'reading, training none', 'stopTraining, read leavingOut'],
  ],
  'exclusions changed, no text known': [
    ['off', '=', ''],
    ['on', 'reading, training none', 'stop, read first'],
  ],
  'model stored by another window': [
    ['off', '=', ''],
    ['on', 'reading', 'read stored'],
  ],
  'writing began': [
    ['off', '=', ''],
    ['reading', '=', ''],
    ['at rest, training none', '=', 'considerTraining'],
    ['at rest, training', '=', ''],
  ],
  'cleaning due': [
    ['off', '=', ''],
    ['reading', '=', ''],
    ['at rest', 'reading', 'read cleaning'],
  ],
  'network outdated': [
    ['off', '=', ''],
    ['reading', 'outdated', ''],
    ['at rest', '=', ''],
  ],
  'text gone': [
    ['off', '=', ''],
    ['at rest', '=', ''],
    ['reading, training none', '=', ''],
    ['reading, training', 'training none', 'stopTraining'],
  ],
  'text read': [
    ['off', '=', ''],
    ['at rest', '=', ''],
    ['reading, training none', 'at rest', 'considerTraining'],
    ['reading, training', 'at rest', ''],
  ],
  'text read, files have changed': [
    ['off', '=', ''],
    ['at rest', '=', ''],
    ['reading', '=', 'read changes'],
  ],
  'text read, cleaning was due': [
    ['off', '=', ''],
    ['at rest', '=', ''],
    ['reading, training none', '=', 'considerTraining, read cleaning'],
    ['reading, training', '=', 'read cleaning'],
  ],
  'nothing stored': [
    ['off', '=', ''],
    ['at rest', '=', ''],
    ['reading', 'training none', 'stop, read first'],
  ],
  'model cleaned': [
    ['off', '=', ''],
    ['at rest', '=', ''],
    ['reading', 'at rest', ''],
  ],
  'model cleaned, files have changed': [
    ['off', '=', ''],
    ['at rest', '=', ''],
    ['reading', '=', 'read changes'],
  ],
  'reading failed': [
    ['off', '=', ''],
    ['at rest', '=', ''],
    ['reading', 'at rest', 'fail reading full'],
  ],

  retrain: [
    ['off', '=', ''],
    ['on', 'preparing', 'train anew now as asked'],
  ],
  'training due': [
    ['off', '=', ''],
    ['training none', 'preparing', 'train present soon'],
    ['training', '=', ''],
  ],
  cancel: [
    ['off', '=', ''],
    ['training none', '=', ''],
    ['preparing', 'training none', 'stopTraining, settle'],
    ['running', 'finishing', 'finishTraining'],
    ['finishing', '=', ''],
    ['fitting', '=', 'finishTraining'],
  ],
  pause: [
    ['off', '=', ''],
    ['training none', '=', ''],
    ['preparing', '=', ''],
    ['running', '=', 'togglePause'],
    ['finishing', '=', ''],
    ['fitting', '=', ''],
  ],
  prepared: [
    ['off', '=', ''],
    ['training none', '=', ''],
    ['preparing', 'running', ''],
    ['running', '=', ''],
    ['finishing', '=', ''],
    ['fitting', '=', ''],
  ],
  'network found': [
    ['off', '=', ''],
    ['training none', '=', ''],
    ['preparing', '=', ''],
    ['running', 'fitting', ''],
    ['finishing', '=', ''],
    ['fitting', '=', ''],
  ],
  'training ended': [
    ['off', '=', ''],
    ['training none', '=', ''],
    ['preparing', 'training none', 'settle'],
    ['running, reading', 'training none, open', 'noteTrained, settle, noteChanges'],
    ['running, at rest', 'training none, open, reading', 'noteTrained, settle, noteChanges, read changes'],
    ['fitting, reading', 'training none, open', 'noteTrained, settle, noteChanges'],
    ['fitting, at rest', 'training none, open, reading', 'noteTrained, settle, noteChanges, read changes'],
    ['finishing, reading', 'training none, declined', 'noteTrained, settle, noteChanges'],
    [
      'finishing, at rest',
      'training none, declined, reading',
      'noteTrained, settle, noteChanges, read changes',
    ],
  ],
  'training failed, again': [
    ['off', '=', ''],
    ['training none', '=', ''],
    ['training', 'preparing', 'train anew now'],
  ],
  'training failed': [
    ['off', '=', ''],
    ['training none', '=', ''],
    ['training', 'training none', 'fail training full'],
  ],
};

/** Whether a state is one of those that a row is about. */
function isIn(state: LearnerState, conditions: string): boolean {
  return conditions.split(', ').every((condition) => {
    if (condition === 'any' || condition === state.kind) return true;
    if (state.kind === 'off') return false;
    const { reading, training } = state;
    if (condition === 'reading' || condition === 'at rest') return reading === (condition === 'reading');
    if (condition === 'training') return training !== 'none';
    return condition === training || condition === `training ${training}`;
  });
}

/** The state with those differences. */
function changed(state: LearnerState, differences: string): LearnerState {
  if (differences === '=') return state;
  let { verdict } = state;
  let on: Omit<On, 'verdict'> | undefined =
    state.kind === 'on' ? state : { kind: 'on', reading: false, training: 'none' };
  for (const difference of differences.split(', ')) {
    const training = trainings.find((name) => difference === name || difference === `training ${name}`);
    const judged = verdicts.find((name) => difference === name);
    if (difference === 'off') on = undefined;
    else if (training && on) on = { ...on, training };
    else if (judged) verdict = judged;
    else if (on && difference !== 'on') on = { ...on, reading: difference === 'reading' };
  }
  return on ? { ...on, verdict } : { kind: 'off', verdict };
}

function told(effect: Effect): string {
  switch (effect.kind) {
    case 'read':
      return `read ${effect.what}`;
    case 'train':
      return `train ${effect.need.from} ${effect.need.when}${effect.asked ? ' as asked' : ''}`;
    case 'fail':
      return `fail ${effect.what} ${(effect.error as Error).message}`;
    default:
      return effect.kind;
  }
}

describe('the states of learning', () => {
  for (const [name, rows] of Object.entries(table) as [keyof typeof events, Row[]][]) {
    describe(name, () => {
      it('is told of every state, once', () => {
        for (const state of states) {
          const about = rows.filter(([conditions]) => isIn(state, conditions));
          assert.equal(about.length, 1, `${JSON.stringify(state)}: ${about.length} rows`);
        }
      });
      for (const [conditions, next, effects] of rows) {
        it(`${conditions} → ${next}${effects && `; ${effects}`}`, () => {
          const about = states.filter((state) => isIn(state, conditions));
          assert.ok(about.length > 0);
          for (const state of about) {
            const step = transition(state, events[name]);
            assert.deepEqual(step.state, changed(state, next));
            assert.equal(step.effects.map(told).join(', '), effects);
          }
        });
      }
    });
  }
});
