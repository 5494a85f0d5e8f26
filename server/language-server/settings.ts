import { availableParallelism } from 'node:os';
import type { Settings } from '../protocol';

/** Above this, a training session is a mistake rather than a wish. */
const MAXIMUM_TRAINING_SECONDS = 3600;
const MAXIMUM_THREADS = 8;
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
  trainingSeconds: 60,
  threads: defaultThreads(availableParallelism()),
  base: 'auto',
};

/** Never all processors: training runs for a minute beside an editor. */
export function defaultThreads(processors: number): number {
  return processors >= 4 ? 2 : 1;
}

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

  function read<Value>(name: keyof Settings, expected: string, check: (value: unknown) => Value | undefined) {
    const value = sent as Record<string, unknown>;
    if (value[name] === undefined || value[name] === null) return undefined;
    const checked = check(value[name]);
    if (checked === undefined) problems.push(wrong(`inkling.${name}`, expected, value[name]));
    return checked;
  }

  const settings: Settings = {
    enabled:
      read('enabled', 'true or false', (value) => (typeof value === 'boolean' ? value : undefined)) ??
      DEFAULT_SETTINGS.enabled,
    languages: {
      ...DEFAULT_SETTINGS.languages,
      ...read('languages', 'an object of language ids, each true or false', readLanguages),
    },
    eagerness:
      read('eagerness', `one of ${EAGERNESS.join(', ')}`, (value) =>
        EAGERNESS.find((one) => one === value),
      ) ?? DEFAULT_SETTINGS.eagerness,
    trainingSeconds:
      read('trainingSeconds', `a number of seconds from 1 to ${MAXIMUM_TRAINING_SECONDS}`, (value) =>
        typeof value === 'number' && inRange(value, 1, MAXIMUM_TRAINING_SECONDS) ? value : undefined,
      ) ?? DEFAULT_SETTINGS.trainingSeconds,
    threads:
      read('threads', `a whole number from 0 (automatic) to ${MAXIMUM_THREADS}`, (value) =>
        typeof value === 'number' && Number.isInteger(value) && inRange(value, 0, MAXIMUM_THREADS)
          ? value
          : undefined,
      ) || DEFAULT_SETTINGS.threads,
    base:
      read('base', 'auto, none or the path of a base', (value) =>
        typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined,
      ) ?? DEFAULT_SETTINGS.base,
  };
  return { settings, problems };
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
