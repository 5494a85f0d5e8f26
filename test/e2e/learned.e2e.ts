import { sampleFiles } from './prose';
import { eventually } from './workbench/eventually';
import { assertNothingLeft, type Opened, openFolder } from './workbench/hooks';

describe('the view of what it learned', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFolder({
      ...sampleFiles(),
      'broken.txt': new Uint8Array([0, 1, 2, 3]),
      'draft.md': 'A line.\n',
    });
    await opened.workbench.openFile('draft.md');
    await opened.workbench.waitForStatus(/^Inkling: ready/);
  });
  after(async () => opened?.workbench.close());

  const rows = () => opened.workbench.page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row');
  const labels = async () =>
    rows().evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
  const lineOf = (pattern: RegExp) =>
    eventually(
      `a line that matches ${pattern}`,
      async () => (await labels()).find((label) => pattern.test(label)),
      {
        found: labels,
      },
    );

  /** Puts the focus on a line. */
  async function goTo(pattern: RegExp): Promise<void> {
    const label = await lineOf(pattern);
    await opened.workbench.page.locator(`.monaco-list-row[aria-label=${JSON.stringify(label)}]`).click();
  }

  it('opens with the folder’s files, their words, and what is left out', async () => {
    await opened.workbench.command('Inkling: Show What It Learned');
    await lineOf(/^chapter-1.*words/);
    await goTo(/^Left out, 1/);
    await opened.workbench.press('ArrowRight');
    await lineOf(/^broken\.txt, binary/);
    await opened.workbench.screenshot('learned', { highContrast: true });
  });

  it('lists the words, the most frequent first', async () => {
    await goTo(/^Words, /);
    await opened.workbench.press('ArrowRight');
    await lineOf(/^the, \d+ ×/);
    await opened.workbench.press('ArrowLeft'); // so that what comes below is in sight
  });

  it('shows where a word stands, and opens it there', async () => {
    await goTo(/^Folder, /);
    await opened.workbench.press('ArrowLeft');
    await goTo(/^Names, /);
    await opened.workbench.press('ArrowRight');
    await goTo(/^Skerra, \d+ ×/);
    await opened.workbench.press('Enter');
    const places = opened.workbench.page.locator('.quick-input-list .monaco-list-row');
    await places.filter({ hasText: 'Skerra' }).first().waitFor();
    await opened.workbench.screenshot('where');
    await opened.workbench.press('Enter');
    await opened.workbench.page.locator('.tab.active[data-resource-name^="chapter-"]').waitFor();
  });

  it('asked nothing of any other machine', () => assertNothingLeft(opened));
});
