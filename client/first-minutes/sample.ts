import * as vscode from 'vscode';

/** Opens a document that needs no folder, in the middle of a sentence, and asks for the word that comes next. */
export async function openSample(): Promise<void> {
  const content = sampleText();
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
}

/** In a language that Inkling speaks from the first word on: Russian to its readers, English to everybody else. */
function sampleText(): string {
  return vscode.env.language === 'ru'
    ? '# Письмо\n\nДорогой друг! Я пишу тебе это письмо ночью, когда в доме все спят и ничего не слышно. Я давно хотел тебе написать, но не было ни минуты. Это было в первый '
    : '# A letter\n\nMy dear friend, I write you this letter in the middle of the night, when everybody in the house is asleep. I wanted to write for a long ';
}
