import { displayForm, foldWord } from '../tokenizer/fold';
import { isDoubtful } from '../tokenizer/secrets/forms';
import type { Token, TokenKind } from '../tokens/token';
import { unbroken } from './broken-words';
import { INITIAL, MIDDLE, placeSentence, trueCase } from './positions';
import { PARAGRAPH_END, SENTENCE_END, UNKNOWN } from './special';

/** How a text's tokens become words: as prose (one entry a word whatever its case) or exactly as they stand. */
export type TextMode = 'prose' | 'whitespace';

/** A word as it was counted: all its written forms together. */
export interface Word {
  readonly key: string;
  readonly form: string;
  readonly kind: TokenKind;
  readonly count: number;
  /** Occurrences in the middle of a sentence, where the case is the writer's choice. */
  readonly middle: number;
  readonly spaceBeforeShare: number;
  readonly spaceAfterShare: number;
  /** It stands there only once and is unlike any word: it gets no entry. */
  readonly isDoubtful: boolean;
}

/**
 * Counts written forms in one pass over the documents, so that a corpus need never be in memory as tokens.
 */
export class Tally {
  /** All tokens seen, ends included. */
  tokens = 0;
  sentenceEnds = 0;
  paragraphEnds = 0;
  private readonly ids = new Map<string, number>();
  private readonly written: Written[] = [];

  constructor(private readonly mode: TextMode) {}

  /** The text of a form, by id less FIRST_FORM; the same for its kind and how often it stands in the middle of a sentence. */
  formOf(form: number): string {
    return displayForm(this.written[form]!.form);
  }

  kindOf(form: number): TokenKind {
    return this.written[form]!.kind;
  }

  timesInside(form: number): number {
    return this.written[form]!.middle;
  }

  /**
   * Counts a document and answers it as ids of this tally: the special tokens' own, else FIRST_FORM + form.
   *
   * @param positions (tokens) those of its words, of a text in prose (`positionsOf`).
   */
  add(tokens: readonly Token[], positions = this.positionsOf(tokens)): Int32Array {
    const ids = new Int32Array(tokens.length); // (tokens)
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index]!;
      this.tokens++;
      const id = this.formId(token);
      ids[index] = id;
      if (id === UNKNOWN) continue; // a gap
      if (id === SENTENCE_END) this.sentenceEnds++;
      else if (id === PARAGRAPH_END) this.paragraphEnds++;
      else {
        const written = this.written[id - FIRST_FORM]!;
        written.count++;
        if (positions?.[index] === MIDDLE) written.middle++;
        else if (positions?.[index] === INITIAL) written.initial++;
        noteSpaces(written, tokens, index);
        if (tokens[index + 1]?.text === ',') written.beforeComma++;
      }
    }
    return ids;
  }

  /** (tokens) where each word stands in its sentence; undefined where case is not looked at. */
  positionsOf(tokens: readonly Token[]): Uint8Array | undefined {
    return this.mode === 'prose' ? positionsOf(tokens) : undefined;
  }

  /** Every word counted, in order of first appearance, and the word (index into `words`) of each form. */
  words(): { words: Word[]; wordOfForm: Int32Array } {
    const wordOfForm = new Int32Array(this.written.length); // (forms)
    const groups = new Map<string, Written[]>();
    const indexes = new Map<string, number>();
    const add = (written: Written, form: number): void => {
      const key = this.mode === 'prose' ? foldWord(written.form) : written.form;
      const index = indexes.get(key) ?? indexes.size;
      indexes.set(key, index);
      wordOfForm[form] = index;
      const group = groups.get(key);
      if (group) group.push(written);
      else groups.set(key, [written]);
    };
    const broken: (readonly [Written, form: number])[] = [];
    this.written.forEach((written, form) => {
      if (this.mode === 'prose' && written.form.includes('\n')) broken.push([written, form]);
      else add(written, form);
    });
    for (const [written, form] of broken)
      add({ ...written, form: unbroken(written.form, (key) => groups.has(key)) }, form);
    const words = [...groups].map(([key, group]) => wordOf(key, group, this.mode));
    return { words, wordOfForm };
  }

  private formId(token: Token): number {
    if (token.kind === 'sentenceEnd') return SENTENCE_END;
    if (token.kind === 'paragraphEnd') return PARAGRAPH_END;
    if (token.kind === 'gap') return UNKNOWN;
    const known = this.ids.get(token.text);
    if (known !== undefined) return known;
    const id =
      this.mode === 'whitespace' && token.text === '<unk>' ? UNKNOWN : FIRST_FORM + this.written.length;
    this.ids.set(token.text, id);
    if (id !== UNKNOWN) {
      this.written.push({
        form: token.text,
        kind: token.kind,
        count: 0,
        middle: 0,
        initial: 0,
        beforeComma: 0,
        before: 0,
        notBefore: 0,
        after: 0,
        notAfter: 0,
      });
    }
    return id;
  }
}

/** Ids of forms begin after the special tokens'. */
export const FIRST_FORM = 3;

interface Written {
  readonly form: string;
  readonly kind: TokenKind;
  count: number;
  middle: number;
  initial: number;
  /** Occurrences with a comma behind. */
  beforeComma: number;
  /** Occurrences with space before, without; with space after, without. Not counted at a paragraph's edges. */
  before: number;
  notBefore: number;
  after: number;
  notAfter: number;
}

function positionsOf(tokens: readonly Token[]): Uint8Array {
  const positions = new Uint8Array(tokens.length); // (tokens)
  let from = 0;
  for (let index = 0; index <= tokens.length; index++) {
    const kind = tokens[index]?.kind ?? 'paragraphEnd';
    if (kind !== 'sentenceEnd' && kind !== 'paragraphEnd') continue;
    placeSentence(tokens, from, index, positions);
    from = index + 1;
  }
  return positions;
}

function noteSpaces(written: Written, tokens: readonly Token[], index: number): void {
  const token = tokens[index]!;
  let previous = tokens[index - 1];
  if (previous?.kind === 'sentenceEnd') previous = tokens[index - 2];
  if (previous && previous.kind !== 'paragraphEnd') {
    if (token.start > previous.end) written.before++;
    else written.notBefore++;
  }
  let next = tokens[index + 1];
  if (next?.kind === 'sentenceEnd') next = tokens[index + 2];
  if (next && next.kind !== 'paragraphEnd') {
    if (next.start > token.end) written.after++;
    else written.notAfter++;
  }
}

function wordOf(key: string, group: readonly Written[], mode: TextMode): Word {
  const sum = (pick: (one: Written) => number): number => group.reduce((total, one) => total + pick(one), 0);
  const kind = group[0]!.kind; // a group has at least the form that made it
  const count = sum((one) => one.count);
  return {
    key,
    form: mode === 'prose' ? displayForm(trueCase(group)) : key,
    kind,
    count,
    isDoubtful: mode === 'prose' && kind === 'word' && count === 1 && isDoubtful(key),
    middle: sum((one) => one.middle),
    spaceBeforeShare: share(
      sum((one) => one.before),
      sum((one) => one.notBefore),
      kind,
    ),
    spaceAfterShare: share(
      sum((one) => one.after),
      sum((one) => one.notAfter),
      kind,
    ),
  };
}

/** Words that only stand at edges get a space; signs do not. */
function share(withSpace: number, without: number, kind: TokenKind): number {
  const total = withSpace + without;
  if (total === 0) return kind === 'punctuation' ? 0 : 1;
  return withSpace / total;
}
