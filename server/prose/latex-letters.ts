import type { ProseRange } from '../../model/tokens/token';

/**
 * What commands and shorthands of LaTeX spell, by where each begins: accents (`\'e`, `\"{o}`, `\c c`), letters that
 * have names (`\ss`, `\o`), babel's umlauts inside words (`Sch"onheit`) and its hints where a word may break, which read
 * as nothing. Offsets are the text's.
 */
export function lettersIn(text: string): ReadonlyMap<number, ProseRange> {
  const letters = new Map<number, ProseRange>();
  if (!/[\\"]/.test(text)) return letters;
  for (const { 0: found, index, groups = {} } of text.matchAll(spelled)) {
    const as = reading(groups);
    if (as !== undefined) letters.set(index, { start: index, end: index + found.length, as });
  }
  return letters;
}

/** Ranges in order, with what is spelled inside them as ranges of their own. */
export function withLetters(
  ranges: readonly ProseRange[],
  letters: ReadonlyMap<number, ProseRange>,
): readonly ProseRange[] {
  if (letters.size === 0) return ranges;
  const parts: ProseRange[] = [];
  const spelled = [...letters.values()];
  let next = 0;
  for (const range of ranges) {
    let from = range.start;
    while (next < spelled.length && spelled[next]!.start < from) next++;
    while (range.as === undefined && next < spelled.length && spelled[next]!.end <= range.end) {
      const letter = spelled[next++]!;
      if (letter.start > from) parts.push({ start: from, end: letter.start });
      parts.push(letter);
      from = letter.end;
    }
    if (from < range.end) parts.push(from === range.start ? range : { start: from, end: range.end });
  }
  return parts;
}

function reading(groups: Record<string, string | undefined>): string | undefined {
  const { accent = '', grouped, dotless, next, named, umlaut, hint } = groups;
  if (hint !== undefined) return /[~=]/.test(hint) ? '-' : '';
  if (umlaut !== undefined) return umlaut === 's' ? 'ß' : `${umlaut}\u0308`.normalize('NFC');
  if (named !== undefined) return NAMED[named];
  const mark = MARKS[accent];
  const base = grouped ?? dotless ?? next;
  return mark === undefined || base === undefined ? undefined : `${base}${mark}`.normalize('NFC');
}

/** The combining mark of each accent. */
const MARKS: Readonly<Record<string, string>> = {
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '"': '\u0308',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  c: '\u0327',
  v: '\u030c',
  u: '\u0306',
  H: '\u030b',
  k: '\u0328',
  r: '\u030a',
  d: '\u0323',
  b: '\u0331',
};

const NAMED: Readonly<Record<string, string>> = {
  ...{ ss: 'ß', ae: 'æ', AE: 'Æ', oe: 'œ', OE: 'Œ', aa: 'å', AA: 'Å', o: 'ø', O: 'Ø', l: 'ł', L: 'Ł' },
  ...{ i: 'ı', j: 'ȷ', dh: 'ð', DH: 'Ð', th: 'þ', TH: 'Þ', dj: 'đ', DJ: 'Đ', ng: 'ŋ', NG: 'Ŋ' },
  ...{ allowbreak: '', nobreak: '', dots: '…', ldots: '…', textendash: '–', textemdash: '—', slash: '/' },
};

const spelled = new RegExp(
  [
    String.raw`\\\\`,
    String.raw`\\(?<accent>['\x60^"~=.]|[cvuHkrdb](?![a-zA-Z]))(?: ?\{ ?\\?(?<grouped>[a-zA-Z]) ?\}| ?\\(?<dotless>[ij])(?![a-zA-Z])(?:\{\}|[ \t]+)?| ?(?<next>[a-zA-Z]))`,
    String.raw`\\(?<named>${Object.keys(NAMED).join('|')})(?![a-zA-Z])(?:\{\}|[ \t]+)?`,
    String.raw`(?<=\p{L})"(?:(?<umlaut>[aouAOU](?=[\p{L}"])|s)|(?<hint>[-"|~=])(?=\p{L}))`,
  ].join('|'),
  'gu',
);

/**
 * Words in the way in which the source around them spells them; undefined where letters are written as they are. `goesOn`:
 * a word's letters stand before it.
 */
export function lettersAround(near: string): ((text: string, goesOn: boolean) => string) | undefined {
  const counts = {
    plain: (near.match(/[\u00c0-\u024f]/g) ?? []).length,
    bare: (near.match(/\\['`^"~][a-zA-Z]/g) ?? []).length,
    braced: (near.match(/\\['`^"~]\{/g) ?? []).length,
    shorthand: (near.match(/[a-zA-Z]"[aouAOUs]/g) ?? []).length,
  };
  const style = (['plain', 'bare', 'braced', 'shorthand'] as const).reduce((best, one) =>
    counts[one] > counts[best] ? one : best,
  );
  if (style === 'plain') return undefined;
  return (text, goesOn) =>
    text.replace(/[\u00c0-\u024f]/g, (letter, index: number) => {
      const isInside = index > 0 || goesOn;
      if (style === 'shorthand' && isInside && letter === 'ß') return '"s';
      const [base = '', mark = ''] = letter.normalize('NFD');
      if (style === 'shorthand' && isInside && mark === MARKS['"']) return `"${base}`;
      const accent = mark === '' ? undefined : ACCENTS.get(mark);
      if (accent === undefined) {
        const name = NAMES.get(letter);
        return name === undefined ? letter : `\\${name}{}`;
      }
      return style === 'braced' || /[a-z]/i.test(accent) ? `\\${accent}{${base}}` : `\\${accent}${base}`;
    });
}

const ACCENTS = new Map(Object.entries(MARKS).map(([accent, mark]) => [mark, accent]));
const NAMES = new Map(Object.entries(NAMED).map(([name, letter]) => [letter, name]));
