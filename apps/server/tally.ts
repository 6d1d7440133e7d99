/** What the doors count. Plain numbers: a labelled counter of a metrics library costs more than the event. */

export type Tally = {
  posts(door: string, status: number): void;
  events(door: string, accepted: number, refused: readonly { readonly code: string }[]): void;
  /** A request with a key that was replaced and is in its overlap. */
  oldKey(site: string, kind: 'write' | 'secret', door: string): void;
  read(): TallyState;
};
export type TallyState = {
  readonly posts: ReadonlyMap<string, number>;
  readonly accepted: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<string, number>;
  readonly oldKeys: ReadonlyMap<string, number>;
};

export function createTally(): Tally {
  const posts = new Map<string, number>();
  const accepted = new Map<string, number>();
  const refused = new Map<string, number>();
  const oldKeys = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string, n: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + n);
  };
  return {
    posts: (door, status) => add(posts, `${door} ${status}`, 1),
    events: (door, count, refusals) => {
      add(accepted, door, count);
      for (const { code } of refusals) add(refused, `${door} ${code}`, 1);
    },
    oldKey: (site, kind, door) => add(oldKeys, `${site} ${kind} ${door}`, 1),
    read: () => ({ posts, accepted, refused, oldKeys }),
  };
}
