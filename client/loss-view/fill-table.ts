import type { Table } from './tables';

/** Fills an element with a table; its roles are said, as a narrow page shows its rows as blocks. */
export function fillTable(element: HTMLElement, table: Table | undefined): void {
  element.replaceChildren();
  element.hidden = table === undefined;
  if (!table) return;
  element.setAttribute('role', 'table');
  append(element, 'caption').textContent = table.caption;
  const head = append(append(element, 'thead', 'rowgroup'), 'tr', 'row');
  for (const column of table.columns) append(head, 'th', 'columnheader').textContent = column;
  const body = append(element, 'tbody', 'rowgroup');
  for (const [first = '', ...rest] of table.rows) {
    const line = append(body, 'tr', 'row');
    append(line, 'th', 'rowheader').textContent = first;
    rest.forEach((text, index) => {
      const cell = append(line, 'td', 'cell');
      cell.textContent = text;
      cell.dataset.column = table.columns[index + 1] ?? '';
    });
  }
}

function append<Name extends keyof HTMLElementTagNameMap>(parent: HTMLElement, name: Name, role?: string) {
  const element = document.createElement(name);
  if (role) element.setAttribute('role', role);
  return parent.appendChild(element);
}
