/** What the corpus worker does about bases: finds the one for a text, and makes it the text's own. */
import type { TrainedModel } from '../../model/format/trained-model';
import { startingPoint } from '../../model/training/starting-point';
import type { Vocabulary } from '../../model/vocabulary/vocabulary';
import { loadToPost } from '../threads/posted-network';
import { allocateFloats } from '../threads/shared-memory';
import type { BaseFile, BaseHeader, BaseInfo } from './base-file';
import { basesForLocale, chooseBases, homeAmong, TELLING_WORDS, type WordCounts } from './choose';
import type { BaseFound, BaseJob, LearnedBase } from './jobs';
import { type BaseProblem, decodeBase, readHeaders, shareParameters, toBePosted } from './load';

export function findBase(job: BaseJob): BaseFound {
  const { loaded, words } = job;
  const problems: BaseProblem[] = [];
  const home = words.size === 0 && loaded ? homeByName(job) : undefined;
  const atOnce = home && decodeBase(home, problems);
  if (atOnce) {
    const { info } = atOnce;
    return { kind: 'base', all: [info], chosen: [info], base: toBePosted(atOnce), problems };
  }
  let headers = readHeaders(
    job.bases.filter(({ path }) => path !== home?.path),
    problems,
  );
  const all = headers.map(({ info }) => info);
  for (;;) {
    const chosen = choose(job, headers).map(({ info }) => info);
    const [first] = chosen;
    if (!first || !loaded || loaded.includes(first.fingerprint))
      return { kind: 'base', all, chosen, problems };
    const read = decodeBase(first, problems);
    if (read) return { kind: 'base', all, chosen, base: toBePosted(read), problems };
    headers = headers.filter(({ info }) => info !== first);
  }
}

/** At a start without text the locale decides, by the bases' file names, unless the writer has bases of their own: the other files need not be opened. */
function homeByName({ bases, locale }: BaseJob): BaseFile | undefined {
  if (bases.some(({ origin }) => origin === 'own')) return undefined;
  return homeAmong(bases, locale) ?? (bases.length === 1 ? bases[0] : undefined);
}

/** By the text, or where there is too little of it to tell, by the locale. */
function choose(
  { words, locale, incumbent }: Pick<BaseJob, 'words' | 'locale' | 'incumbent'>,
  headers: readonly BaseHeader[],
): BaseHeader[] {
  const fitting = chooseBases(words, headers, incumbent);
  const isTold = fitting.length > 0 || total(words) >= TELLING_WORDS;
  return isTold ? fitting : basesForLocale(locale, headers);
}

/** A base that was read for a text. */
export interface ReadBase {
  readonly info: BaseInfo;
  readonly further: readonly BaseInfo[];
  readonly model: TrainedModel;
}

/** The base for a text, its words counted as it is read; undefined where none fits. What is wrong with files goes to `problems`. */
export function readBaseFor(
  words: WordCounts,
  { bases, locale }: Pick<BaseJob, 'bases' | 'locale'>,
  problems: BaseProblem[],
): ReadBase | undefined {
  if (words.size === 0) return undefined;
  let headers = readHeaders(bases, problems);
  for (;;) {
    const [first, ...further] = choose({ words, locale }, headers);
    if (!first) return undefined;
    const read = decodeBase(first.info, problems);
    if (read) return { ...read, further: further.map(({ info }) => info) };
    headers = headers.filter((header) => header !== first);
  }
}

/**
 * The base's weights with a row for each word of the text's vocabulary, to begin training with.
 *
 * @param vocabulary the base's, extended by the text.
 * @param train ids of the text that is trained on.
 */
export function startFrom(
  { info, further, model }: ReadBase,
  vocabulary: Vocabulary,
  train: Int32Array,
): { base: LearnedBase; counts: Float64Array } {
  const occurrences = new Float64Array(vocabulary.size); // (vocabulary)
  for (const id of train) if (id < vocabulary.size) occurrences[id]!++;
  const { config, parameters, counts } = startingPoint(model, vocabulary, occurrences, allocateFloats);
  const start = { config, parameters: shareParameters(parameters) };
  return { base: { info, further, start, network: loadToPost(start), mixture: model.mixture }, counts };
}

function total(words: WordCounts): number {
  return [...words.values()].reduce((sum, count) => sum + count, 0);
}
