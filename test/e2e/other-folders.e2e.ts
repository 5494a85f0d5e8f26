import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleFiles } from './prose';
import { eventually } from './workbench/eventually';
import { assertNothingLeft, type Opened, openFolder } from './workbench/hooks';

describe('other folders', () => {
  let opened: Opened;
  let letters: string;
  before(async () => {
    letters = mkdtempSync(join(tmpdir(), 'inkling-letters-'));
    mkdirSync(join(letters, 'old'));
    for (const [name, text] of Object.entries(sampleFiles())) writeFileSync(join(letters, 'old', name), text);
    opened = await openFolder({});
    await opened.workbench.waitForStatus(/^Inkling: ready/);
  });
  after(async () => {
    await opened?.workbench.close();
    rmSync(letters, { recursive: true, force: true });
  });

  it('are learned from on command, under a name that the writer gives', async () => {
    const { workbench } = opened;
    await workbench.choose('Inkling: Learn from Other Folders…');
    await workbench.answer(/Folders with texts of yours/, join(letters, 'old'));
    await workbench.answer(/A name for what is learned/, 'Old letters');
    await workbench.notified(/Inkling has learned from [\d.,]+ words of other folders/, 90);
    await workbench.screenshot('learned-from-other-folders');
  });

  it('stand in the list of bases, and are forgotten from there', async () => {
    const { workbench } = opened;
    const own = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Old letters' });
    await workbench.choose('Inkling: Bases…');
    await own.filter({ hasText: 'learned from your texts' }).waitFor();
    await workbench.screenshot('own-base');
    await own.hover();
    await own.locator('.action-label').first().click();
    await workbench.page.locator('.monaco-dialog-box', { hasText: 'Forget “Old letters”?' }).waitFor();
    await workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Forget' }).click();
    await eventually('the base to be gone from the list', async () => {
      await workbench.choose('Inkling: Bases…');
      await workbench.page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'English' })
        .first()
        .waitFor();
      const count = await own.count();
      await workbench.press('Escape');
      return count === 0;
    });
  });

  it('asked nothing of any other machine', () => assertNothingLeft(opened));
});
