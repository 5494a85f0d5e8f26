import { classAt, HYPHEN, LETTER } from '../tokens/characters';

/** Longer markup stands between words. */
const LONGEST = 80;

/**
 * Whether markup that stands between two ranges of prose can stand inside a word: marks of emphasis, tags and commands
 * that set letters in another way (`**S**tructured`, `21\textsuperscript{st}`), LaTeX's hints where a word may break.
 */
export function standsInWord(markup: string): boolean {
  return markup === '' || (markup.length <= LONGEST && insideWord.test(markup));
}

const insideWord =
  /^(?:[*_=]{1,6}|~{1,2}(?=[^\s])|~~|[{}]|\\(?:emph|textbf|textit|textsc|textsl|textup|textmd|textrm|textsf|texttt|text|textsuperscript|textsubscript|underline|mbox|uline)\{|\\[-/]|\\(?:allowbreak|hspace\{0pt\}|nobreak|discretionary\{-?\}\{\}\{\})(?:\{\})?|<\/?(?:b|i|u|s|em|strong|mark|span|sub|sup|small|big|font|ins|del|wbr|abbr|cite|q)(?:\s[^<>]*)?\/?>|\[|\]\([^()\s]*\))+$/i;

/**
 * Where a word goes on that ends its line with a hyphen: behind the white space at `index`, in the next line, with a small
 * letter. -1 if it does not.
 */
export function behindLineBreak(text: string, index: number, end: number): number {
  const hyphen = text.charCodeAt(index - 1);
  if (hyphen !== SOFT_HYPHEN && (index < 2 || classAt(text, index - 1) !== HYPHEN)) return -1;
  if (index < 2 || classAt(text, index - 2) !== LETTER) return -1;
  lineBreak.lastIndex = index;
  if (!lineBreak.test(text) || lineBreak.lastIndex >= end) return -1;
  return lineBreak.lastIndex;
}

const lineBreak = /[^\S\n]{0,8}\n[^\S\n]{0,40}(?=\p{Ll})/uy;
const SOFT_HYPHEN = 0xad;

/** Where the letters of a word go on behind a sign that may stand among them (UAX 29's MidLetter); -1 if they do not. */
export function behindMidLetter(text: string, start: number, index: number, end: number): number {
  if (index + 1 >= end || classAt(text, index + 1) !== LETTER) return -1;
  switch (text.charAt(index)) {
    case '·':
    case '\u2027':
    case '״':
    case '׳':
      return index + 1;
    case '"':
      // `צה"ל`
      return hebrew.test(text.charAt(index - 1)) && hebrew.test(text.charAt(index + 1)) ? index + 1 : -1;
    case ':': {
      // Finnish and Swedish endings of abbreviations: `EU:n`, `WHO:lle`.
      ending.lastIndex = index;
      return /^\p{Lu}{2,6}$/u.test(text.slice(start, index)) && ending.test(text) ? index + 1 : -1;
    }
    default:
      return -1;
  }
}

const hebrew = /\p{Script=Hebrew}/u;
const ending = /:\p{Ll}{1,8}(?![\p{L}\p{N}:])/uy;
