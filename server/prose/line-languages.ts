import { closedBy } from './closing';
import { createLineMarkup, type LineKind } from './line-markup';

const OTHER: LineKind = { kind: 'other' };
const PARAGRAPH: LineKind = { kind: 'prose', prefix: 0 };
const LINE: LineKind = { kind: 'prose', prefix: 0, isLine: true };

/** The length of what an expression finds at a line's beginning; 0 if nothing. */
const prefixOf = (pattern: RegExp, line: string): number => pattern.exec(line)?.[0].length ?? 0;

/** Emphasis: signs that stand at a word's edge; and what else reads as nothing. */
const signs = (marks: string, further = '(?!)'): string =>
  String.raw`(?<sign>(?<![\p{L}\p{N}\\])[${marks}]{1,2}(?=["“(]?[\p{L}\p{N}])|(?<=[\p{L}\p{N}.,!?"”)])[${marks}]{1,2}(?![\p{L}\p{N}])|${further})`;

/** Directives of reStructuredText whose content is prose; behind those the name's line is too. */
const admonitions =
  /^(?:note|tip|warning|important|caution|danger|error|hint|attention|seealso|todo|versionadded|versionchanged|deprecated|admonition|topic|sidebar|rubric|epigraph|highlights|pull-quote|container|compound|only|glossary|figure|list-table)$/;
const withText =
  /^(?:note|tip|warning|important|caution|danger|error|hint|attention|seealso|todo|admonition|topic|sidebar|rubric)$/;

