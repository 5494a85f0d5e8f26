/** Constructs that cost parsers, patterns or segmenters more than their length when they are repeated, by language. */
const letters = [
  ...[
    'a',
    'a ',
    'ab.',
    'é',
    'a@',
    'a=',
    'a/',
    'a.',
    'a_',
    'a-',
    "a'",
    'a:',
    'http://a',
    'www.a ',
    'a@b.c ',
    'U.',
  ],
  ...[
    '1 ',
    '1.',
    '1-',
    '12 345 ',
    'x1',
    'password: ',
    'ไทย',
    '中文',
    '中文。',
    '中a=',
    'e\u0301',
    '\u0301',
    '👍',
    '\u200d',
  ],
  ...[
    '\n',
    'a\n',
    'a\n\n',
    '\n a',
    '\t',
    ' ',
    '\r',
    '\r\n',
    '\ud800',
    '"',
    '« ',
    '(',
    '- - -',
    '=-',
    'It was quiet. ',
  ],
];

const markdown = [
  ...[
    '> ',
    '>',
    '> a\n',
    '- ',
    '- a\n',
    '-\n',
    '1. ',
    '1. a\n',
    '+ > ',
    '- - -\n',
    '  - a\n',
    '- a\n    - b\n    ',
  ],
  ...[
    '[',
    ']',
    '[a](<',
    '[a](',
    '![](',
    '![',
    '![a',
    '[[]',
    '[a][b]',
    '[a][',
    '[^i]',
    '[^i',
    '[a]: b\n',
    '[^a]: b\n',
  ],
  ...[
    '*',
    '*a ',
    '**a*',
    '*a_b ',
    '_a ',
    '__a',
    '***a ',
    '~',
    '~a ',
    '~~a',
    '`',
    '`a',
    '`a``b```c',
    '$',
    '$a',
    '$ ',
    '$$\n',
  ],
  ...[
    '&',
    '&amp',
    '&amp;',
    '&#1',
    '<',
    '<a ',
    '<a>',
    '<a href="',
    '<!--',
    '<!-- -->',
    '<?',
    '<![CDATA[',
    '<div>\n',
  ],
  ...[
    '\\',
    '\\*',
    '!',
    '|',
    '|a',
    '|a|b|c|\n',
    '¦',
    '# ',
    '# a\n',
    'a\n=\n',
    'a\n-\n',
    '```\n',
    '~~~\n',
    '---\n',
    '    a\n',
  ],
  ...[
    '*a* ',
    'a [b](https://example.org/c) d. ',
    'It was *quiet* here, `all` day. ',
    'http://a.b/(',
    'a\n\n<b>\n\n',
  ],
];

const latex = [
  ...[
    '{',
    '}',
    '{}',
    '{a',
    '[',
    ']',
    '\\begin{a}',
    '\\end{a}',
    '\\begin{a}\\end{a}',
    '\\begin{itemize}\\item ',
  ],
  ...[
    '\\begin{verbatim}\n',
    '\\begin{equation}',
    '$',
    '$a',
    '$a$ ',
    '$$',
    '$$a',
    '\\(',
    '\\[',
    '\\(a\\) ',
    '\\left(',
  ],
  ...[
    '%',
    '% a\n',
    'a%\n',
    '\\verb|',
    '\\verb',
    '\\\\',
    '\\',
    '\\a',
    '\\a*',
    '\\a{',
    '\\a{b}',
    '\\a[',
    '\\a[]',
    '\\a[]{} ',
  ],
  ...[
    '\\emph{',
    '\\emph{a} ',
    '\\footnote{',
    '\\footnote{a} ',
    '\\href{a}{',
    '\\cite[',
    '\\ref{a} ',
    '\\def\\a{',
    '\\item a\n',
  ],
  ...[
    '&',
    '~',
    '_',
    '^',
    '#',
    "\\'",
    "\\'e",
    "caf\\'e ",
    '\\section{a}\n',
    '\\newcommand{\\a}{',
    '\\begin{tabular}',
  ],
  ...['It was \\emph{quiet} here~\\cite{a}. ', "``a'' "],
];

const wideTable = (length: number): string => {
  const columns = Math.max(1, Math.floor(length / 8));
  return `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${'|b c'.repeat(columns)}|\n`;
};
const longTable = (length: number): string => `|a|b|\n|-|-|\n${repeated('|c d|*e*|\n')(length)}`;
const deepList = (length: number): string => {
  let text = '';
  for (let depth = 0; text.length < length; depth++) text += `${'  '.repeat(depth % 200)}- a\n`;
  return text;
};

export interface HostileText {
  readonly languageId: string;
  readonly name: string;
  /** The construct repeated to about `length` characters. */
  make(length: number): string;
}

export const hostileTexts: readonly HostileText[] = [
  ...of('plaintext', letters),
  ...of('markdown', [...letters, ...markdown]),
  ...of('latex', [...letters, ...latex]),
  { languageId: 'markdown', name: 'a wide table', make: wideTable },
  { languageId: 'markdown', name: 'a long table', make: longTable },
  { languageId: 'markdown', name: 'a deep list', make: deepList },
];

function of(languageId: string, constructs: readonly string[]): HostileText[] {
  return constructs.map((construct) => ({
    languageId,
    name: JSON.stringify(construct),
    make: repeated(construct),
  }));
}

function repeated(construct: string): (length: number) => string {
  return (length) => construct.repeat(Math.ceil(length / construct.length));
}
