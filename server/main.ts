/** The language server's entry: speaks with the editor that started it, over IPC or standard input and output. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startLanguageServer } from './language-server/server';

startLanguageServer(createConnection(ProposedFeatures.all));
