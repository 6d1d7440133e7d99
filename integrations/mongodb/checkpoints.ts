/** How far each server's rows say all: one document a server, which stays when the server ends until another one has taken over. */
import type { Collections } from './collections.ts';
import { makeOrWrite } from './insert.ts';

export type Checkpoints = {
  /** Of this server; a smaller one changes nothing. */
  save(place: number): Promise<void>;
  /** Of this server; of all others where it has none. */
  read(): Promise<number>;
  /** The lowest of any server; 0 where nobody has saved one. */
  lowest(): Promise<number>;
  /** By server. */
  list(): Promise<ReadonlyMap<string, number>>;
  remove(servers: readonly string[]): Promise<void>;
};

const PREFIX = 'checkpoint ';
/** The character after the last of the prefix: all keys with it lie between the two. */
const END = 'checkpoint!';

/** @example const checkpoints = createCheckpoints(collections, 'node-1'); await checkpoints.save(12) */
export function createCheckpoints({ meta }: Pick<Collections, 'meta'>, node: string): Checkpoints {
  async function list(): Promise<ReadonlyMap<string, number>> {
    const found = await meta.find({ _id: { $gte: PREFIX, $lt: END } }).toArray();
    return new Map(found.map(({ _id, value }) => [_id.slice(PREFIX.length), placeOf(value)]));
  }

  async function lowest(): Promise<number> {
    const all = [...(await list()).values()];
    return all.length === 0 ? 0 : Math.min(...all);
  }

  return {
    async save(place) {
      const own = { _id: PREFIX + node };
      await makeOrWrite(() => meta.updateOne(own, { $max: { value: place } }, { upsert: true }));
    },
    async read() {
      const own = await meta.findOne({ _id: PREFIX + node });
      return own === null ? lowest() : placeOf(own.value);
    },
    lowest,
    list,
    async remove(servers) {
      await meta.deleteMany({ _id: { $in: servers.map((server) => PREFIX + server) } });
    },
  };
}

/** One that was damaged says of nothing that it is in rows. */
function placeOf(value: unknown): number {
  return Number.isSafeInteger(value) ? Number(value) : 0;
}
