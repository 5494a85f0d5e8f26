/** Which bases suit a text: those whose vocabulary holds its words. */
import { type BaseFile, type BaseHeader, nameOf } from './base-file';

/**
 * The least share of a text's words that a base of its language holds. Measured with bases of 25,000 English and 30,000 Russian words: English
 * prose .96, articles .92, the documentation of programs .72 at least, a Russian tale .79; German in the English one .55, French .51
 * and, because Russian novels quote it, .54 in the Russian one; Ukrainian and Bulgarian in the Russian one .33.
 */
export const LEAST_COVERAGE = 0.6;
/** What several bases must hold together where none of them holds enough alone: a text half in one language, half in another. */
const LEAST_TOGETHER = 0.8;
/** A base made from the writer's own texts is preferred to one that covers this much more. */
const NEAR = 0.02;
/** The base that a network was taught from stays the best until another one covers this much more. */
const STAYS = 0.01;
/** A further base is added where it holds this share of the words that the first one lacks, … */
const FURTHER_SHARE = 0.15;
/** … and those are this share of all: a few foreign names are not worth a network. */
const FURTHER_LEAST = 0.02;
/** Words that a text needs for these shares to be used; of fewer, a share is too uncertain. */
export const TELLING_WORDS = 50;

/** Occurrences of each word of a text, by folded key. */
export type WordCounts = ReadonlyMap<string, number>;

/** Share of a text's words that a vocabulary holds; 0 of no words. */
export function coverage(words: WordCounts, knows: (key: string) => boolean): number {
  let all = 0;
  let known = 0;
  for (const [key, count] of words) {
    all += count;
    if (knows(key)) known += count;
  }
  return all === 0 ? 0 : known / all;
}

/**
 * Bases for a text, in order: the one for most of it, then further ones for what stands in it in other languages. None
 * where none fits.
 *
 * @param incumbent fingerprint of the base that is in use; null where none is, as none fitted.
 */
export function chooseBases(
  words: WordCounts,
  candidates: readonly BaseHeader[],
  incumbent?: string | null,
): BaseHeader[] {
  const primary = bestOf(words, candidates, incumbent);
  if (!primary) return [];
  const all = total(words);
  const chosen = [primary];
  let left = without(words, primary);
  const others = candidates.filter((other) => isOtherLanguage(primary, other));
  for (const other of others.sort((a, b) => coverageBy(left, b) - coverageBy(left, a))) {
    const share = coverageBy(left, other);
    if (share < FURTHER_SHARE || share * total(left) < FURTHER_LEAST * all) continue;
    chosen.push(other);
    left = without(left, other);
  }
  const isFit = fits(words, primary, incumbent) || 1 - total(left) / all >= LEAST_TOGETHER;
  return isFit ? chosen : [];
}

/**
 * Bases where there is no text yet: those for the language that the editor speaks, else English. Among bases of one
 * language the writer's own comes first, as it does for a text.
 *
 * @param locale as `ru` or `pt-br`.
 */
export function basesForLocale(locale: string | undefined, candidates: readonly BaseHeader[]): BaseHeader[] {
  const file = homeAmong(
    candidates.map(({ info }) => info),
    locale,
  );
  const home = candidates.find(({ info }) => info === file);
  if (!home) return candidates.slice(0, 1);
  return home.info.origin === 'named' ? [home] : chooseBases(wordsOnce(home), candidates).slice(0, 1);
}

/** The file that the settings name, else the shipped one for the locale, else the English one. */
export function homeAmong<File extends BaseFile>(
  files: readonly File[],
  locale: string | undefined,
): File | undefined {
  const shipped = (language: string | undefined) =>
    files.find((file) => file.origin === 'shipped' && nameOf(file).toLowerCase() === language);
  return files.find(({ origin }) => origin === 'named') ?? shipped(languageOf(locale)) ?? shipped('english');
}

/** The English name of a locale's language, as shipped bases are named: `russian` for `ru-RU`. */
function languageOf(locale: string | undefined): string | undefined {
  try {
    const [language] = (locale ?? '').split(/[-_]/);
    if (language === 'en') return 'english'; // the names of languages take a while to load
    return language && new Intl.DisplayNames(['en'], { type: 'language' }).of(language)?.toLowerCase();
  } catch {
    return undefined; // no locale at all
  }
}

/** The base that covers most, whether or not that is enough. */
function bestOf(
  words: WordCounts,
  candidates: readonly BaseHeader[],
  incumbent: string | null | undefined,
): BaseHeader | undefined {
  let best: BaseHeader | undefined;
  let most = 0;
  for (const header of candidates) {
    const { origin, fingerprint } = header.info;
    const preferred = (origin === 'own' ? NEAR : 0) + (fingerprint === incumbent ? STAYS : 0);
    const covers = coverageBy(words, header);
    if (covers === 0 || covers + preferred <= most) continue;
    best = header;
    most = covers + preferred;
  }
  return best;
}

function fits(words: WordCounts, header: BaseHeader, incumbent: string | null | undefined): boolean {
  const stays = header.info.fingerprint === incumbent ? STAYS : incumbent === null ? -STAYS : 0;
  return coverageBy(words, header) + stays >= LEAST_COVERAGE;
}

function total(words: WordCounts): number {
  return [...words.values()].reduce((sum, count) => sum + count, 0);
}

function coverageBy(words: WordCounts, { keys }: BaseHeader): number {
  return coverage(words, (key) => keys.has(key));
}

function without(words: WordCounts, { keys }: BaseHeader): WordCounts {
  return new Map([...words].filter(([key]) => !keys.has(key)));
}

function isOtherLanguage(one: BaseHeader, other: BaseHeader): boolean {
  return coverageBy(wordsOnce(other), one) < LEAST_COVERAGE;
}

function wordsOnce({ frequentWords }: BaseHeader): WordCounts {
  return new Map(frequentWords.map((word) => [word, 1]));
}
