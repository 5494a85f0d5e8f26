import { relative, sep } from 'node:path';
import { addIgnoreRules } from './ignore-rules';

/** Files and folders that the writer excluded by command or setting, in addition to the ignore files' rules. */
export interface Exclusions {
  /** Absolute paths of files and folders that were to be forgotten. */
  readonly forgotten: readonly string[];
  /** The setting `inkling.exclude`, each in the syntax of `.gitignore`, from the workspace's folder on. */
  readonly globs: readonly string[];
}

export const NO_EXCLUSIONS: Exclusions = { forgotten: [], globs: [] };

/** Why a file or folder is left out, or undefined. Both are told of by their absolute paths. */
export type WhyExcluded = (path: string, isFolder: boolean) => string | undefined;

/**
 * @param root the folder that the globs are relative to.
 * @returns a reason in place of the function where the globs would take too long: what they keep from being learned may be private.
 */
export function createExcluded(
  root: string,
  { forgotten, globs }: Exclusions,
): WhyExcluded | { readonly reason: string } | undefined {
  if (forgotten.length + globs.length === 0) return undefined;
  const paths = new Set(forgotten);
  const rules = addIgnoreRules(globs.join('\n'), '');
  if ('reason' in rules) return { reason: `inkling.exclude has ${rules.reason}` };
  return (path, isFolder) => {
    if (paths.has(path)) return 'you told Inkling to forget it';
    const inside = relative(root, path).split(sep).join('/');
    if (rules.count === 0 || inside === '' || inside.startsWith('../')) return undefined;
    return rules.matcher.ignores(`${inside}${isFolder ? '/' : ''}`)
      ? 'left out by inkling.exclude'
      : undefined;
  };
}
