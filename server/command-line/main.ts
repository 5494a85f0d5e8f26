#!/usr/bin/env node
/** The program `inkling`. */
import { runProgram } from './program';

void runProgram(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
}).then((code) => {
  // Not process.exit: it would cut off output that is still buffered, and end a running server.
  process.exitCode = code;
});
