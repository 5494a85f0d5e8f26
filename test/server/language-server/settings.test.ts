import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS, readSettings } from '../../../server/language-server/settings';
import type { Settings } from '../../../server/protocol';
import { defaultThreads } from '../../../server/threads/default-threads';

const cases: [name: string, sent: unknown, expected: Partial<Settings>, problems: RegExp[]][] = [
  ['nothing', undefined, {}, []],
  ['null', null, {}, []],
  ['no object', 'on', {}, [/inkling: expected an object, got "on"/]],
  ['a list', [1], {}, [/expected an object/]],
  ['off', { enabled: false }, { enabled: false }, []],
  [
    'all',
    { enabled: true, eagerness: 'quiet', trainingSeconds: 10, threads: 2 },
    { eagerness: 'quiet', trainingSeconds: 10, threads: 2 },
    [],
  ],
  ['null fields', { enabled: null, threads: null }, {}, []],
  ['an unknown field', { colour: 'red' }, {}, []],
  ['enabled as text', { enabled: 'yes' }, {}, [/inkling\.enabled: expected true or false, got "yes"/]],
  ['an unknown eagerness', { eagerness: 'wild' }, {}, [/one of manual, quiet, balanced, eager, got "wild"/]],
  ['no time', { trainingSeconds: 0 }, {}, [/from 1 to 3600, got 0/]],
  ['a day', { trainingSeconds: 86400 }, {}, [/from 1 to 3600/]],
  ['threads left to us', { threads: 0 }, {}, []],
  ['half a thread', { threads: 1.5 }, {}, [/whole number/]],
  ['too many threads', { threads: 64 }, {}, [/0 \(automatic\) to 8/]],
  ['languages as a list', { languages: ['markdown'] }, {}, [/language ids, each true or false/]],
  ['a language as text', { languages: { markdown: 'yes' } }, {}, [/each true or false/]],
  ['no base', { base: 'none' }, { base: 'none' }, []],
  ['a base’s file', { base: ' ~/bases/x.inkling ' }, { base: '~/bases/x.inkling' }, []],
  [
    'a base of no name',
    { base: '' },
    {},
    [/inkling\.base: expected auto, none or the path of a base, got ""/],
  ],
  [
    'how suggestions look',
    { leastProbability: 60, longestOffer: 1, ghostText: false, list: false, delay: 300 },
    { leastProbability: 60, longestOffer: 1, ghostText: false, list: false, delay: 300 },
    [],
  ],
  ['a probability above all', { leastProbability: 101 }, {}, [/percent from 0 to 100, got 101/]],
  ['an offer of nothing', { longestOffer: 0 }, {}, [/words from 1 to 12/]],
  ['a delay of minutes', { delay: 60_000 }, {}, [/milliseconds from 0 to 5000/]],
  ['what is left out', { exclude: ['drafts/'] }, { exclude: ['drafts/'] }, []],
  ['what is left out, as text', { exclude: 'drafts/' }, {}, [/a list of patterns, got "drafts\/"/]],
  [
    'learning on command, on battery',
    { trainsByItself: false, trainsOnBattery: true },
    { trainsByItself: false, trainsOnBattery: true },
    [],
  ],
  [
    'by language',
    { byLanguage: { latex: { eagerness: 'quiet', delay: 'long' }, tex: 7 } },
    { byLanguage: { latex: { eagerness: 'quiet' } } },
    [],
  ],
  ['by language, as a list', { byLanguage: [] }, {}, [/language ids, each with settings/]],
  [
    'two wrong ones',
    { enabled: 1, threads: -1, eagerness: 'eager' },
    { eagerness: 'eager' },
    [/enabled/, /threads/],
  ],
];

describe('Settings', () => {
  for (const [name, sent, expected, problems] of cases) {
    it(name, () => {
      const read = readSettings(sent);
      assert.deepEqual(read.settings, { ...DEFAULT_SETTINGS, ...expected });
      assert.equal(read.problems.length, problems.length, read.problems.join('\n'));
      for (const [index, problem] of problems.entries()) assert.match(read.problems[index]!, problem);
    });
  }

  it('adds to the default languages, and takes from them', () => {
    const { languages } = readSettings({ languages: { typst: true, latex: false } }).settings;
    assert.deepEqual([languages.typst, languages.latex, languages.markdown], [true, false, true]);
  });

  it('never trains on all processors', () => {
    assert.deepEqual([1, 2, 3, 4, 16].map(defaultThreads), [1, 1, 1, 2, 2]);
  });
});
