import type { Span } from '../../model/tokens/token';

/**
 * Commands whose arguments are read as prose. `within` goes on with the sentence around it, `apart` is a paragraph of
 * its own; `arguments` counts from the end of those in braces (1: only the last). Any other command's arguments are
 * taken for names, numbers and keys.
 */
export interface ProseCommand {
  readonly place: 'within' | 'apart';
  /** How many of the last arguments in braces are prose. */
  readonly last: number;
}

export const proseCommands: ReadonlyMap<string, ProseCommand> = new Map([
  ...named(
    'within',
    1,
  )`emph textbf textit textsc textsl textup textmd textrm textsf textnormal text underline uline
    ul hl so sout mbox fbox makebox enquote enquote* textquote MakeUppercase MakeLowercase uppercase lowercase
    textsuperscript textsubscript textcolor colorbox href hyperref foreignlanguage textlang textgreek lettrine`,
  ...named(
    'apart',
    1,
  )`part chapter section subsection subsubsection paragraph subparagraph part* chapter* section*
    subsection* subsubsection* paragraph* subparagraph* addchap addsec minisec title subtitle caption caption*
    footnote footnotetext endnote sidenote marginpar marginnote todo thanks dedication blockquote parbox intertext`,
  ...named('apart', 2)`epigraph`,
]);

/** Environments that hold a formula, and so no blank line. */
export const formulaEnvironments: ReadonlySet<string> = starred(
  'equation align alignat gather multline flalign eqnarray displaymath math split array matrix',
);

/** Environments that hold no prose. What starts one at a line's beginning needs no parser up to its end. */
export const otherEnvironments: ReadonlySet<string> = new Set([
  ...formulaEnvironments,
  ...starred(
    `verbatim Verbatim semiverbatim lstlisting minted code comment filecontents alltt tikzpicture pgfpicture picture axis
     scope tikzcd forest algorithm algorithmic thebibliography tabular tabularx longtable`,
  ),
]);

/** Commands without an argument: what follows them is the sentence again, as after `{\it`. */
export const declarations: ReadonlySet<string> = new Set(
  `bf it em rm sf sl sc tt bfseries itshape scshape slshape upshape mdseries rmfamily sffamily ttfamily normalfont tiny
   scriptsize footnotesize small normalsize large Large LARGE huge Huge centering raggedright noindent indent par item
   quad qquad newline linebreak smallskip medskip bigskip clearpage newpage pagebreak maketitle`.split(/\s+/),
);

/** Accents over the next letter, as in `caf\'e`. */
export const accents: ReadonlySet<string> = new Set([...'`\'^"~=.', ...'uvHtcdbkr']);

/** Commands that print nothing, so that the sentence goes on as if they were not there. */
export const silentCommand =
  /^(?:label|index|vspace|hspace|begin|end|input|include|cite\w*|nocite|vfill|hfill|pagestyle|thispagestyle|setlength|setcounter|addtocounter|usepackage|newcommand|renewcommand|footnotemark|phantomsection|addcontentsline|protect|selectlanguage|color)\*?$/;

export const isEscapedSign = (name: string): boolean => /^[&%$#_{}]$/.test(name);

/** `caf\'e`: the whole word around an accent, since the letters on both sides cannot be read by themselves. */
export function accentedWord(source: string, accent: Span): Span {
  const before = /[\p{L}'-]*$/u.exec(source.slice(Math.max(0, accent.start - 60), accent.start))?.[0] ?? '';
  const rest = source.slice(accent.end, accent.end + 60);
  const behind = /^(?:\s?\{[^{}]*\}|[\p{L}\\'^"`~={}-])*\p{L}?/u.exec(rest)?.[0].trimEnd() ?? '';
  return { start: accent.start - before.length, end: accent.end + behind.length };
}

function starred(names: string): ReadonlySet<string> {
  return new Set(names.split(/\s+/).flatMap((name) => [name, `${name}*`]));
}

function named(
  place: ProseCommand['place'],
  last: number,
): (names: TemplateStringsArray) => [string, ProseCommand][] {
  return ([names = '']) => names.split(/\s+/).map((name) => [name, { place, last }]);
}
