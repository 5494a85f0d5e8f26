import assert from 'node:assert/strict';
import { sampleFiles } from './prose';
import { eventually } from './workbench/eventually';
import { assertNothingLeft, type Opened, openFolder } from './workbench/hooks';

describe('what was learned', () => {
  let opened: Opened;

  before(async () => {
    opened = await openFolder({ ...sampleFiles(), 'draft.md': '# Draft\n\n' });
    await opened.workbench.waitForStatus(/^Inkling: ready/);
  });
  after(async () => opened?.workbench.close());

  it('is learned anew on command', async () => {
    await opened.workbench.command('Inkling: Retrain');
    await opened.workbench.waitForStatus(/^Inkling: learning \d+ %/);
    await opened.workbench.screenshot('learning');
    await opened.workbench.waitForStatus(/^Inkling: ready/);
  });

  it('is shown as a chart, and as a table with the same figures', async () => {
    await opened.workbench.command('Inkling: Show Loss');
    const view = opened.workbench.webview();
    await view.locator('canvas').waitFor();
    const rows = await eventually('rows of figures', async () => {
      const texts = await view.locator('main > table tbody tr').allInnerTexts();
      return texts.length > 0 && texts;
    });
    for (const row of rows) assert.match(row, /\d/);
    assert.doesNotMatch(rows.join('\n'), /NaN|undefined|Infinity/);
    assert.match((await view.locator('.state').textContent()) ?? '', /Perplexity \d+/);
    await opened.workbench.screenshot('loss-view');
  });

  it('stays as it was when training is cancelled', async () => {
    await opened.workbench.command('Inkling: Retrain');
    await opened.workbench.waitForStatus(/^Inkling: learning/);
    await opened.workbench.command('Inkling: Cancel Training');
    await opened.workbench.waitForStatus(/^Inkling: ready/);
  });

  it('is there after a restart, without training', async () => {
    await opened.workbench.reload();
    const seen = new Set<string>();
    await eventually(
      'to be ready at once',
      async () => {
        const status = await opened.workbench.status();
        if (status) seen.add(status);
        return status !== undefined && /^Inkling: ready/.test(status);
      },
      { found: () => [...seen] },
    );
    assert.ok(![...seen].some((status) => /learning/.test(status)), `seen: ${[...seen].join(', ')}`);
    assert.match(await opened.workbench.statusDetails(), /Remembered from/);

    await opened.workbench.openFile('draft.md');
    await opened.workbench.type('The light went over the ');
    assert.match(await opened.workbench.requestGhostText(), /^\w/);
    await opened.workbench.screenshot('restored');
  });

  it('asked nothing of any other machine', () => assertNothingLeft(opened));
});
