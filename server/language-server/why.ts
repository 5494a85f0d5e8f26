/** *Why this word?* What each part of the mixture gave, and passages of the writer's own text that speak for it. */
import { pathToFileURL } from 'node:url';
import { type MarkupContent, MarkupKind, type Position } from 'vscode-languageserver-protocol';
import { foldWord } from '../../model/tokenizer/fold';
import { encodeTokens } from '../../model/vocabulary/encode';
import { UNKNOWN } from '../../model/vocabulary/special';
import type { Corpus } from '../corpus/corpus';
import { findPassages } from '../learned/passages';
import { OPEN_AT, type Passage, type WhyAnswer } from '../protocol';
import { sentence, wholePercent } from '../sentences';
import { type OpenDocument, offsetAt } from './documents';

/** As many as are read before the word is taken or left. */
const MOST_PASSAGES = 3;
/** A smaller share is not worth a word. */
const LEAST_SHARE = 0.005;

/**
 * @param word default: the one that is offered at the position.
 * @returns null where nothing is offered, or nobody knows why.
 */
export async function why(
  document: OpenDocument,
  position: Position,
  corpus: Corpus | undefined,
  word?: string,
): Promise<WhyAnswer | null> {
  const offset = offsetAt(document.text, position);
  const reasons = offset === undefined ? undefined : document.session.reasons(offset, word);
  if (!reasons) return null;
  const id = corpus?.lexicon.idOf(foldWord(reasons.word)) ?? UNKNOWN;
  const context = corpus ? encodeTokens(corpus.lexicon, reasons.context, { grow: false }) : [];
  const passages = corpus && id !== UNKNOWN ? await findPassages(corpus, id, context, MOST_PASSAGES) : [];
  const parts = Object.entries(reasons.parts ?? {})
    .filter(([, share]) => share >= LEAST_SHARE)
    .sort(([, a], [, b]) => b - a)
    .map(([part, share]) => ({ part, share }));
  return { word: reasons.word, probability: reasons.probability, parts, passages };
}

const PART_NAMES: Readonly<Record<string, string>> = {
  network: sentence('recurrent network'),
  counts: sentence('phrases of the text'),
  recency: sentence('words used lately'),
  neuralCache: sentence('places like this one'),
  phrase: sentence('a longer phrase of yours'),
  furtherBase: sentence('the other language'),
};

/**
 * The answer as the details of a listed word, and `more` below it; undefined where there is nothing to say.
 *
 * @param format `commands`: Markdown whose links may run commands of ours, as those to files lead nowhere where files are on another
 *   machine than the window.
 */
export function documentationOf(
  answer: WhyAnswer | null,
  format: 'plain' | 'markdown' | 'commands',
  more?: string,
): MarkupContent | string | undefined {
  const parts =
    answer?.parts.map(({ part, share }) => `${PART_NAMES[part] ?? part} ${wholePercent(share)}`) ?? [];
  const passages = answer?.passages ?? [];
  const from = parts.length > 0 ? sentence('From: {0}', parts.join(', ')) : undefined;
  const shown = passages.map((passage) =>
    format === 'plain' ? `… ${passage.text} …` : linked(passage, format),
  );
  const lines = [from, ...shown, more].filter((line) => line !== undefined);
  if (lines.length === 0) return undefined;
  return format === 'plain' ? lines.join('\n') : { kind: MarkupKind.Markdown, value: lines.join('\n\n') };
}

/** The passage with its word in bold, and a link that opens it there. */
function linked({ path, line, character, text, from, to }: Passage, format: 'markdown' | 'commands'): string {
  const shown = `${escaped(text.slice(0, from))}**${escaped(text.slice(from, to))}**${escaped(text.slice(to))}`;
  const uri = pathToFileURL(path).href;
  const place =
    format === 'markdown'
      ? `${uri}#L${line + 1},${character + 1}`
      : `command:${OPEN_AT}?${encodeURIComponent(JSON.stringify([uri, line, character]))}`;
  return `… ${shown} … [${escaped(path.split(/[\\/]/).at(-1) ?? path)}](${place})`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~&-]/g, '\\$&');
}
