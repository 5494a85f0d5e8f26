import assert from 'node:assert/strict';
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
/** Machines are busy and differ; what is quadratic misses by far more. */
const ROOM = 40;

/** Milliseconds of processor time of this process. */
function timed(work: () => unknown): number {
  const { user, system } = process.cpuUsage();
  work();
  const after = process.cpuUsage();
  return (after.user - user + after.system - system) / 1000;
}

interface Costs {
  open: number;
  /** The first answer, which reads on. */
  first: number;
  /** The median of a few letters, at the dearest of three places. */
  key: number;
}

/** As the server does: positions, then the change, then both requests. */
function typeAt(session: DocumentSession, start: number): number {
  const { document } = session;
  let at = start;
  const times = [...'ab the sea'].map((letter) =>
    timed(() => {
      const offset = document.offsetAt(document.positionAt(at));
      session.change([{ start: offset, end: offset, text: letter }]);
      at = offset + letter.length;
      session.ghostText(at, { automatic: true, eagerness: 'balanced' });
      session.list(at, 50);
    }),
  );
  return times.sort((a, b) => a - b)[times.length >> 1]!;
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
