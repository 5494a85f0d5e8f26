import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageOf } from '../../scripts/extension-page.mjs';
import { root } from './sources';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Of a Markdown text: where its pictures and links lead. */
const targets = (text: string) => [...text.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1] ?? '');

describe("the extension's page", () => {
  it('has a picture, begins with what it is for, and asks nobody to build it first', () => {
    const page = pageOf(readme, root, undefined);
    assert.match(page, /^# Inkling\n\n!\[[^\]]+\]\(data:image\/png;base64,/);
    assert.doesNotMatch(page.split('\n## ')[0] ?? '', /npm /);
  });

  it('leads nowhere that is not there', () => {
    const relative = targets(readme).filter((target) => !/^(https:|#)/.test(target));
    assert.deepEqual(
      relative.filter((target) => !existsSync(join(root, target))),
      [],
    );
    const left = targets(pageOf(readme, root, undefined)).filter(
      (target) => !/^(https:|#|data:)/.test(target),
    );
    assert.deepEqual(left, []);
  });

  const table: [readme: string, repository: string | undefined, page: string][] = [
    ['see [the map](ARCHITECTURE.md)', undefined, 'see the map'],
    ['see [the map](A.md)', 'https://h/o/r', 'see [the map](https://h/o/r/blob/HEAD/A.md)'],
    ['see [the map](A.md)', 'git+https://h/o/r.git', 'see [the map](https://h/o/r/blob/HEAD/A.md)'],
    ['see [there](https://h/x) and [here](#here)', undefined, 'see [there](https://h/x) and [here](#here)'],
  ];
  for (const [text, repository, page] of table) {
    it(`of ${text} in ${repository} is ${page}`, () => assert.equal(pageOf(text, root, repository), page));
  }

  it('refuses a picture that the marketplace would not show', () => {
    assert.throws(() => pageOf('![x](media/icon.svg)', root, undefined), /takes PNG/);
  });

  it('has an icon of at least 128 pixels square', () => {
    const icon = readFileSync(join(root, manifest.icon));
    assert.equal(icon.toString('latin1', 1, 4), 'PNG');
    const [width, height] = [icon.readUInt32BE(16), icon.readUInt32BE(20)]; // IHDR
    assert.ok(width === height && width >= 128, `${width} × ${height}`);
  });

  it('names what the marketplace asks for', () => {
    const { galleryBanner, categories, keywords, license, pricing } = manifest;
    assert.match(galleryBanner.color, /^#[0-9a-f]{6}$/);
    assert.ok(categories.length > 0 && keywords.length > 0 && keywords.length <= 30);
    assert.deepEqual([license, pricing], ['MIT', 'Free']);
  });
});

describe('the bill of materials', () => {
  it('lists just the packages whose licences travel along, each with its licence and sum', () => {
    const file = join(root, 'dist/bill-of-materials.json');
    const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8'));
    assert.equal(bomFormat, 'CycloneDX');
    const notices = readFileSync(join(root, 'dist/third-party-notices.txt'), 'utf8');
    const noticed = [...notices.matchAll(/^-{80}\n(\S+) (\S+),/gm)].map(
      ([, name, version]) => `${name}@${version}`,
    );
    const libraries = components.filter(({ type }: { type: string }) => type === 'library');
    assert.deepEqual(libraries.map((each: { 'bom-ref': string }) => each['bom-ref']).sort(), noticed.sort());
    for (const { name, licenses, hashes } of components)
      assert.ok(licenses.length > 0 && hashes.length > 0, name);
    const models = components.filter(({ type }: { type: string }) => type === 'machine-learning-model');
    assert.equal(models.length, 2);
  });
});
