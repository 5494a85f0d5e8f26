/** The rules on folders: which imports make a circle, which files lie where no room is, what the map says of them. */

/** `from` imports `to`; both are paths of files from the root, without `.ts`. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** The only files that may stand at the root of `model/`, `server/` or `client/`; each is a room of its own. */
export const entryPoints: readonly string[] = [
  'server/main',
  'server/protocol',
  'server/sentences',
  'client/extension',
];

/** The room of a file: its folder, subfolders apart from it. */
export function roomOf(file: string): string {
  return entryPoints.includes(file) ? file : file.slice(0, file.lastIndexOf('/'));
}

/** Files at a wing's root that are no entry points. */
export function strays(files: readonly string[]): string[] {
  return files.filter((file) => file.split('/').length === 2 && !entryPoints.includes(file));
}

/**
 * The circles of rooms, as `a → b → a`: for each room that imports itself by way of others one shortest circle, each circle
 * once, beginning with the first of its rooms by name.
 */
export function circles(imports: readonly Import[]): string[] {
  const neighbours = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [room, other] = [roomOf(from), roomOf(to)];
    if (room !== other) neighbours.set(room, (neighbours.get(room) ?? new Set()).add(other));
  }
  const found = new Set<string>();
  for (const room of [...neighbours.keys()].sort()) {
    const circle = wayBack(room, neighbours);
    if (!circle) continue;
    const first = circle.indexOf([...circle].sort()[0]!); // it holds at least `room`
    const turned = [...circle.slice(first), ...circle.slice(0, first)];
    found.add([...turned, turned[0]].join(' → '));
  }
  return [...found];
}

/** The rooms of a shortest way from a room back to it, that room first; undefined if there is none. Breadth first. */
function wayBack(room: string, neighbours: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const ways = [[room]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const next of neighbours.get(way.at(-1)!) ?? []) {
      if (next === room) return way;
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

/** The rooms that the map in ARCHITECTURE.md names, in its order: `model/tokens`, `server/protocol`. */
export function roomsOfMap(architecture: string): string[] {
  const map = architecture.split('\n## ').find((section) => section.startsWith('Map\n')) ?? '';
  let wing = '';
  return map.split('\n').flatMap((line) => {
    wing = /^- \*\*`(\w+)\/`\*\*/.exec(line)?.[1] ?? wing;
    const room = /^ {2}- `([\w/-]+?)(\/|\.ts)`/.exec(line)?.[1];
    return room ? [`${wing}/${room}`] : [];
  });
}

/** Imports from a room that stands before the one that is imported, as "file imports file". */
export function againstTheMap(imports: readonly Import[], map: readonly string[]): string[] {
  return imports
    .filter(({ from, to }) => map.indexOf(roomOf(to)) > map.indexOf(roomOf(from)))
    .map(({ from, to }) => `${from} imports ${to}`);
}
