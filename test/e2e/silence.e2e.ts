import assert from 'node:assert/strict';
import { sampleFiles } from './prose';
import { assertNothingLeft, type Opened, openFolder, serversStarted } from './workbench/hooks';

describe('a folder without text', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFolder({ 'picture.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]) });
  });
  after(async () => opened?.workbench.close());

  it('is said to be one, with what to do', async () => {
    await opened.workbench.waitForStatus(/^Inkling: ready/);
    assert.match(await opened.workbench.statusDetails(), /save some Markdown/);
    await opened.workbench.screenshot('no-text');
  });

  it("still has the open document's own words", async () => {
    await opened.workbench.newTextFile();
    await opened.workbench.type('The quixotical keeper went up the stair. The qui');
    await opened.workbench.openList('quixotical');
  });
});

describe('turning it off and on', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFolder({ ...sampleFiles(), 'draft.md': '# Draft\n\n' });
    await opened.workbench.waitForStatus(/^Inkling: ready/);
    await opened.workbench.openFile('draft.md');
    await opened.workbench.type('The light went over the ');
    await opened.workbench.requestGhostText();
  });
  after(async () => opened?.workbench.close());

  it('off: neither ghost text nor words with a probability', async () => {
    await opened.workbench.command('Inkling: Turn On/Off');
    await opened.workbench.waitForStatus(/^Inkling: off/);
    await opened.workbench.type(' l');
    await opened.workbench.noGhostText();
    const rows = await opened.workbench.openList('link'); // one of Markdown's own snippets
    assert.deepEqual(
      rows.filter(({ details }) => details.includes('%')),
      [],
    );
    await opened.workbench.press('Escape');
    await opened.workbench.screenshot('off');
  });

  it('on: as before, without training again', async () => {
    await opened.workbench.command('Inkling: Turn On/Off');
    await opened.workbench.waitForStatus(/^Inkling: ready/);
    for (let key = 0; key < ' l'.length; key++) await opened.workbench.press('Backspace');
    assert.match(await opened.workbench.requestGhostText(), /^\w/);
  });

  it('for one language: off, and on again by the same server', async () => {
    const servers = serversStarted();
    await opened.workbench.command('Inkling: Turn On/Off for This Language');
    await opened.workbench.type(' l');
    await opened.workbench.noGhostText();
    const rows = await opened.workbench.openList('link');
    assert.deepEqual(
      rows.filter(({ details }) => details.includes('%')),
      [],
    );
    await opened.workbench.press('Escape');
    await opened.workbench.command('Inkling: Turn On/Off for This Language');
    for (let key = 0; key < ' l'.length; key++) await opened.workbench.press('Backspace');
    assert.match(await opened.workbench.requestGhostText(), /^\w/);
    assert.equal(serversStarted(), servers);
  });

  it('asked nothing of any other machine', () => assertNothingLeft(opened));
});
