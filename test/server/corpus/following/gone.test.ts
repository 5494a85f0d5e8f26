import assert from 'node:assert/strict';
import { goneDocuments, type Looked } from '../../../../server/corpus/following/gone';

describe('Documents that are known to be gone', () => {
  const documents = ['/w/a.md', '/w/sub/b.md', '/w/sub/deep/c.md'];
  const all = documents.map((path) => ({ path }));
  const cases: { name: string; looked: Looked; gone: string[] }[] = [
    { name: 'all are there', looked: { files: all, unread: [] }, gone: [] },
    { name: 'one is not found', looked: { files: all.slice(1), unread: [] }, gone: ['/w/a.md'] },
    {
      name: 'one is left out now',
      looked: { files: [{ path: '/w/a.md', reason: 'no prose in it' }, ...all.slice(1)], unread: [] },
      gone: ['/w/a.md'],
    },
    {
      name: 'one can’t be read',
      looked: {
        files: [{ path: '/w/a.md', reason: 'unreadable (EACCES)' }, ...all.slice(1)],
        unread: ['/w/a.md'],
      },
      gone: [],
    },
    { name: 'a folder can’t be read', looked: { files: all.slice(0, 1), unread: ['/w/sub'] }, gone: [] },
    {
      name: 'a folder of a like name can’t',
      looked: { files: all.slice(0, 1), unread: ['/w/su'] },
      gone: documents.slice(1),
    },
    { name: 'nothing can be read', looked: { files: [], unread: ['/w'] }, gone: [] },
    {
      name: 'only one was looked for',
      looked: { files: [], unread: [], only: ['/w/a.md'] },
      gone: ['/w/a.md'],
    },
  ];
  for (const { name, looked, gone } of cases) {
    it(name, () => assert.deepEqual(goneDocuments(documents, looked), gone));
  }
});
