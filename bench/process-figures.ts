/** What Linux knows of another process. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Megabytes resident now, or at most so far. */
export function memoryOf({ pid }: ChildProcess, field: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

/** Seconds of processor time used. /proc counts in hundredths. */
export function processorTimeOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
