import assert from 'node:assert/strict';
import { assertNothingLeft, type Opened, openFolder } from './workbench/hooks';

describe('an empty folder', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFolder({});
  });
  after(async () => opened?.workbench.close());

  it('has suggestions from the base, and says so', async () => {
    await opened.workbench.waitForStatus(/^Inkling: ready/);
    const details = await opened.workbench.statusDetails();
    assert.match(details, /knows of English/);
    assert.match(details, /has read [\d.,\s]+ words/);
    await opened.workbench.screenshot('base');
  });

  it('shows ghost text in an untitled document from the first words on', async () => {
    await opened.workbench.newTextFile();
    await opened.workbench.type('It was the first time in my ');
    assert.match(await opened.workbench.requestGhostText(), /^\w/);
    await opened.workbench.screenshot('first-ghost-text');
  });

  it('lists the words of the language, and those of the document', async () => {
    await opened.workbench.type('life that the quixotical keeper went up. The qui');
    const rows = await opened.workbench.openList('quixotical');
    assert.ok(
      rows.some(({ label }) => label === 'quite' || label === 'quiet'),
      JSON.stringify(rows),
    );
    await opened.workbench.press('Escape');
  });

  it('lists the bases', async () => {
    await opened.workbench.choose('Inkling: Bases…');
    const rows = opened.workbench.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'English' }).first().waitFor();
    await rows.filter({ hasText: 'Russian' }).first().waitFor();
    await opened.workbench.screenshot('bases');
    await opened.workbench.press('Escape');
  });

  it('asked nothing of any other machine', () => assertNothingLeft(opened));
});