export const restructuredText = createLineMarkup({
  opens: () => undefined,
  lineOf(line) {
    if (/^\s*([!-/:-@[-`{-~])\1{2,}\s*$/.test(line) || /^\s*(?:={2,}\s*){2,}$/.test(line)) return OTHER;
    if (/^\s*\+[-=+]+\+\s*$/.test(line)) return OTHER;
    if (/^\s*\|.*\|\s*$/.test(line)) return PARAGRAPH;
    const explicit = /^\s*\.\.(?:\s+|$)/.exec(line);
    if (explicit) {
      const rest = line.slice(explicit[0].length);
      const note = /^\[[^\]]+\]\s+/.exec(rest);
      if (note) return { kind: 'prose', prefix: explicit[0].length + note[0].length, begins: true };
      const [found = '', name = ''] = /^([\w:-]+?)::\s*/.exec(rest) ?? [];
      if (!admonitions.test(name)) return { kind: 'other', below: 'indented' };
      if (!withText.test(name)) return { kind: 'prose', prefix: line.length, begins: true, below: 'options' };
      const prefix = explicit[0].length + found.length;
      return { kind: 'prose', prefix, begins: true, below: 'options' };
    }
    const item = prefixOf(
      /^\s*(?:[-*+•]|\d{1,9}[.)]|#\.|\([a-zA-Z\d]\)|:[^:\s][^:]*:(?=\s|$)|\|(?=\s))\s*/,
      line,
    );
    const isLiteral = /::\s*$/.test(line);
    return {
      kind: 'prose',
      prefix: item,
      ...(item > 0 && { begins: true }),
      ...(isLiteral && { below: 'indented' as const }),
    };
  },
  marks: new RegExp(
    [
      String.raw`(?<gap>\x60\x60[^\x60\n]+\x60\x60|:[\w+-]{1,40}(?::[\w+-]{1,40})?:\x60[^\x60\n]*\x60|\x60[^\x60\n]*\x60:[\w+-]{1,40}(?::[\w+-]{1,40})?:|(?<!\S)\|[^|\s][^|\n]*\|_?)`,
      String.raw`(?<silent>\[(?:\d+|#[\w-]*|\*)\]_|\\(?=\S))`,
      String.raw`(?<lead>\x60)(?<text>[^\x60<\n]+)(?<tail>\s?<[^<>\n]*>\x60__?|\x60__?|\x60)`,
      signs('*', String.raw`(?<=[\p{L}\p{N}])__?(?![\p{L}\p{N}])`),
    ].join('|'),
    'gu',
  ),
  open: /(?<![^\s("'[])\x60\x60[^\x60]*$|:[\w+-]{1,40}(?::[\w+-]{1,40})?:\x60[^\x60]*$|\x60[^\x60]*<[^>\x60]*$|(?<!\S)\|[^|\s]*$|^\s*\.\.(?:\s+[^\s:]*:?)?$|^\s*\.\. _[^:]*$|^\s*:[\w -]*:?$/u,
  cells: { row: /^\s*\|.*\|\s*$/, bar: '|' },
});

export const asciidoc = createLineMarkup({
  opens(line) {
    const [, marks] = /^(-{4,}|\.{4,}|\+{4,}|\/{4,}|\x60{3,})/.exec(line) ?? [];
    if (!marks || !/^(?:[-.+/]+|\x60{3,}.*)\s*$/.test(line)) return undefined;
    return closedBy(new RegExp(`^\\${marks.charAt(0)}{${marks.length}}\\s*$`));
  },
  lineOf(line) {
    if (/^(?:={4,}|\*{4,}|_{4,}|--|\|={3,}|[,:!]={3,}|'{3}|<{3})\s*$/.test(line) || /^\/\/(?!\/)/.test(line))
      return OTHER;
    if (/^:!?[\w-]+!?:(?:\s|$)/.test(line) || /^[\w-]+::\S*\[.*\]\s*$/.test(line) || /^\+\s*$/.test(line))
      return OTHER;
    if (
      /^\[(?:source|listing|literal|stem|latexmath|asciimath|pass|plantuml|ditaa|mermaid)\b.*\]\s*$/.test(
        line,
      )
    )
      return { kind: 'other', below: 'paragraph' };
    if (/^\[.*\]\s*$/.test(line)) return OTHER;
    if (/^ +\S/.test(line) && !/^ +(?:[-*.]+|\d+\.)\s/.test(line))
      return { kind: 'other', below: 'paragraph' };
    const heading = prefixOf(/^(?:={1,6}|#{1,6})\s+|^\.(?=[\p{L}\p{N}"“])/u, line);
    if (heading > 0) return { ...LINE, prefix: heading };
    const item = prefixOf(
      /^\s*(?:[-*.]{1,6}|\d+\.|<[.\d]+>)\s+(?:\[[ x*]\]\s+)?|^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+/,
      line,
    );
    return item > 0 ? { kind: 'prose', prefix: item, begins: true } : PARAGRAPH;
  },
  marks: new RegExp(
    [
      String.raw`(?<gap>\x60[^\x60\n]+\x60|\+{1,3}[^+\n]+\+{1,3}(?![\p{L}\p{N}])|\{[\w-]+\}|(?:image|icon|stem|latexmath|asciimath|pass|kbd|btn|menu):[^\s[\]]*\[[^\]\n]*\])`,
      String.raw`(?<silent>\[\[[^\]\n]*\]\]|\[[.#][^\]\n]*\](?=[#*_\x60])|\(\(\([^)\n]*\)\)\)|indexterm:\[[^\]\n]*\]|<\d+>|::(?=\s|$))`,
      String.raw`(?<lead><<[^<>,\n]*,\s*|(?:link|xref|mailto|https?|footnote|footnoteref|indexterm2):[^\s[\]]*\[)(?<text>[^\]>\n]*)(?<tail>\]|>>)`,
      String.raw`(?<hidden><<[^<>,\n]*>>)`,
      signs('*_#'),
    ].join('|'),
    'gu',
  ),
  open: /(?<!\S)\x60[^\x60]*$|\{[\w-]*$|<<[^<>,]*$|(?:link|xref|mailto|image|icon|include|stem|kbd|btn):[^\s[\]]*$|(?:image|icon|stem|kbd|btn|include)::?[^\s[\]]*\[[^\]]*$|^:!?[\w-]*(?::.*)?$|^\[[^\]]*$|^\/\//u,
  cells: { row: /^\s*\|[^=]/, bar: '|' },
});

export const org = createLineMarkup({
  opens(line) {
    const [, name] = /^\s*#\+begin_(\w+)/i.exec(line) ?? [];
    if (name && !/^(?:quote|verse|center|abstract|note|warning|tip)$/i.test(name))
      return closedBy(new RegExp(`^\\s*#\\+end_${name}`, 'i'));
    if (/^\s*:(?:PROPERTIES|LOGBOOK|[A-Z_]+DRAWER):\s*$/i.test(line))
      return closedBy(/^\s*:END:\s*$/i, (next) => !/^\*+\s/.test(next));
    const [, environment] = /^\s*\\begin\{([a-zA-Z]+\*?)\}/.exec(line) ?? [];
    return environment ? closedBy(new RegExp(`\\\\end\\{${environment.replace('*', '\\*')}\\}`)) : undefined;
  },
  lineOf(line) {
    if (/^\s*(?:#(?:\s|\+|$)|:(?:\s|$)|\|[-+]+\|?\s*$|-{5,}\s*$|%%)/.test(line)) return OTHER;
    if (/^\s*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):/.test(line)) return OTHER;
    const heading = prefixOf(
      /^\*+\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED|STARTED)\s+)?(?:\[#[A-Z\d]\]\s+)?(?:COMMENT\s+)?/,
      line,
    );
    if (heading > 0) return { ...LINE, prefix: heading };
    const item = prefixOf(
      /^\s*(?:[-+]|\d+[.)]|\*(?=\s)(?<=\s\*))\s+(?:\[[ X-]\]\s+)?|^\[fn:[^\]]+\]\s*/,
      line,
    );
    return item > 0 ? { kind: 'prose', prefix: item, begins: true } : PARAGRAPH;
  },
  marks: new RegExp(
    [
      String.raw`(?<gap>(?<![\p{L}\p{N}])[=~](?=\S)[^=~\n]+(?<=\S)[=~](?![\p{L}\p{N}])|\[\[[^[\]\n]*\]\]|\$[^$\n]+\$|\\\([^\n]*?\\\)|\\\[[^\n]*?\\\]|src_\w+(?:\[[^\]\n]*\])?\{[^}\n]*\}|\{\{\{[^}\n]*\}\}\}|\[cite[^\]\n]*\]|[<[]\d{4}-\d\d-\d\d[^>\]\n]*[>\]]|@@[^@\n]*@@)`,
      String.raw`(?<silent>\[fn:[^\]\n]*\]|<<[^<>\n]*>>|[ \t]:[\w@#%:]+:[ \t]*$|::(?=\s))`,
      String.raw`(?<lead>\[\[[^[\]\n]*\]\[)(?<text>[^[\]\n]*)(?<tail>\]\])`,
      signs('*/_+'),
    ].join('|'),
    'gu',
  ),
  open: /\[\[[^\]]*$|\[\[[^\]]*\]$|(?<![\p{L}\p{N}])[=~][^=~\s][^=~]*$|^\s*#\+?\S*$|^\s*#\+[^\n]*$|\[cite[^\]]*$|\[fn:[^\]]*$|\$[^\s$][^$]*$|^\s*:[\w]*$/u,
  cells: { row: /^\s*\|/, bar: '|' },
});

/** SubRip and WebVTT: each cue is a paragraph, without its number, times and settings. */
export const subtitles = createLineMarkup({
  opens: (line) =>
    /^(?:STYLE|REGION|NOTE)\b/.test(line)
      ? { endIn: () => -1, takes: (_next, afterBlank) => !afterBlank }
      : undefined,
  lineOf: (line) => (/^\uFEFF?(?:WEBVTT.*|\d+\s*|.*-->.*)$/.test(line) ? OTHER : PARAGRAPH),
  marks: /(?<silent><\/?[a-zA-Z][^<>\n]*>|<\d[\d:.]*>|\{\\[^}\n]*\}|♪)|(?<sign>^-\s)/gmu,
  open: /<[^<>]*$|\{\\[^}]*$|^\d+$|-->/u,
});

/** Commit messages: without comments, trailers and what stands below the scissors. */
export const commitMessage = createLineMarkup({
  opens: (line) => (/^# -+ >8 -+/.test(line) ? closedBy(/(?!)/) : undefined),
  lineOf(line) {
    if (
      /^#/.test(line) ||
      /^[A-Z][\w-]+-by: |^(?:Fixes|Closes|Refs|Change-Id|Co-authored-by|Cc): /.test(line)
    )
      return OTHER;
    const item = prefixOf(/^\s*[-*+]\s+/, line);
    return item > 0 ? { kind: 'prose', prefix: item, begins: true } : PARAGRAPH;
  },
  marks:
    /(?<gap>\x60[^\x60\n]+\x60|(?<![\p{L}\p{N}])#\d+|\b[\da-f]{7,40}\b)|(?<silent>^\w+(?:\([\w/-]*\))?!?:(?=\s))/gu,
  open: /^#|(?<!\S)\x60[^\x60]*$/u,
});
