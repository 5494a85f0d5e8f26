import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SUPPLIES = '/sys/class/power_supply';

/** Whether the machine runs on its battery. Where that can't be found out (no battery, Windows), it does not. */
export async function runsOnBattery(): Promise<boolean> {
  try {
    if (process.platform === 'linux') return await linuxRunsOnBattery(SUPPLIES);
    if (process.platform === 'darwin') {
      const { stdout } = await promisify(execFile)('pmset', ['-g', 'batt']);
      return stdout.includes("'Battery Power'");
    }
  } catch {
    // No such folder or program: a machine without a battery.
  }
  return false;
}

/** A battery is there, and no mains supply is online (kernel.org, sysfs-class-power). */
export async function linuxRunsOnBattery(folder: string): Promise<boolean> {
  const supplies = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const value = (file: string) =>
        readFile(join(folder, name, file), 'utf8').then(
          (text) => text.trim(),
          () => '',
        );
      const [type, online, scope] = await Promise.all([value('type'), value('online'), value('scope')]);
      return { type, online, scope };
    }),
  );
  // Batteries of peripherals (a mouse) have the scope `Device` and don't count.
  const battery = supplies.some(({ type, scope }) => type === 'Battery' && scope !== 'Device');
  const mains = supplies.some(({ type, online }) => type !== 'Battery' && online === '1');
  return battery && !mains;
}
