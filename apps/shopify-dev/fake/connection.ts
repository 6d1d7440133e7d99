/** Lists by cursor, and Shopify's search over them. */
import { GraphQLError } from 'graphql';

export type ListArguments = {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly query?: string | null;
  readonly sortKey?: string | null;
  readonly reverse?: boolean | null;
};

const MOST_A_PAGE = 250;

/** What can be searched for and sorted by, of one record. */
export type Facets = {
  readonly id: number;
  readonly created_at?: number;
  readonly updated_at?: number;
  readonly tag?: readonly string[];
  readonly status?: string;
};

/** @param facets Of a record; @param show As GraphQL has it. */
export function connect<T>(
  records: Iterable<T>,
  args: ListArguments,
  facets: (record: T) => Facets,
  show: (record: T) => object,
) {
  const first = args.first ?? 0;
  if (first < 1) throw new GraphQLError('you must provide one of first or last');
  if (first > MOST_A_PAGE) throw new GraphQLError(`first must be at most ${MOST_A_PAGE}`);
  const isWanted = search(args.query ?? '');
  const key = sortOf(args.sortKey);
  const all = [...records]
    .map((record) => ({ record, facts: facets(record) }))
    .filter(({ facts }) => isWanted(facts))
    .sort((a, b) => (args.reverse ? -1 : 1) * (key(a.facts) - key(b.facts) || a.facts.id - b.facts.id));
  const start = args.after ? all.findIndex(({ facts }) => isAfter(facts, key, args.after ?? '')) : 0;
  const page = start < 0 ? [] : all.slice(start, start + first);
  const cursors = page.map(({ facts }) => cursorOf(facts, key));
  const nodes = page.map(({ record }) => show(record));
  return {
    nodes,
    edges: nodes.map((node, at) => ({ node, cursor: cursors[at] })),
    pageInfo: {
      hasNextPage: start >= 0 && start + first < all.length,
      hasPreviousPage: start !== 0,
      startCursor: cursors.at(0) ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  };
}

type Key = (facts: Facets) => number;

function sortOf(sortKey: string | null | undefined): Key {
  if (sortKey === 'UPDATED_AT') return (facts) => facts.updated_at ?? 0;
  if (sortKey === 'CREATED_AT' || sortKey === 'PROCESSED_AT') return (facts) => facts.created_at ?? 0;
  return (facts) => facts.id;
}

/** It says where the last one stood, so that one that moved meanwhile is seen again rather than missed. */
const cursorOf = (facts: Facets, key: Key): string =>
  Buffer.from(JSON.stringify({ last_id: facts.id, last_value: key(facts) })).toString('base64');

function isAfter(facts: Facets, key: Key, cursor: string): boolean {
  const place = readCursor(cursor);
  return key(facts) > place.last_value || (key(facts) === place.last_value && facts.id > place.last_id);
}

const CURSOR = /^\{"last_id":(\d+),"last_value":(\d+)\}$/;

function readCursor(cursor: string): { readonly last_id: number; readonly last_value: number } {
  const [, id, value] = CURSOR.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? [];
  if (id === undefined) throw new GraphQLError('Invalid cursor for current pagination sort.');
  return { last_id: Number(id), last_value: Number(value) };
}

const TERM = /^(\w+):(>=|<=|>|<)?'?([^']*)'?$/;

/** A search as far as our documents use it; Shopify ignores what it does not know, and the fake throws, so that a test sees it. */
export function search(query: string): (facts: Facets) => boolean {
  const terms = query.split(/\s+/).filter((term) => term !== '' && term !== 'AND');
  const tests = terms.map((term) => {
    const [, field = '', compare = '', value = ''] = TERM.exec(term) ?? [];
    if (!['id', 'created_at', 'updated_at', 'tag', 'status'].includes(field))
      throw new GraphQLError(`the fake shop cannot search for ${term}`);
    return testOf(field as keyof Facets, compare, value);
  });
  return (facts) => tests.every((test) => test(facts));
}

function testOf(field: keyof Facets, compare: string, value: string): (facts: Facets) => boolean {
  if (field === 'tag') return ({ tag }) => (tag ?? []).includes(value);
  if (field === 'status') return ({ status }) => status?.toLowerCase() === value.toLowerCase();
  const bound = field === 'id' ? Number(value) : Date.parse(value);
  if (Number.isNaN(bound)) throw new GraphQLError(`the fake shop does not understand ${value}`);
  return (facts) => {
    const own = Number(facts[field] ?? 0);
    if (compare === '>=') return own >= bound;
    if (compare === '<=') return own <= bound;
    if (compare === '>') return own > bound;
    return compare === '<' ? own < bound : own === bound;
  };
}
