import { type Dialect, endsInMark } from './markdown-inline';
import { endsInAddress } from './open-address';

/**
 * What Markdown has opened on the caret's line and not closed: the writer is typing something that is not prose. Each
 * question looks back from the caret to the last sign that could matter, so that all of them take time by the line's
 * length.
 */
export function markdownIsOpen(before: string, dialect: Dialect): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return (
    endsInAddress(line, /\s/) ||
    fenceOrDefinition.test(line) ||
    hasOpenTarget(line) ||
    hasOpenLabel(line) ||
    hasOpenTag(line) ||
    /&#?\w*$/.test(line.slice(-LONGEST_ENTITY)) ||
    hasOpenCode(line) ||
    hasOpenFormula(line) ||
    endsInMark(line, dialect)
  );
}

/** `&CounterClockwiseContourIntegral;` */
const LONGEST_ENTITY = 34;

/** A fence, before or while its language is named; a definition's label and target. */
const fenceOrDefinition = /^ {0,3}(?:`{3,}[^`]*|~{3,}.*|\[[^\]]+\]:\s*\S*)$/;

/** `[text](target`, with its title, which may hold parentheses one deep. */
function hasOpenTarget(line: string): boolean {
  // From the caret backwards: of `)` each closes one `(`, until there is one without.
  let closed = 0;
  for (let index = line.length - 1; index > 0; index--) {
    const character = line.charAt(index);
    if (character === ')') closed++;
    else if (character === '(') {
      if (closed === 0) return line.charAt(index - 1) === ']';
      closed--;
    }
    if (closed > 1) return false;
  }
  return false;
}

/** `[text][label`, `![alternative`, `[^note`. */
function hasOpenLabel(line: string): boolean {
  const rest = line.slice(line.lastIndexOf(']') + 1);
  return /!\[|\[\^/.test(rest) || (rest.startsWith('[') && rest.length < line.length);
}

/** `<tag attribute`, `<https://…`; a comment. */
function hasOpenTag(line: string): boolean {
  const rest = line.slice(Math.max(line.lastIndexOf('<'), line.lastIndexOf('>') + 1));
  if (/^<[a-zA-Z/!?]/.test(rest)) return true;
  const comment = line.lastIndexOf('<!--');
  return comment >= 0 && !line.includes('-->', comment + 4);
}

/** A backtick run that nothing of its length closes. In the middle of a word it is no code. */
function hasOpenCode(line: string): boolean {
  let open = '';
  for (const { 0: run, index } of line.matchAll(/`+/g)) {
    if (open === '') {
      if (!/[\p{L}\p{N}\\]/u.test(line.charAt(index - 1))) open = run;
    } else if (run === open) open = '';
  }
  return open !== '';
}

/** A dollar sign that opens a formula: something follows it at once, and not an amount of money. */
function hasOpenFormula(line: string): boolean {
  let open = false;
  for (const { 0: sign, index } of line.matchAll(/\$+/g)) {
    const previous = line.charAt(index - 1);
    const next = line.charAt(index + sign.length);
    if (open) {
      if (!/\s/.test(previous) && !/\d/.test(next)) open = false;
    } else open = !/[\p{L}\p{N}\\]/u.test(previous) && !/[\s\d]/.test(next);
  }
  return open;
}
