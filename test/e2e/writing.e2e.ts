import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleFiles } from './prose';
import { eventually } from './workbench/eventually';
import { assertNothingLeft, type Opened, openFolder } from './workbench/hooks';

describe('writing in a folder of prose', () => {
  let opened: Opened;
  /** What the file must hold when it is saved: all that was typed and accepted. */
  let written = '# Draft\n\n';

  before(async () => {
    opened = await openFolder({ ...sampleFiles(), 'draft.md': written });
  });
  after(async () => opened?.workbench.close());

  async function type(text: string): Promise<void> {
    await opened.workbench.type(text);
    written += text;
  }

  async function accept(ghostText: string): Promise<void> {
    await opened.workbench.press('Tab');
    await opened.workbench.noGhostText();
    written += ghostText;
  }

  it('learns from it and says so', async () => {
    await opened.workbench.waitForStatus(/^Inkling: ready/);
    await opened.workbench.screenshot('ready');
  });

  it('shows the next word as ghost text, which Tab accepts', async () => {
    await opened.workbench.openFile('draft.md');
    await type('The light went over the ');
    const ghostText = await opened.workbench.requestGhostText();
    assert.match(ghostText, /^\w/, 'no space is needed in front');
    assert.doesNotMatch(ghostText, /\s$/);
    await opened.workbench.screenshot('ghost-text');
    await accept(ghostText);
  });

  it('shows it by itself while one types', async () => {
    await type(', over the harbour, over the roofs of the ');
    await accept(await opened.workbench.waitForGhostText(/^village/));
  });

  it('completes a word, and keeps the offer while typing agrees with it', async () => {
    await type('. The keeper of Sk');
    await opened.workbench.waitForGhostText(/^erra/);
    await type('er');
    await accept(await opened.workbench.waitForGhostText(/^ra/));
  });

  it('lists words with their probabilities', async () => {
    await type('. The wa');
    const rows = await opened.workbench.openList('water');
    assert.match(rows.find(({ label }) => label === 'water')?.details ?? '', /^<?\s*\d+(\.\d+)?\s*%$/);
    await opened.workbench.screenshot('list');
    await opened.workbench.press('Escape');
  });

  it('changed nothing but what was typed and accepted', async () => {
    await opened.workbench.save();
    await eventually(
      `the file to hold ${JSON.stringify(written)}`,
      () => readFileSync(join(opened.folder, 'draft.md'), 'utf8') === written,
      { found: () => readFileSync(join(opened.folder, 'draft.md'), 'utf8') },
    );
  });

  it('measures the open document', async () => {
    await opened.workbench.openFile('chapter-4-the-storm.md');
    await opened.workbench.command('Inkling: Measure on This Document');
    const view = opened.workbench.webview();
    await view.locator('.headline').waitFor();
    assert.match(await view.locator('.headline').innerText(), /\d+\.\d % of the keystrokes/);
    assert.match(await view.locator('main').innerText(), /stands in your folder/);
    assert.ok((await view.locator('.text .right').count()) > 0);
    assert.match((await view.locator('.text .right').first().getAttribute('title')) ?? '', /^offered: .+%/);
    await opened.workbench.screenshot('measured', { highContrast: true });
  });

  it('asked nothing of any other machine', () => assertNothingLeft(opened));
});
