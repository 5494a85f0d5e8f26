import ignore, { type Ignore } from 'ignore';

/** The rules that hold in a folder: those of its own ignore files behind those of the folders around it, as of two that fit a path the last decides. */
export interface IgnoreRules {
  /** Asked for paths of the outermost folder with rules, with `/` between names and behind the name of a folder. */
  readonly matcher: Ignore;
  readonly count: number;
}

/** So many take 1.5 s of a processor for 10,000 files with usual names, 1,000 take twice that. Usual ignore files have at most some hundreds. */
const MOST_RULES = 750;
const LONGEST_RULE = 1000;
/**
 * The package makes a regular expression of each rule, in which any run of stars may stand for any number of characters: six could take hours
 * for one name. It pins them down, but not beside brackets. What stands for one character, as `?` does, costs little.
 */
const MOST_STARS = 4;
const MOST_STARS_WITH_BRACKETS = 2;
/** Each stands for any number of folders. */
const MOST_DOUBLE_STARS = 2;

/**
 * Adds rules in the syntax of `.gitignore` (https://git-scm.com/docs/gitignore#_pattern_format).
 *
 * @param folder the ignore file's, relative to the outermost one with rules; ends with a `/`, or is empty.
 * @returns the rules, or the reason why they would take too long.
 */
export function addIgnoreRules(
  text: string,
  folder: string,
  above?: IgnoreRules,
): IgnoreRules | { readonly reason: string } {
  const rules: string[] = [];
  let count = above?.count ?? 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^(#|!?\/*\s*$)/.test(line)) continue;
    const reason = whyTooCostly(line, index + 1);
    if (reason) return { reason };
    if (++count > MOST_RULES) return { reason: `too many rules (at most ${MOST_RULES})` };
    rules.push(folder === '' ? line : within(folder, line));
  }
  const matcher = ignore();
  if (above) matcher.add(above.matcher);
  return { matcher: matcher.add(rules), count };
}

/** With folders taken back that are searched whatever the rules say of them. */
export function withFolders(rules: IgnoreRules, folders: readonly string[]): IgnoreRules {
  const taken = folders.map((folder) => `!/${literal(folder)}`);
  return { ...rules, matcher: ignore().add(rules.matcher).add(taken) };
}

function whyTooCostly(rule: string, line: number): string | undefined {
  if (rule.length > LONGEST_RULE) return `too long a rule (line ${line}; at most ${LONGEST_RULE} characters)`;
  if (countOf(/\*\*+/g, rule) > MOST_DOUBLE_STARS)
    return `too many double stars (line ${line}; at most ${MOST_DOUBLE_STARS} in a rule)`;
  const names = rule.split('/').filter((part) => !/^!?\*\*+$/.test(part));
  const hasBrackets = rule.includes('['); // a slash between them divides nothing
  const most = hasBrackets ? MOST_STARS_WITH_BRACKETS : MOST_STARS;
  const isCostly = (hasBrackets ? [names.join('/')] : names).some((part) => countOf(/\*+/g, part) > most);
  return isCostly ? `too many stars (line ${line}; at most ${most} in a name)` : undefined;
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}

/** What a rule of a folder's ignore file is as one of the outermost folder's. */
function within(folder: string, rule: string): string {
  const not = rule.startsWith('!') ? '!' : '';
  const pattern = rule.slice(not.length);
  const isForNames = !/\/./.test(pattern.trimEnd());
  return `${not}/${literal(folder)}${isForNames ? '**/' : ''}${pattern.replace(/^\//, '')}`;
}

function literal(path: string): string {
  return path.replace(/[\\*?[]/g, '\\$&');
}
