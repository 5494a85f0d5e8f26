import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tokenizeProse } from '../../model/tokenizer/prose';
import { proseBlocks } from '../../server/prose/blocks';
import { DocumentSession } from '../../server/suggestion/session';
import { type HostileText, hostileTexts } from './hostile-texts';
import { scaled } from './scale';

/** Of the constructs every so many is tried. */
const EVERY = scaled(3, 1);
/** Characters of each text. */
const LENGTH = scaled(20_000, 1_000_000);
/** What is promised for a megabyte, in milliseconds of processor time. */
const PROMISED = { open: 50, key: 5 };
/** Machines are busy and differ: beside other work a processor does a third of what it does alone. */
const ROOM = 8;

/** Milliseconds of processor that this thread has had; of all threads where the system does not tell. */
function processorMs(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}

function timed(work: () => unknown): number {
  const before = processorMs();
  work();
  return processorMs() - before;
}

interface Costs {
  open: number;
  /** The first answer, which reads on. */
  first: number;
  /** The largest of the times of a few letters at each of three places, without the first letter, which may cut segments anew. */
  key: number;
}

/** As the server does: positions, then the change, then both requests. */
function typeAt(session: DocumentSession, start: number): number {
  const { document } = session;
  let at = start;
  const type = (letters: string) => {
    for (const letter of letters) {
      const offset = document.offsetAt(document.positionAt(at));
      session.change([{ start: offset, end: offset, text: letter }]);
      at = offset + letter.length;
      session.ghostText(at, { automatic: true, eagerness: 'balanced' });
      session.list(at, 50);
    }
  };
  type('a');
  const letters = 'b the sea and';
  return timed(() => type(letters)) / letters.length; // together, as the system counts in steps of milliseconds
}

function costsOf({ languageId, make }: HostileText): Costs {
  const text = make(LENGTH);
  let session!: DocumentSession; // made at once
  const open = timed(() => {
    session = new DocumentSession(languageId, text);
  });
  const first = timed(() => session.list(text.length, 50));
  const places = [0, text.length >> 1, session.document.length];
  return { open, first, key: Math.max(...places.map((place) => typeAt(session, place))) };
}

function report(rows: readonly { name: string; ms: number }[], what: string): void {
  const [worst, ...next] = [...rows].sort((a, b) => b.ms - a.ms);
  const shown = [worst, ...next.slice(0, 4)].map((row) => `${row?.name} ${row?.ms.toFixed(1)}`);
  console.log(`      ${what}, worst in ms: ${shown.join(', ')}`);
}

describe('texts of one construct over and over', function () {
  this.timeout(3_600_000);

  for (const languageId of ['plaintext', 'markdown', 'latex']) {
    const texts = hostileTexts
      .filter((text) => text.languageId === languageId)
      .filter((_, index) => index % EVERY === 0);

    it(`open at once and are typed in without waiting (${languageId}, ${texts.length} of ${LENGTH} characters)`, () => {
      costsOf(texts[0]!); // warm
      const costs = texts.map((text) => ({ name: text.name, ...costsOf(text) }));
      for (const what of ['open', 'first', 'key'] as const) {
        const rows = costs.map(({ name, [what]: ms }) => ({ name, ms }));
        report(rows, what);
        if (what === 'first') continue;
        const slow = rows.filter(({ ms }) => ms > PROMISED[what] * ROOM);
        assert.deepEqual(slow, [], what);
      }
    });

    it(`are learned as files (${languageId})`, () => {
      const rows = texts.map(({ name, make }) => {
        const text = make(LENGTH);
        return { name, ms: timed(() => tokenizeProse(text, proseBlocks(text, languageId))) };
      });
      report(rows, 'learn');
      assert.deepEqual(
        rows.filter(({ ms }) => ms > 3000),
        [],
      );
    });
  }
});
