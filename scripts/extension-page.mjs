// README.md as the extension's page shows it: that page stands alone, so pictures travel inside it, and a link to a file of the
// repository leads there, or is plain text where no repository is known.
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const types = { '.png': 'image/png' };

/** `repository`: its address on the web, or undefined. */
export function pageOf(readme, root, repository) {
  const base = repository?.replace(/^git\+/, '').replace(/\.git$/, '');
  return readme
    .replace(/!\[([^\]]*)\]\(([^):]+)\)/g, (_, text, path) => `![${text}](${dataAddress(root, path)})`)
    .replace(/(?<!!)\[([^\]]*)\]\((?!#)([^):]+)\)/g, (_, text, path) =>
      base ? `[${text}](${base}/blob/HEAD/${path})` : text,
    );
}

function dataAddress(root, path) {
  const type = types[extname(path)];
  if (!type) throw new Error(`${path} can't be shown on the extension's page; it takes PNG pictures`);
  return `data:${type};base64,${readFileSync(join(root, path)).toString('base64')}`;
}
