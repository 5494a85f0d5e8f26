import { availableParallelism } from 'node:os';
import type { Settings, WritingSettings } from '../protocol';
import { defaultThreads } from '../threads/default-threads';

/** Above this, a training session is a mistake rather than a wish. */
const MAXIMUM_TRAINING_SECONDS = 3600;
const MAXIMUM_THREADS = 8;
/** An offer with more of them is reading, not writing. */
const MOST_WORDS = 12;
const EAGERNESS: readonly Settings['eagerness'][] = ['manual', 'quiet', 'balanced', 'eager'];

export const DEFAULT_SETTINGS: Settings = {
  enabled: true,
  languages: {
    markdown: true,
    plaintext: true,
    latex: true,
    tex: true,
    restructuredtext: true,
    asciidoc: true,
    org: true,
    quarto: true,
    rmd: true,
    mdx: true,
    'git-commit': true,
    scminput: true,
  },
  eagerness: 'balanced',
  leastProbability: 0,
  longestOffer: 6,
  ghostText: true,
  list: true,
  delay: 0,
  byLanguage: {},
  exclude: [],
  trainsByItself: true,
  trainsOnBattery: false,
  trainingSeconds: 60,
  threads: defaultThreads(availableParallelism()),
  base: 'auto',
};

type Check<Value> = { readonly expected: string; readonly read: (value: unknown) => Value | undefined };

const onOff: Check<boolean> = {
  expected: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
};

function numberFrom(least: number, most: number, what: string): Check<number> {
  const isWhole = what.startsWith('a whole');
  return {
    expected: `${what} from ${least} to ${most}`,
    read: (value) =>
      typeof value === 'number' && inRange(value, least, most) && (!isWhole || Number.isInteger(value))
        ? value
        : undefined,
  };
}

const writingChecks: { readonly [Name in keyof WritingSettings]: Check<WritingSettings[Name]> } = {
  eagerness: {
    expected: `one of ${EAGERNESS.join(', ')}`,
    read: (value) => EAGERNESS.find((one) => one === value),
  },
  leastProbability: numberFrom(0, 100, 'a number of percent'),
  longestOffer: numberFrom(1, MOST_WORDS, 'a whole number of words'),
  ghostText: onOff,
  list: onOff,
  delay: numberFrom(0, 5000, 'a number of milliseconds'),
};

const checks: { readonly [Name in keyof Settings]: Check<Settings[Name]> } = {
  ...writingChecks,
  enabled: onOff,
  languages: { expected: 'an object of language ids, each true or false', read: readLanguages },
  byLanguage: { expected: 'an object of language ids, each with settings', read: readByLanguage },
  exclude: {
    expected: 'a list of patterns',
    read: (value) =>
      Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined,
  },
  trainsByItself: onOff,
  trainsOnBattery: onOff,
  trainingSeconds: numberFrom(1, MAXIMUM_TRAINING_SECONDS, 'a number of seconds'),
  threads: {
    expected: `a whole number from 0 (automatic) to ${MAXIMUM_THREADS}`,
    read: (value) => {
      const threads = numberFrom(0, MAXIMUM_THREADS, 'a whole number').read(value);
      return threads === 0 ? DEFAULT_SETTINGS.threads : threads;
    },
  },
  base: {
    expected: 'auto, none or the path of a base',
    read: (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined),
  },
};

/**
 * Settings as an editor sent them, checked field by field. What is missing or wrong takes its default; each wrong
 * one is told in `problems`, one sentence each.
 */
export function readSettings(sent: unknown): { settings: Settings; problems: string[] } {
  const problems: string[] = [];
  if (sent === undefined || sent === null) return { settings: DEFAULT_SETTINGS, problems };
  if (!isRecord(sent)) {
    return { settings: DEFAULT_SETTINGS, problems: [wrong('inkling', 'an object', sent)] };
  }
  const read = readFields(sent, checks, (name, expected, got) =>
    problems.push(wrong(`inkling.${name}`, expected, got)),
  );
  const languages = { ...DEFAULT_SETTINGS.languages, ...read.languages };
  return { settings: { ...DEFAULT_SETTINGS, ...read, languages }, problems };
}

/** The settings that hold in a language. */
export function settingsIn(settings: Settings, languageId: string): WritingSettings {
  return { ...settings, ...settings.byLanguage[languageId] };
}

/** Those fields that are there and right. */
function readFields<Fields>(
  sent: Record<string, unknown>,
  checks: { readonly [Name in keyof Fields]: Check<Fields[Name]> },
  onWrong: (name: string, expected: string, got: unknown) => void,
): Partial<Fields> {
  const fields: Partial<Fields> = {};
  for (const name in checks) {
    const value = sent[name];
    if (value === undefined || value === null) continue;
    const { expected, read } = checks[name];
    const checked = read(value);
    if (checked === undefined) onWrong(name, expected, value);
    else fields[name] = checked;
  }
  return fields;
}

/** What is wrong in one language was told of the same setting, or is left out in silence. */
function readByLanguage(value: unknown): Settings['byLanguage'] | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).filter((entry): entry is [string, Record<string, unknown>] =>
    isRecord(entry[1]),
  );
  return Object.fromEntries(entries.map(([id, sent]) => [id, readFields(sent, writingChecks, () => {})]));
}

function readLanguages(value: unknown): Record<string, boolean> | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  if (!entries.every((entry): entry is [string, boolean] => typeof entry[1] === 'boolean')) return undefined;
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inRange(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function wrong(name: string, expected: string, got: unknown): string {
  return `Setting ${name}: expected ${expected}, got ${JSON.stringify(got)}; the default is used.`;
}
