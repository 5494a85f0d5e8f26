import '../vscode';
import assert from 'node:assert/strict';
import { usageNode } from '../../../client/views/learned-nodes';
import { savedLine } from '../../../client/views/status-text';
import {
  counted,
  dateOf,
  NOTHING,
  savedIn,
  type Usage,
  usageCsv,
  wouldLikeMore,
} from '../../../client/views/usage';
import type { OfferUse } from '../../../server/protocol';

const now = new Date(2024, 4, 31, 12);
const of = (uses: readonly (readonly [date: string, use: OfferUse])[]): Usage =>
  uses.reduce<Usage>((usage, [date, use]) => counted(usage, use, date), NOTHING);
const times = (count: number, use: OfferUse) =>
  Array.from({ length: count }, () => ['2024-05-31', use] as const);

const some = of([
  ['2024-05-01', { kind: 'accepted', saved: 7, probability: 0.9 }],
  ['2024-05-25', { kind: 'accepted', saved: 5, probability: 0.9 }],
  ['2024-05-31', { kind: 'shown', saved: 0, probability: 0.5 }],
  ['2024-05-31', { kind: 'dismissed', saved: 0, probability: 0.5 }],
  ['2024-05-31', { kind: 'typed', saved: 0, probability: 1 }],
  ['2024-05-31', { kind: 'accepted', saved: 3 }],
]);

describe('Keystrokes saved', () => {
  it('by day, in seven days, in all', () => {
    assert.equal(dateOf(now), '2024-05-31');
    assert.deepEqual(savedIn(some, now), { today: 3, week: 8, all: 15 });
    assert.deepEqual(savedIn(NOTHING, now), { today: 0, week: 0, all: 0 });
  });

  it('a line a day goes out', () => {
    assert.deepEqual(usageCsv(some).trimEnd().split('\n'), [
      'date,shown,accepted,typed_through,dismissed,keystrokes_saved',
      '2024-05-01,0,1,0,0,7',
      '2024-05-25,0,1,0,0,5',
      '2024-05-31,1,1,1,1,3',
    ]);
  });

  it('what was wanted, by how sure it was', () => {
    assert.deepEqual(some.confidence[9], { ended: 3, wanted: 3 });
    assert.deepEqual(some.confidence[5], { ended: 1, wanted: 0 });
  });

  it('is a quiet line, or none', () => {
    assert.equal(savedLine(savedIn(some, now)), 'It has saved you 3 keystrokes today, 8 in seven days.');
    assert.equal(savedLine({ today: 0, week: 0 }), undefined);
  });

  it('stands in the view, the latest day first', () => {
    const { description, children = [] } = usageNode(some, now);
    assert.equal(description, 'today 3, in seven days 8, in all 15');
    assert.deepEqual(
      children.map(({ label }) => label),
      ['Wanted, by how sure Inkling was', '2024-05-31', '2024-05-25', '2024-05-01'],
    );
    assert.equal(
      children[1]?.description,
      '3 keystrokes · shown 1, accepted 1, typed through 1, dismissed 1',
    );
    assert.deepEqual(
      children[0]?.children?.map(({ description: said }) => said),
      ['wanted 0 % of 1 times', 'wanted 100 % of 3 times'],
    );
    assert.equal(usageNode(NOTHING, now).children?.[0]?.label, 'None yet');
  });

  const table: [what: string, usage: Usage, expected: boolean][] = [
    ['nothing yet', NOTHING, false],
    ['too few to tell', of(times(99, { kind: 'accepted', saved: 1, probability: 0.5 })), false],
    ['most of the unsure is wanted', of(times(100, { kind: 'typed', saved: 0, probability: 0.5 })), true],
    ['much of it is not', of([...times(60, { kind: 'accepted', saved: 1, probability: 0.5 }), ...times(60, { kind: 'dismissed', saved: 0, probability: 0.5 })]), false],
    ['only what it is sure of is wanted', of(times(500, { kind: 'accepted', saved: 1, probability: 0.95 })), false],
  ]; // biome-ignore format: one case a line
  for (const [what, usage, expected] of table) {
    it(`more would ${expected ? '' : 'not '}be liked: ${what}`, () =>
      assert.equal(wouldLikeMore(usage), expected));
  }
});
