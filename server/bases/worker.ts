/** The thread that reads a base at a start: as little code as that takes, so that it is up at once. */
import { parentPort, workerData } from 'node:worker_threads';
import type { BaseJob } from '../corpus/jobs';
import { findBase } from './answer';

const found = findBase(workerData as BaseJob); // set by runCorpusJob, typed there
const weights = found.base?.parameters.map(({ data }) => data.buffer as ArrayBuffer) ?? []; // decoded here: nobody shares them
parentPort?.postMessage(found, weights);
