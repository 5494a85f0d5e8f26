import { foldWord } from '../../model/tokenizer/fold';
import { tokenizeProse } from '../../model/tokenizer/prose';
import type { Lexicon } from '../../model/vocabulary/lexicon';
import type { TextSource } from '../prose/document';
import { lastVisible } from './caret';
import type { Writer } from './writing';

/** The first thing that stands behind the caret in its paragraph: what is offered must go on to it. */
export interface Behind {
  readonly kind: 'nothing' | 'word' | 'mark';
  /** Its folded key; '' where there is nothing, or the end of some markup. */
  readonly key: string;
}

/** Code units behind the caret that are read: enough for a word and the markup before it. */
const LOOKED_AT = 200;

const CLOSED: Behind = { kind: 'mark', key: '' };
const NOTHING: Behind = { kind: 'nothing', key: '' };
/** Markup that is not seen on the page, and may stand between the caret and what is. */
const MARKUP: Readonly<Record<string, RegExp>> = {
  markdown: /^(?:[*_~`]|\[(?!\^)|\s)+/,
  latex: /^(?:\\[a-zA-Z]+\*?\{|[{}]|\\[ \\/,;]|~|\s)+/,
};
/** Of it, what ends a stretch: marks go behind it. */
const MARKUP_END = /^[*_~`}]/;
/** A line that begins so is a block of its own in one of the languages, or looks like one in plain text. */
const BLOCK_START = /^\s*(?:[-+*#>|=]|\d+[.)]\s|\\(?:item|begin|end|(?:sub)*section|chapter|par)\b)/;
const CLOSING = /^[)\]}»”’"'›」』）]/;
const CLAUSE_MARK = /^[,.;:!?…]+$/;
const ELISION = /['’ʼ]$/;

export function readBehind(text: TextSource, offset: number, languageId: string): Behind {
  const [here = '', next = ''] = text.slice(offset, offset + LOOKED_AT).split('\n');
  const hidden = MARKUP[languageId === 'tex' ? 'latex' : languageId] ?? MARKUP.markdown!; // it has that
  const visible = here.trimStart().replace(hidden, '');
  if (visible !== '') return firstOf(visible);
  if (MARKUP_END.test(here)) return CLOSED;
  // A line that begins small goes on with the one before; a capital may begin a paragraph.
  const following = next.trimStart().replace(hidden, '');
  return BLOCK_START.test(next) || !/^[\p{Ll}\p{Lo}]/u.test(following) ? NOTHING : firstOf(following);
}

function firstOf(visible: string): Behind {
  if (/^[|%&]/.test(visible)) return NOTHING; // a table's cell ends, or the prose does
  const token = tokenizeProse(visible).find((each) => each.text !== '');
  if (token === undefined) return NOTHING;
  return { kind: /[\p{L}\p{N}]/u.test(token.text) ? 'word' : 'mark', key: foldWord(token.text) };
}

/**
 * A writer that does not write what stands behind the caret already, nor what can't stand before it: no second mark before a mark, no
 * mark between a word and the next, no elided `l’` before a gap. A comma or stop may go before what closes a quotation.
 */
export function withBehind(
  writer: Writer,
  behind: Behind,
  lexicon: Lexicon,
  doubled: ReadonlySet<string> | undefined,
): Writer {
  if (behind.kind === 'nothing') return writer;
  return {
    write(id, place) {
      const key = lexicon.key(id);
      if (key === behind.key && !doubled?.has(key)) return undefined;
      const piece = writer.write(id, place);
      if (piece === undefined || ELISION.test(piece.word)) return undefined;
      if (/[\p{L}\p{N}]/u.test(piece.word)) return piece;
      const closes = CLOSING.test(behind.key) && CLAUSE_MARK.test(piece.word);
      const follows = lastVisible(place.context)?.text ?? '';
      return closes && !CLAUSE_MARK.test(follows) ? piece : undefined;
    },
    after: (piece, place) => writer.after(piece, place),
  };
}
