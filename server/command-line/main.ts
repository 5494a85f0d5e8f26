#!/usr/bin/env node
/** The program `inkling`. */
import { runProgram } from './program';

void runProgram(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
}).then((code) => {
  // Not process.exit: what was written must get out, and a server stays.
  process.exitCode = code;
});
