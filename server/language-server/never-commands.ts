import { Command, type NeverAnswer, type NeverList, type Spot } from '../protocol';
import { LONGEST_ENTRY, type NeverLists } from '../store/never-lists';
import { type OpenDocuments, offsetAt } from './documents';

export interface NeverContext {
  readonly never: NeverLists;
  readonly documents: OpenDocuments;
}

/** Words before the one that is not wanted *here*: with more of them the place would hardly come again. */
const WORDS_BEFORE = 2;

/** The commands that take words back, and give them back. Undefined: another command, or wrong arguments. */
export async function runNeverCommand(
  command: string,
  [argument, list]: readonly unknown[],
  { never, documents }: NeverContext,
): Promise<unknown> {
  switch (command) {
    case Command.forget:
      return typeof argument === 'string'
        ? add(never, argument, list === 'workspace' ? 'workspace' : 'user')
        : undefined;
    case Command.takeBack:
      return typeof argument === 'string'
        ? (await never.remove(argument.slice(0, LONGEST_ENTRY))).length > 0
        : undefined;
    case Command.neverLists:
      return never.entries;
    case Command.wordAt:
      return spotOf(argument, documents)?.word ?? null;
    case Command.notHere: {
      const spot = spotOf(argument, documents);
      if (spot?.word === undefined) return { outcome: 'noWord' } satisfies NeverAnswer;
      if (spot.before.length === 0) return { outcome: 'nothingBefore' } satisfies NeverAnswer;
      return add(never, [...spot.before, spot.word].join(' '), list === 'workspace' ? 'workspace' : 'user');
    }
    default:
      return undefined;
  }
}

async function add(never: NeverLists, text: string, list: NeverList): Promise<NeverAnswer> {
  if (never.pathOf(list) === undefined) return { outcome: 'noWorkspace' };
  const shown = text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_ENTRY);
  const listed = await never.add(shown, list);
  return listed ? { outcome: 'listed', text: shown, ...listed } : { outcome: 'noWord' };
}

/** The word that is meant at a place, and those before it. */
function spotOf(
  argument: unknown,
  documents: OpenDocuments,
): { word: string | undefined; before: readonly string[] } | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { uri, position, word } = argument as Partial<Spot>;
  const document = typeof uri === 'string' ? documents.get(uri) : undefined;
  const offset = document && position && offsetAt(document.text, position);
  if (!document || offset === undefined) return undefined;
  return document.session.meant(offset, WORDS_BEFORE, typeof word === 'string' ? word : undefined);
}
