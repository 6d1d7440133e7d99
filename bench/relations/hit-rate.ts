/** Whether the last product that somebody looks at is among the ten named beside the one before it. */
import { readFileSync } from 'node:fs';
import { rankRelated } from '../../core/catalogue/relations/ranking.ts';
import {
  type Basket,
  createTable,
  extendBasket,
  retractBasket,
  TABLE_BOUNDS,
} from '../../core/catalogue/relations/table.ts';

const NAMED = 10;
const DAY = 18_170;
const NOW = DAY * 86_400_000;

/** Shares of the sessions with two products or more. */
export type HitRates = {
  readonly sessions: number;
  /** Where anything is named. */
  readonly covered: number;
  readonly related: number;
  /** Places that are left go to the most viewed. */
  readonly filled: number;
  readonly mostViewed: number;
};

/** Leave one out: each session is judged by what all the others, and the rest of itself, have told. */
export function measureHitRates(path: string): HitRates {
  const sessions = readSessions(path);
  const table = createTable(TABLE_BOUNDS);
  for (const products of sessions) add(products);
  const counts = { covered: 0, related: 0, filled: 0, mostViewed: 0 };
  const judged = sessions.filter(({ length }) => length > 1);
  for (const products of judged) {
    const whole: Basket = { day: DAY, products: [...products] };
    retractBasket(table, whole);
    const rest = add(products.slice(0, -1));
    const [asked, last] = products.slice(-2);
    const seen = new Set(rest.products);
    const related = rankRelated(table, asked ?? '', NOW)
      .map(({ product }) => product)
      .filter((product) => !seen.has(product));
    const mostViewed = listMostViewed().filter((product) => !seen.has(product));
    counts.covered += related.length > 0 ? 1 : 0;
    counts.related += isNamed(related, last);
    counts.mostViewed += isNamed(mostViewed, last);
    counts.filled += isNamed([...new Set([...related.slice(0, NAMED), ...mostViewed])], last);
    retractBasket(table, rest);
    add(products);
  }

  function add(products: readonly string[]): Basket {
    const basket: Basket = { day: DAY, products: [] };
    for (const product of products) extendBasket(table, basket, product);
    return basket;
  }

  function listMostViewed(): readonly string[] {
    const first = table.rows.toSorted((a, b) => b.weight - a.weight).slice(0, 3 * NAMED + 10);
    return first.map(({ product }) => product);
  }

  const { length } = judged;
  const shares = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / length]));
  return { sessions: length, ...(shares as typeof counts) };
}

function isNamed(products: readonly string[], product: string | undefined): 0 | 1 {
  return product !== undefined && products.slice(0, NAMED).includes(product) ? 1 : 0;
}

/** Distinct products that each session looked at, in its order, 30 at most. */
function readSessions(path: string): readonly (readonly string[])[] {
  const sessions = new Map<string, string[]>();
  for (const row of readFileSync(path, 'utf8').trim().split('\n').slice(1)) {
    const [, type, product = '', , , , , , session = ''] = row.trim().split(',');
    if (type !== 'view') continue;
    const own = sessions.get(session) ?? [];
    if (!own.includes(product) && own.length < 30) own.push(product);
    sessions.set(session, own);
  }
  return [...sessions.values()];
}
