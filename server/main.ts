/** The language server's entry: speaks with the editor that started it, over IPC or standard input and output. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startLanguageServer } from './language-server/server';

const connection = createConnection(ProposedFeatures.all);
// A promise that fails somewhere must not take the writer's suggestions with it.
process.on('unhandledRejection', (error) => {
  connection.console.error(error instanceof Error ? String(error.stack) : String(error));
});
startLanguageServer(connection);
