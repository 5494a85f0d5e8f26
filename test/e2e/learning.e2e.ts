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
    const state = (await view.locator('.state').textContent()) ?? '';
    assert.match(state, /^At rest\. .*saves \d+\.\d % .*counting alone, \d+\.\d %/);
    assert.match(await view.locator('h2').innerText(), /^What it would write after “.+”/);
    await opened.workbench.screenshot('loss-view', { highContrast: true });
  });

  it('is walked through with the arrow keys', async () => {
    const view = opened.workbench.webview();
    await view.locator('.chart').focus();
    await opened.workbench.press('End');
    await eventually('the point in words', async () =>
      /Held-out loss \d\.\d+ · Perplexity \d+\.\d/.test((await view.locator('.spoken').textContent()) ?? ''),
    );
  });

  it('needs no sideways scroll in a narrow window', async () => {
    const { page } = opened.workbench;
    await page.setViewportSize({ width: 700, height: 800 });
    const view = opened.workbench.webview();
    const widths = await eventually('a narrow view', async () => {
      const [width, content] = await view
        .locator('html')
        .evaluate((html) => [html.clientWidth, html.scrollWidth] as const);
      return width < 420 && { width, content };
    });
    assert.ok(widths.content <= widths.width, JSON.stringify(widths));
    await opened.workbench.screenshot('loss-view-narrow');
    await page.setViewportSize({ width: 1280, height: 800 });
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
    const view = opened.workbench.webview();
    await view.locator('canvas').waitFor(); // the loss view is there again
    assert.match((await view.locator('.state').textContent()) ?? '', /saves \d+\.\d %/);

    await opened.workbench.openFile('draft.md');
    await opened.workbench.type('The light went over the ');
    assert.match(await opened.workbench.requestGhostText(), /^\w/);
    await opened.workbench.screenshot('restored');
  });

  it('asked nothing of any other machine', () => assertNothingLeft(opened));
});
