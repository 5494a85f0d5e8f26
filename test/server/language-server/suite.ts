import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '../../../server/protocol';
import { killServers, sampleText, temporaryFolder } from './server-process';

/** A folder to be learned from, new for each test. */
export let folder = '';
/** Where the server keeps its things, new for each test. */
export let storage = '';
/** The document that a test types in. */
export const uri = 'untitled:Untitled-1';

/** Tests of the server's own bundle in a process of its own; every wait is for a condition. */
export function describeServer(title: string, tests: () => void): void {
  describe(title, function () {
    this.timeout(60_000);
    beforeEach(() => {
      folder = temporaryFolder();
      storage = temporaryFolder();
    });
    afterEach(() => {
      killServers();
      for (const used of [folder, storage]) rmSync(used, { recursive: true, force: true });
    });
    tests();
  });
}

/** Writes a file into the folder. */
export function put(name: string, content: string | Uint8Array = sampleText(300)): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), content);
}

export const isReady = ({ state }: Status): boolean => state === 'ready';
