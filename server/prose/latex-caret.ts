import { declarations, proseCommands } from './latex-commands';
import { endsInAddress } from './open-address';

/** What LaTeX has opened in the paragraph before the caret and not closed. */
export function latexIsOpen(before: string): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (/(?<!\\)(?:\\\\)*%/.test(line)) return true;
  // A command's name is being typed. A line break, `\\`, is no name.
  if (/(?<!\\)(?:\\\\)*\\[a-zA-Z@]*\*?$/.test(line)) return true;
  // An accent waits for its letter.
  if (/(?<!\\)(?:\\\\)*\\['`^"~=.]\{?$/.test(line)) return true;
  return isInArgument(before) || isInFormula(before) || endsInAddress(line, /[\s{}]/);
}

/** The last command whose argument the caret is in. */
const openArgument = /\\([a-zA-Z@]+\*?)(?:\[[^\]]*\]|\{[^{}]*\})*(?:\[[^\]]*|\{[^{}]*)$/;

function isInArgument(before: string): boolean {
  const found = openArgument.exec(before.slice(-2000));
  if (!found) return false;
  const name = found[1]!;
  if (declarations.has(name)) return false;
  if (/\[[^\]]*$/.test(found[0]) && !/\{[^{}]*$/.test(found[0])) return true;
  const command = proseCommands.get(name) ?? proseCommands.get(name.replace('*', ''));
  if (!command) return true;
  // Of `\href{target}{text}` only the second is prose.
  const before1 = (found[0].match(/\{/g)?.length ?? 0) - 1;
  return twoArguments.test(name) && before1 === 0;
}

const twoArguments = /^(?:href|textcolor|colorbox|foreignlanguage)$/;

function isInFormula(before: string): boolean {
  const text = before.replace(/(?<!\\)%[^\n]*/g, '').replace(/\\[\\$]/g, '  ');
  const signs = text.match(/\$\$?/g)?.length ?? 0;
  if (signs % 2 === 1) return true;
  return isUnclosed(text, '\\(', '\\)') || isUnclosed(text, '\\[', '\\]');
}

function isUnclosed(text: string, opening: string, closing: string): boolean {
  const open = text.lastIndexOf(opening);
  return open >= 0 && text.indexOf(closing, open) < 0;
}
