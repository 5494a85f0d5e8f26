import assert from 'node:assert/strict';
import { isCopied, type Look, whatToLookAt } from '../../../../server/corpus/following/changed-files';
import type { SeenFile } from '../../../../server/corpus/reading/read-documents';

const seen = (path: string, hash = path, reason?: string): SeenFile => ({
  path,
  hash,
  bytes: 10,
  modified: 1,
  ...(reason && { reason }),
});
const filesOf = (files: SeenFile[]) => new Map(files.map((file) => [file.path, file]));

describe('What a change has to be looked at for', () => {
  const files = filesOf([
    seen('/w/a.md', 'A'),
    seen('/w/copy.md', 'A', 'the same text as a.md'),
    seen('/w/notes/b.md'),
    seen('/w/notes/deep/c.md'),
  ]);
  const cases: { name: string; changed: string[]; look: Look }[] = [
    { name: 'a file that is known', changed: ['/w/notes/b.md'], look: { only: ['/w/notes/b.md'] } },
    {
      name: 'the same one twice',
      changed: ['/w/notes/b.md', '/w/notes/b.md'],
      look: { only: ['/w/notes/b.md'] },
    },
    { name: 'one that another copies', changed: ['/w/a.md'], look: { only: ['/w/a.md', '/w/copy.md'] } },
    { name: 'a text that is new', changed: ['/w/new.md'], look: 'everything' },
    { name: 'an ignore file', changed: ['/w/notes/.gitignore'], look: 'everything' },
    { name: 'a folder that has come', changed: ['/w/come'], look: 'everything' },
    {
      name: 'a folder that has gone',
      changed: ['/w/notes'],
      look: { only: ['/w/notes/b.md', '/w/notes/deep/c.md'] },
    },
    { name: 'a picture', changed: ['/w/picture.png'], look: 'nothing' },
    { name: 'somewhere else', changed: ['/elsewhere/a.md'], look: 'nothing' },
    { name: 'very much', changed: Array.from({ length: 300 }, (_, n) => `/w/${n}.png`), look: 'everything' },
  ];
  const known = { roots: ['/w'], files, isFolder: async (path: string) => path === '/w/come' };
  for (const { name, changed, look } of cases) {
    it(name, async () => assert.deepEqual(await whatToLookAt(changed, known), look));
  }

  it('searches where nothing is known yet, and where the folder is nearly full', async () => {
    assert.equal(await whatToLookAt(['/w/a.md'], { ...known, files: new Map() }), 'everything');
    const full = filesOf([{ ...seen('/w/a.md'), bytes: 23 * 2 ** 20 }]);
    assert.equal(await whatToLookAt(['/w/a.md'], { ...known, files: full }), 'everything');
  });

  it('sees that a file has come to say the same as another', () => {
    assert.equal(isCopied([seen('/w/notes/b.md', 'A')], files), true);
    assert.equal(isCopied([seen('/w/notes/b.md', 'B')], files), false);
    assert.equal(isCopied([seen('/w/notes/b.md', '', 'unreadable (EACCES)')], files), false);
  });
});
