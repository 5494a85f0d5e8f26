import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { type CodeServer, folderAddress, signIn } from './code-server';
import { eventually } from './eventually';

/** One row of the list of suggestions: the word and what stands at the row's right. */
export interface ListedSuggestion {
  readonly label: string;
  readonly details: string;
}

/** A workbench is there in five seconds; where a machine does ten things at once, in a minute. */
const SLOWEST_START_MS = 90_000;

/** What the system asks for, and the theme that VS Code follows it with. */
const THEMES = [
  { colorScheme: 'dark', forcedColors: 'none', theme: 'vs-dark' },
  { colorScheme: 'light', forcedColors: 'none', theme: 'vs' },
  { colorScheme: 'dark', forcedColors: 'active', theme: 'hc-black' },
  { colorScheme: 'light', forcedColors: 'active', theme: 'hc-light' },
] as const;

/** A VS Code window in a browser page, driven as a writer would: by keys, clicks and what can be seen. */
export class Workbench {
  /** Every address outside this machine that the page asked for. All were refused. */
  readonly outside: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly screenshots: string,
  ) {}

  /** Opens `folder` and waits until its files are listed, or a window without any. Screenshots go to the folder `screenshots`. */
  static async open(
    browser: Browser,
    server: CodeServer,
    folder: string | undefined,
    screenshots: string,
  ): Promise<Workbench> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(60_000);
    context.setDefaultNavigationTimeout(90_000);
    const page = await context.newPage();
    const workbench = new Workbench(page, context, screenshots);
    await context.route('**/*', (route) => {
      const address = route.request().url();
      if (isOnThisMachine(address)) return route.continue();
      workbench.outside.push(address);
      return route.abort();
    });
    page.on('websocket', (socket) => {
      if (!isOnThisMachine(socket.url())) workbench.outside.push(socket.url());
    });
    await context.addCookies([await signIn(server)]);
    await page.goto(folderAddress(server, folder), { timeout: SLOWEST_START_MS });
    await workbench.waitUntilLoaded(folder === undefined);
    return workbench;
  }

  async waitUntilLoaded(isEmpty = false): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: SLOWEST_START_MS });
    await this.page.locator('.statusbar-item').first().waitFor({ timeout: SLOWEST_START_MS });
    if (!isEmpty) await this.page.locator('.explorer-folders-view').waitFor({ timeout: SLOWEST_START_MS });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilLoaded();
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** Opens a file of the folder by its name and puts the caret at its very end. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput().fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .monaco-editor').first().click();
    await this.page.keyboard.press('Control+End');
  }

  /** Opens a new, untitled plain-text file with the caret in it. */
  async newTextFile(): Promise<void> {
    await this.command('File: New Untitled Text File');
    await this.page.locator('.tab.active[data-resource-name^="Untitled"]').waitFor();
    await this.page.locator('.editor-instance .monaco-editor').first().click();
  }

  /** Runs a command by its exact title in the palette, as "Inkling: Retrain", and waits for the palette to go. */
  async command(title: string): Promise<void> {
    await this.choose(title);
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** The same for a command that opens a list where the palette was. */
  async choose(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput().fill(`>${title}`);
    // The whole label: what matches of a longer title is highlighted in an element of its own.
    const whole = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
    await this.page.locator('.quick-input-list .label-name').filter({ hasText: whole }).first().click();
  }

  /** Types at a writer's pace; each key is an event of its own. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 30 });
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** The ghost text on show, if any. */
  async ghostText(): Promise<string | undefined> {
    const parts = await this.page.locator('.ghost-text-decoration').allTextContents();
    const text = parts.join('').replaceAll('\u00a0', ' ');
    return text === '' ? undefined : text;
  }

  /** Waits for ghost text that matches to appear by itself; what is on show from a key before is passed over. */
  async waitForGhostText(pattern: RegExp, seconds?: number): Promise<string> {
    return eventually(
      `ghost text that matches ${pattern}`,
      async () => {
        const ghostText = await this.ghostText();
        return ghostText !== undefined && pattern.test(ghostText) && ghostText;
      },
      { seconds, found: () => this.ghostText() },
    );
  }

  /**
   * Asks for ghost text, again and again until there is some: just after an editor was opened VS Code neither asks by
   * itself nor takes every question.
   */
  async requestGhostText(): Promise<string> {
    return eventually(
      'ghost text when asked for',
      async () => {
        await this.command('Trigger Inline Suggestion');
        return eventually('ghost text', () => this.ghostText(), { seconds: 2 }).catch(() => undefined);
      },
      { found: () => this.visibleText() },
    );
  }

  async noGhostText(): Promise<void> {
    await eventually('no ghost text', async () => (await this.ghostText()) === undefined);
  }

  /** Waits until there is none, or one that matches. */
  async noGhostTextOr(pattern: RegExp): Promise<void> {
    await eventually(
      `no ghost text, or one that matches ${pattern}`,
      async () => {
        const ghostText = await this.ghostText();
        return ghostText === undefined || pattern.test(ghostText);
      },
      { found: () => this.ghostText() },
    );
  }

  /** The list of suggestions has not opened by itself. */
  async noList(): Promise<void> {
    await eventually('no list', async () => (await this.listed()).length === 0);
  }

  /** Accepts what an input box proposes, once it is what is expected. */
  async answer(expected: RegExp): Promise<void> {
    await eventually('what is proposed', async () => expected.test(await this.quickInput().inputValue()), {
      found: () => this.quickInput().inputValue(),
    });
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Clicks a button of the notification that says so. */
  async clickNotification(text: RegExp, button: string): Promise<void> {
    const notification = this.page.locator('.notifications-toasts .notification-list-item', {
      hasText: text,
    });
    await notification.first().hover();
    await notification.first().locator('.monaco-button', { hasText: button }).first().click();
  }

  /** Opens the list of suggestions at the caret and waits until it has the word `label`; gives all rows. */
  async openList(label: string): Promise<ListedSuggestion[]> {
    await this.page.keyboard.press('Control+Space');
    return eventually(
      `a list with "${label}"`,
      async () => {
        const rows = await this.listed();
        return rows.some((row) => row.label === label) && rows;
      },
      { found: () => this.listed() },
    );
  }

  /** The rows of the list of suggestions; none while it is closed. */
  async listed(): Promise<ListedSuggestion[]> {
    return this.page.locator('.suggest-widget.visible .monaco-list-row').evaluateAll((rows) =>
      rows.map((row) => ({
        label: row.querySelector('.label-name')?.textContent ?? '',
        details: row.querySelector('.details-label')?.textContent ?? '',
      })),
    );
  }

  /** Saves the file on show. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
  }

  /** The status bar item that begins with "Inkling", in full; undefined while there is none. */
  async status(): Promise<string | undefined> {
    const item = this.statusItem();
    return (await item.count()) > 0 ? (await item.textContent())?.trim() : undefined;
  }

  private statusItem() {
    return this.page.locator('.statusbar-item', { hasText: /Inkling/ }).first();
  }

  /** What the status bar item says when the pointer rests on it. */
  async statusDetails(): Promise<string> {
    await this.page.mouse.move(0, 0);
    await this.statusItem().hover();
    const hover = this.page.locator('.workbench-hover');
    const text = await eventually('the status in full', async () => {
      const texts = await hover.allInnerTexts();
      return texts.find((each) => each.trim() !== '');
    });
    await this.page.mouse.move(0, 0);
    return text;
  }

  /** Waits until the status bar item matches. */
  async waitForStatus(pattern: RegExp, seconds = 90): Promise<string> {
    return eventually(
      `a status that matches ${pattern}`,
      async () => {
        const status = await this.status();
        return status !== undefined && pattern.test(status) && status;
      },
      { seconds, found: () => this.status() },
    );
  }

  /** The texts of the notifications on show. */
  async notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item').allInnerTexts();
  }

  /** The content of the webview on show. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** Takes a picture in the dark and in the light theme, and where wanted in both of high contrast. VS Code has to follow the system. */
  async screenshot(name: string, { highContrast = false }: { highContrast?: boolean } = {}): Promise<void> {
    mkdirSync(this.screenshots, { recursive: true });
    for (const { colorScheme, forcedColors, theme } of THEMES) {
      if (forcedColors === 'active' && !highContrast) continue;
      await this.page.emulateMedia({ colorScheme, forcedColors });
      await this.page.locator(`.monaco-workbench.${theme}`).waitFor();
      const file = `${name}-${colorScheme}${forcedColors === 'active' ? '-high-contrast' : ''}.png`;
      await this.page.screenshot({ path: join(this.screenshots, file), animations: 'disabled' });
    }
    await this.page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await this.page.locator('.monaco-workbench.vs').waitFor();
  }

  private quickInput() {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  private async visibleText(): Promise<unknown> {
    return {
      status: await this.status(),
      lines: await this.page.locator('.view-line').allInnerTexts(),
      notifications: await this.notifications(),
    };
  }
}

/** Whether an address stays on this machine: loopback, or nothing that is sent at all. */
function isOnThisMachine(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (['data:', 'blob:', 'about:'].includes(protocol)) return true;
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
