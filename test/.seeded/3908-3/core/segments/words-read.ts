/** One line of words -> a condition, not yet checked. The grammar needs no guess: every part begins with its own word. */
import { readDoing, readDone } from './words-deeds.ts';
import { type Cursor, expect, fail, next, peek, sees, take } from './words-tokens.ts';
import {
  type Read,
  readComparison,
  readLength,
  readLengthBounds,
  readNumber,
  readNumberBounds,
  readPath,
  readText,
  readWhere,
  readWindow,
  seesBound,
} from './words-values.ts';

const DEEPEST = 60;

/** Where every part of what was read begins. */
export type Columns = WeakMap<object, number>;

/** A condition with those that "and" or "or" join to it. */
export function readJoined(cursor: Cursor, columns: Columns): Read {
  const column = peek(cursor).column;
  const list = [readOne(cursor, columns)];
  const joint = sees(cursor, 'or') ? 'or' : 'and';
  while (take(cursor, joint)) list.push(readOne(cursor, columns));
  if (sees(cursor, 'and') || sees(cursor, 'or')) {
    fail(cursor, ['brackets: "and" and "or" side by side need them'], []);
  }
  const [only] = list;
  if (only !== undefined && list.length === 1) return only;
  return marked(columns, column, joint === 'and' ? { all: list } : { any: list });
}

function marked(columns: Columns, column: number, read: Read): Read {
  columns.set(read, column);
  return read;
}

function readOne(cursor: Cursor, columns: Columns): Read {
  const { column } = peek(cursor);
  cursor.depth += 1;
  if (cursor.depth > DEEPEST) fail(cursor, ['fewer brackets within brackets'], []);
  const read = take(cursor, '(') ? closing(cursor, readJoined(cursor, columns)) : readForm(cursor, columns);
  cursor.depth -= 1;
  if (!columns.has(read)) columns.set(read, column);
  return read;
}

function closing<T>(cursor: Cursor, read: T): T {
  if (!take(cursor, ')')) fail(cursor, ['and', 'or', ')']);
  return read;
}

function readForm(cursor: Cursor, columns: Columns): Read {
  if (take(cursor, 'not')) return { not: readOne(cursor, columns) };
  if (take(cursor, 'all', 'of')) return { all: readListed(cursor, columns) };
  if (take(cursor, 'any', 'of')) return { any: readListed(cursor, columns) };
  if (take(cursor, 'in', 'segment')) return { segment: readText(cursor, 'a key in quotes') };
  if (take(cursor, 'in', 'stage')) return { stage: readText(cursor, 'a key in quotes') };
  if (take(cursor, 'first')) return readSequence(cursor, columns);
  if (take(cursor, 'idle', 'for')) return { idle: readLength(cursor), ...readSource(cursor) };
  if (take(cursor, 'last')) return readSince(cursor);
  if (take(cursor, 'trait')) return readTrait(cursor);
  if (take(cursor, 'context')) return { context: readPath(cursor), ...readComparison(cursor) };
  if (take(cursor, 'account', 'as', 'a', 'whole')) {
    expect(cursor, '(');
    return { account: closing(cursor, readJoined(cursor, columns)) };
  }
  if (take(cursor, 'account')) return { account: readPath(cursor), ...readComparison(cursor) };
  if (take(cursor, 'rfm')) return { rfm: readRfm(cursor) };
  if (take(cursor, 'score')) return readScore(cursor);
  if (take(cursor, 'random', 'share')) return readRandom(cursor);
  return readEvent(cursor, columns);
}

/** `(a; b)` */
function readListed(cursor: Cursor, columns: Columns): Read[] {
  expect(cursor, '(');
  const list = [readJoined(cursor, columns)];
  while (take(cursor, ';')) list.push(readJoined(cursor, columns));
  if (!take(cursor, ')')) fail(cursor, ['and', 'or', ';', ')']);
  return list;
}

function readEvent(cursor: Cursor, columns: Columns): Read {
  const { event, noun, per } = readDone(cursor);
  const named = per === null && take(cursor, 'of', 'the', 'same') ? readPath(cursor) : per;
  const counted = readCount(cursor);
  const within = readWindow(cursor);
  const read: Read = {
    event,
    ...(named === null ? {} : { per: named }),
    ...counted,
    ...(within === undefined ? {} : { within }),
    ...readSource(cursor),
    ...readWith(cursor),
    ...readAggregates(cursor),
    ...readFactTimes(cursor),
  };
  if (!take(cursor, 'without')) return read;
  return { ...read, unless: readUnless(cursor, { within, noun }, columns) };
}

function readCount(cursor: Cursor): Read {
  if (take(cursor, 'once')) return { count: { gte: 1 } };
  if (take(cursor, 'twice')) return { count: { gte: 2 } };
  const isPlain = peek(cursor).kind === 'number';
  if (!isPlain && !seesBound(cursor)) return {};
  const count = isPlain ? { gte: readNumber(cursor) } : readNumberBounds(cursor);
  if (!take(cursor, 'times') && !take(cursor, 'time')) fail(cursor, ['times']);
  return { count };
}

function readSource(cursor: Cursor): Read {
  if (!take(cursor, 'from')) return {};
  for (const source of ['web', 'server', 'email']) if (take(cursor, source)) return { source };
  fail(cursor, ['web', 'server', 'email']);
  return {};
}

