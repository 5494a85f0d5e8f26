/** The thread that reads a base at a start. Its bundle holds only the code for that, so that it loads quickly. */
import { parentPort, workerData } from 'node:worker_threads';
import { transferOf } from '../threads/posted-network';
import { findBase } from './answer';
import type { BaseJob } from './jobs';

const found = findBase(workerData as BaseJob); // set by runCorpusJob, typed there
parentPort?.postMessage(found, found.base ? transferOf(found.base.network) : []);
