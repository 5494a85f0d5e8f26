/** What Markdown has opened on the caret's line and not closed: the writer is typing something that is not prose. */
export function markdownIsOpen(before: string): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return (
    hasOpenAddress(line) ||
    openOnLine.some((pattern) => pattern.test(line)) ||
    hasOpenCode(line) ||
    hasOpenFormula(line)
  );
}

const openOnLine: readonly RegExp[] = [
  // A fence, before or while its language is named.
  /^ {0,3}(?:`{3,}[^`]*|~{3,}.*)$/,
  // `[text](target`, with its title, and `[text][label`.
  /\]\([^()]*(?:\([^()]*\)[^()]*)*$/,
  /\]\[[^\]]*$/,
  // `![alternative`, `[^note`, and a definition's label and target.
  /!\[[^\]]*$/,
  /\[\^[^\]]*$/,
  /^ {0,3}\[[^\]]+\]:\s*\S*$/,
  // `<tag attribute`, `<https://…`; a comment; an entity.
  /<[a-zA-Z/!?][^<>]*$/,
  /<!--(?!.*-->).*$/,
  /&#?\w*$/,
];

/** An address: a scheme, `www.`, something@something. It has no space in it, so that a long line's last chunk is enough. */
function hasOpenAddress(line: string): boolean {
  let start = line.length;
  while (start > 0 && !/\s/.test(line.charAt(start - 1))) start--;
  return /(?:[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\bmailto:|[\p{L}\p{N}._%+-]@)/iu.test(line.slice(start));
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
