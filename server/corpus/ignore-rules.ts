import { aroundStar, type Glob, literalOf, matches, parseGlob, type Work } from './glob';

/** The rules of one ignore file. */
export interface IgnoreRules {
  /**
   * Whether the rules ignore a path (true), take it back (false), or say nothing about it. As for git, the last rule that fits decides. A
   * path in a folder that is ignored is not asked for.
   *
   * @param path relative to the ignore file's folder, with `/`, in lower case: the file systems of half the world do not tell cases apart.
   * @param work the steps that it took are added to it.
   */
  verdict(path: string, isFolder: boolean, work: Work): boolean | undefined;
  /** Numbers, from 1, of the lines that are too long to be a rule about any path. */
  readonly passedOver: readonly number[];
}

interface Rule {
  /** Its place in the file; later rules decide. */
  readonly order: number;
  readonly ignores: boolean;
  readonly isForFolders: boolean;
  /** Compared with the name alone, at any depth. */
  readonly isForNames: boolean;
  readonly glob: Glob;
}

/** No path is longer on Linux, where they are longest. */
const LONGEST_LINE = 4096;

/**
 * Rules in the syntax of `.gitignore` (https://git-scm.com/docs/gitignore#_pattern_format). Not with the package `ignore`: it makes a regular
 * expression of each rule and tries all of them on each path, so that six stars in a rule take seconds for one name, and a file of 500 kB
 * minutes for a folder. Here rules without wildcards, and those for names with one star, are looked up in tables.
 */
export function parseIgnoreRules(text: string): IgnoreRules {
  /** For all that has a name, and for folders only. */
  const tables = [createTable(), createTable()] as const;
  const others: Rule[] = [];
  const passedOver: number[] = [];
  let order = 0;
  for (const line of text.split('\n')) {
    order++;
    if (line.startsWith('#')) continue;
    if (line.length > LONGEST_LINE) {
      passedOver.push(order);
      continue;
    }
    const rule = parseLine(line.toLowerCase(), order);
    if (rule && !tables[rule.isForFolders ? 1 : 0].add(rule)) others.push(rule);
  }
  others.reverse();

  return {
    passedOver,
    verdict(path, isFolder, work) {
      const segments = path.split('/');
      const name = segments.at(-1)!; // of any text there is at least one
      let last = tables[0].find(path, name, work);
      if (isFolder) last = later(last, tables[1].find(path, name, work));
      for (const rule of others) {
        if (last && rule.order < last.order) break;
        if (rule.isForFolders && !isFolder) continue;
        if (matches(rule.glob, rule.isForNames ? [name] : segments, work)) {
          last = rule;
          break;
        }
      }
      return last?.ignores;
    },
  };
}

/** Undefined where a line is no rule, or one that fits nothing. */
function parseLine(line: string, order: number): Rule | undefined {
  let pattern = withoutSpaceBehind(order === 1 ? line.replace(/^\ufeff/, '') : line);
  if (pattern === '' || pattern.startsWith('#')) return undefined;
  const ignores = !pattern.startsWith('!');
  if (!ignores) pattern = pattern.slice(1);
  const isForFolders = pattern.endsWith('/');
  if (isForFolders) pattern = pattern.slice(0, -1);
  const atAnyDepth = /^(\*\*\/)+(?=[^/]+$)/.exec(pattern)?.[0] ?? '';
  pattern = pattern.slice(atAnyDepth.length);
  const isForNames = !pattern.includes('/');
  const glob = parseGlob(pattern.startsWith('/') ? pattern.slice(1) : pattern);
  return glob && { order, ignores, isForFolders, isForNames, glob };
}

/** One space behind a backslash belongs to the name. */
function withoutSpaceBehind(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line[end - 1]!)) end--;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes++;
  return line.slice(0, backslashes % 2 === 1 ? end + 1 : end);
}

/** Rules without wildcards, by path or by name, and rules for names with one star, by what is around it. */
function createTable() {
  const paths = new Map<string, Rule>();
  const names = new Map<string, Rule>();
  const aroundStars = new Map<string, Rule>();
  /** Lengths of head and tail that occur, by both. */
  const lengths = new Map<string, readonly [head: number, tail: number]>();
  return {
    /** False for rules of other kinds. A later rule takes the place of an earlier one of the same text. */
    add(rule: Rule): boolean {
      const literal = literalOf(rule.glob);
      if (literal !== undefined) {
        (rule.isForNames ? names : paths).set(literal, rule);
        return true;
      }
      const around = rule.isForNames ? aroundStar(rule.glob) : undefined;
      if (!around) return false;
      const [head, tail] = around;
      aroundStars.set(`${head}/${tail}`, rule); // no name has a slash in it
      lengths.set(`${head.length}/${tail.length}`, [head.length, tail.length]);
      return true;
    },
    /** The last rule that fits. */
    find(path: string, name: string, work: Work): Rule | undefined {
      work.steps += 2;
      let last = later(paths.get(path), names.get(name));
      for (const [head, tail] of lengths.values()) {
        if (head + tail > name.length) continue;
        work.steps += 1 + head + tail;
        last = later(last, aroundStars.get(`${name.slice(0, head)}/${name.slice(name.length - tail)}`));
      }
      return last;
    },
  };
}

function later(a: Rule | undefined, b: Rule | undefined): Rule | undefined {
  return !a || (b && b.order > a.order) ? b : a;
}