const readWith = (cursor: Cursor): Read => (take(cursor, 'with') ? { where: readWhere(cursor) } : {});

const AGGREGATE_WORDS = {
  total: 'sum',
  average: 'avg',
  lowest: 'min',
  highest: 'max',
  distinct: 'distinct',
} as const;

function readAggregates(cursor: Cursor): Read {
  const read: Read = {};
  while (take(cursor, 'whose')) {
    const words = Object.entries(AGGREGATE_WORDS).filter(([, name]) => !Object.hasOwn(read, name));
    const found = words.find(([word]) => take(cursor, word));
    if (found === undefined) {
      fail(
        cursor,
        words.map(([word]) => word),
      );
      return {};
    }
    const of = readPath(cursor);
    if (found[1] === 'distinct') expect(cursor, 'count');
    expect(cursor, 'is');
    read[found[1]] = { of, ...readNumberBounds(cursor) };
  }
  return read;
}

function readFactTimes(cursor: Cursor): Read {
  const read: Read = {};
  for (const word of ['before', 'after']) {
    if (!take(cursor, word, 'the', 'last') && !take(cursor, word)) continue;
    const site = readText(cursor, 'the name of a fact in quotes, like "Price Increased"');
    read[word] = { site, ...readAge(cursor) };
  }
  return read;
}

function readAge(cursor: Cursor): Read {
  if (!seesBound(cursor)) return {};
  const age = readLengthBounds(cursor);
  expect(cursor, 'ago');
  return { age };
}

type Around = { readonly within: unknown; readonly noun: string | null };

/** With no window of its own it has the one around it, and with "ever" none. */
function readUnless(cursor: Cursor, around: Around, columns: Columns): Read {
  const { column } = peek(cursor);
  const isEver = take(cursor, 'ever');
  const event = readDoing(cursor, around.noun);
  const within = isEver ? undefined : (readWindow(cursor) ?? around.within);
  return marked(columns, column, {
    event,
    ...(within === undefined ? {} : { within }),
    ...readSource(cursor),
    ...readWith(cursor),
    ...readFactTimes(cursor),
  });
}

function readSequence(cursor: Cursor, columns: Columns): Read {
  const sequence = [readStep(cursor, columns)];
  while (take(cursor, ',', 'then')) sequence.push(readStep(cursor, columns));
  const per = take(cursor, ',', 'all', 'of', 'the', 'same') ? { per: readPath(cursor) } : {};
  if (!take(cursor, ',', 'begun')) {
    if (sees(cursor, ',')) {
      next(cursor);
      fail(cursor, ['then', 'all of the same', 'begun in']);
    }
    return { sequence, ...per };
  }
  const within = readWindow(cursor);
  if (within === undefined) fail(cursor, ['in 3 days', 'in all time']);
  return { sequence, ...per, within };
}

function readStep(cursor: Cursor, columns: Columns): Read {
  const { column } = peek(cursor);
  if (take(cursor, 'without')) {
    const absent = readDoing(cursor, null);
    expect(cursor, 'for');
    const step = { absent, for: readLength(cursor), ...readSource(cursor), ...readWith(cursor) };
    return marked(columns, column, step);
  }
  const { event } = readDone(cursor);
  const within = take(cursor, 'within') ? { within: readLength(cursor) } : {};
  return marked(columns, column, { event, ...within, ...readSource(cursor), ...readWith(cursor) });
}

function readSince(cursor: Cursor): Read {
  const { event } = readDone(cursor);
  const bounds = readLengthBounds(cursor);
  expect(cursor, 'ago');
  return { since: event, ...bounds, ...readSource(cursor) };
}

function readTrait(cursor: Cursor): Read {
  const trait = readPath(cursor);
  if (take(cursor, 'has', 'its', 'anniversary', 'today')) return { trait, anniversary: 'today' };
  return { trait, ...readComparison(cursor) };
}

function readRfm(cursor: Cursor): Read {
  const bounds: Read = {};
  expect(cursor, '(');
  do {
    const { word } = peek(cursor);
    if (!['recency', 'frequency', 'monetary', 'r', 'f', 'm'].includes(word) || Object.hasOwn(bounds, word)) {
      fail(
        cursor,
        ['recency', 'frequency', 'monetary', 'r', 'f', 'm'].filter((name) => !(name in bounds)),
      );
    }
    next(cursor);
    bounds[word] = word === 'recency' ? readLengthBounds(cursor) : readNumberBounds(cursor);
  } while (take(cursor, ','));
  if (!take(cursor, ')')) fail(cursor, [',', ')']);
  return bounds;
}

function readScore(cursor: Cursor): Read {
  const score = readText(cursor, 'a label in quotes, like "purchase_7d"');
  expect(cursor, 'at', 'least');
  const gte = readNumber(cursor);
  const leave = take(cursor, 'until', 'under') ? { leave: readNumber(cursor) } : {};
  return { score, gte, ...leave, ...(take(cursor, 'staying') ? { dwell: readLength(cursor) } : {}) };
}

function readRandom(cursor: Cursor): Read {
  const random = readNumber(cursor);
  expect(cursor, 'by', 'seed');
  return { random, seed: readText(cursor, 'a text in quotes') };
}
