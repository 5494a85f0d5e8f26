import assert from 'node:assert/strict';
import { NO_EXCLUSIONS } from '../../../server/corpus/finding/exclusions';
import type { CorpusDocument, Updated, UpdateJob } from '../../../server/corpus/jobs';
import type { SeenFile } from '../../../server/corpus/reading/read-documents';
import { packAnswer, packJob, unpackAnswer, unpackJob } from '../../../server/jobs/transport';

const cases: [string, documents: CorpusDocument[], files: SeenFile[]][] = [
  ['nothing', [], []],
  [
    'files, some with a reason',
    [],
    [
      { path: '/a b.md', bytes: 12, modified: 1.5, hash: 'x=' },
      { path: '/ä\n.md', bytes: 2 ** 40, modified: 1e12 + 0.25, hash: '', reason: 'unreadable (EACCES)' },
      { path: '/c.md', bytes: 0, modified: 0, hash: '', reason: 'empty' },
      { path: '/d.md', bytes: 0, modified: -1, hash: '', reason: 'empty' },
      { path: '/e.md', bytes: 9, modified: 2, hash: 'y=', secrets: { password: 2 } },
    ],
  ],
  [
    'documents, one of them empty',
    [
      { path: '', ids: Int32Array.of(3, 4, 1), words: 2 },
      { path: '/b.md', ids: new Int32Array(0), words: 0 },
      { path: '/c.md', ids: Int32Array.of(5), words: 1 },
    ],
    [{ path: '/b.md', bytes: 1, modified: 1, hash: 'h' }],
  ],
];

describe('What threads send each other', () => {
  for (const [what, documents, files] of cases) {
    it(`arrives as it was: ${what}`, async () => {
      const answer: Updated = {
        kind: 'update',
        files,
        documents,
        leftOut: [],
        leftOutCount: 3,
        unread: [],
        words: [],
      };
      const copy = structuredClone(answer);
      const { packed, transfer } = packAnswer(answer);
      assert.deepEqual(await unpackAnswer(structuredClone(packed, { transfer })), copy);

      const job: UpdateJob = {
        kind: 'update',
        paths: ['/'],
        exclusions: NO_EXCLUSIONS,
        known: files,
        vocabulary: '{}',
      };
      assert.deepEqual(unpackJob(structuredClone(packJob(job))), job);
    });
  }

  it('leaves other jobs and answers alone', async () => {
    const job = { kind: 'sample', paths: ['/a'] } as const;
    assert.deepEqual(unpackJob(packJob(job)), job);
    const answer = { kind: 'sample', words: new Map([['a', 1]]) } as const;
    assert.deepEqual(await unpackAnswer(packAnswer(answer).packed), answer);
  });
});
