/** The language server's entry: speaks with the editor that started it, over IPC or standard input and output. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { followFraming } from './language-server/framing';
import { answerRefused, createGate } from './language-server/gate';
import { startLanguageServer } from './language-server/server';

const connection = createConnection(ProposedFeatures.all, createGate());
answerRefused(connection);
if (process.argv.includes('--stdio')) {
  const end = (reason: string) => {
    process.stderr.write(`inkling: the editor's messages can't be read any more: ${reason}\n`);
    process.exit(1); // an editor starts a server anew that has ended, and waits for one that has not
  };
  process.stdin.on('data', followFraming(end));
}
// A promise that fails somewhere must not take the writer's suggestions with it.
process.on('unhandledRejection', (error) => {
  connection.console.error(error instanceof Error ? String(error.stack) : String(error));
});
startLanguageServer(connection);
