// npm run icon: draws media/icon.svg as media/icon.png, 256 pixels square. The marketplace takes no SVG.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const harness = (name) => tsImport(`../test/e2e/workbench/${name}.ts`, import.meta.url);
const { installWorkbench } = await harness('install');
const { launchBrowser } = await harness('browser');

const size = 256;
const browser = await launchBrowser(installWorkbench(join(root, 'test/e2e/workbench')));
const page = await browser.newPage({ viewport: { width: size, height: size } });
const drawing = readFileSync(join(root, 'media/icon.svg'), 'utf8');
await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${drawing}`);
await page.screenshot({ path: join(root, 'media/icon.png'), omitBackground: true });
await browser.close();
