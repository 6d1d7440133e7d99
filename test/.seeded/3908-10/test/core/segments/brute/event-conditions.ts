/** Random event conditions, about what the random logs hold. */
import type { Entry } from '../../../../core/entry.ts';
import type {
  Aggregate,
  AggregateName,
  Comparison,
  DurationBounds,
  EventCondition,
  FactTimeWithAge,
  NumberBounds,
  Scalar,
  Unless,
  Where,
  Window,
} from '../../../../core/segments/condition.ts';
import type { Random } from './random.ts';

/** Of an account there are no sessions to speak of. */
export type Speaking = {
  readonly random: Random;
  readonly ofAccount: boolean;
  /** Times between things in the log, in ms: durations of just that length lie on its boundaries. */
  readonly gaps: readonly number[];
  /** Of money in the log, and sums of it, in major units. */
  readonly amounts: readonly number[];
  /** Of the visitor, in order. */
  readonly events: readonly Entry[];
};

export function drawDuration({ random, gaps }: Speaking): string {
  return gaps.length > 0 && random.chance(0.5) ? `${random.pick(gaps)}ms` : random.pick(DURATIONS);
}

export const DURATIONS = [
  '10m',
  '30m',
  '1800000ms',
  '3600s',
  '1h',
  '12h',
  '1d',
  '24h',
  '2d',
  '3d',
  '7d',
  '1w',
  '30d',
];
const SHORT = ['1s', '10m', '30m', '1800000ms', '1h', '12h'];
const AGES: readonly (readonly [string, string])[] = [
  ['-90d', '-30d'],
  ['-7d', '-1d'],
  ['-2d', '-1h'],
  ['-1d', '-30m'],
  ['-2w', '-3d'],
];
const PLAIN_NAMES = [
  'Product Viewed',
  'Product Added',
  'Order Completed',
  'Product Viewed',
  'Product Added',
  'Checkout Started',
  'Order Completed',
  'Page Viewed',
];
const ITEM_NAMES = ['Order Completed', 'Order Completed', 'Checkout Started'];

export function drawBounds(random: Random, numbers: readonly number[]): NumberBounds {
  const a = random.pick(numbers);
  return random.choose<NumberBounds>([
    [4, () => ({ gte: a })],
    [2, () => ({ lte: a })],
    [2, () => ({ gt: a })],
    [2, () => ({ lt: a })],
    [2.5, () => ({ eq: a })],
    [2, () => ({ ne: a })],
    [1, () => ({ gt: a, lte: a + random.pick(numbers) })],
  ]);
}

export function drawDurationBounds(speaking: Speaking): DurationBounds {
  const { random } = speaking;
  const a = drawDuration(speaking);
  return random.choose<DurationBounds>([
    [2, () => ({ gt: a })],
    [2, () => ({ gte: a })],
    [2, () => ({ lt: a })],
    [2, () => ({ lte: a })],
    [1, () => ({ gte: random.pick(SHORT), lt: '7d' })],
  ]);
}

/** On texts, numbers, flags or lists, as `values` are. */
export function drawComparison(random: Random, values: readonly Scalar[]): Comparison {
  const value = random.pick(values);
  const other = random.pick(values);
  const text = typeof value === 'string' ? value : null;
  const amount = typeof value === 'number' ? value : 2;
  return random.choose<Comparison>([
    [2, () => ({ eq: value })],
    [2, () => ({ ne: value })],
    [2, () => ({ in: [...new Set([value, other])] })],
    [2, () => ({ nin: [value] })],
    [2.5, () => ({ contains: text === null ? value : text.slice(0, 4) })],
    [1.5, () => ({ exists: random.chance(0.6) })],
    [text === null ? 0 : 6, () => ({ startsWith: (text ?? '').slice(0, 4) })],
    ...(['gt', 'gte', 'lt', 'lte'] as const).map(
      (operator) => [text === null ? 3 : 0.5, () => ({ [operator]: amount })] as const,
    ),
  ]);
}

const PROPERTIES: Readonly<Record<string, readonly Scalar[]>> = {
  product_id: ['p1', 'p2', 7, '7'],
  category: ['Shoes', 'shoes', 'Hats'],
  price: [5, 9.99, 19.99, 1999, 1.999, 0.5],
  quantity: [1, 2, 3],
  rating: [0.1, 0.2, 4.5],
  query: ['caf\u00e9', 'cafe\u0301', 'caf\u00e9', 'tea'],
  tags: ['new', 'sale', 5],
  featured: [true, false],
  revenue: [5, 19.99, 123.45],
  total: [5, 19.99],
  cart_id: ['c1', 'c2'],
};
const PROPERTIES_OF: Readonly<Record<string, readonly string[]>> = {
  'Product Viewed': ['product_id', 'category', 'price', 'rating', 'query', 'tags', 'featured', 'quantity'],
  'Product Added': ['product_id', 'category', 'price', 'quantity'],
  'Page Viewed': ['rating', 'query', 'query', 'tags', 'featured'],
  'Checkout Started': ['cart_id'],
  'Order Completed': ['revenue', 'revenue', 'cart_id', 'total'],
  'Session Ended': ['exit_path', 'step', 'events'],
  'Session Started': ['entry_path'],
};
const ITEM_PROPERTIES = ['product_id', 'price', 'quantity', 'brand'];
const MORE: Readonly<Record<string, readonly Scalar[]>> = {
  brand: ['Acme', 'Bolt'],
  entry_path: ['/', '/a', '/checkout'],
  exit_path: ['/', '/a', '/checkout'],
  step: ['browse', 'product', 'cart', 'order'],
  events: [1, 2, 3],
};

/** On one or two properties that such events have. */
function drawWhere(random: Random, name: string, isOfItems: boolean): Where {
  const where: Record<string, Scalar | Comparison> = {};
  for (let n = random.chance(0.45) ? 2 : 1; n > 0; n--) {
    const ofItem = isOfItems && random.chance(0.8);
    const property = random.pick(ofItem ? ITEM_PROPERTIES : (PROPERTIES_OF[name] ?? ['revenue']));
    const values = MORE[property] ?? PROPERTIES[property] ?? [1];
    const asked = random.chance(0.2) ? random.pick(values) : drawComparison(random, values);
    where[ofItem ? `products.${property}` : property] = asked;
  }
  return where;
}

function drawName({ random, ofAccount }: Speaking, isOfItems: boolean): string {
  if (isOfItems) return random.pick(ITEM_NAMES);
  if (!ofAccount && random.chance(0.14)) return random.pick(['Session Started', 'Session Ended']);
  return random.pick(PLAIN_NAMES);
}

/** Which events: one name or two, perhaps with `where` and `source`. */
export function drawMatch(
  speaking: Speaking,
  isOfItems: boolean,
  richness = 1,
): {
  readonly event: string | readonly string[];
  readonly where?: Where;
  readonly source?: 'web' | 'server' | 'email';
} {
  const { random } = speaking;
  const name = drawName(speaking, isOfItems);
  const other = drawName(speaking, isOfItems);
  return {
    event: other !== name && random.chance(0.2) ? [name, other] : name,
    ...(random.chance(0.7 * richness) && { where: drawWhere(random, name, isOfItems && random.chance(0.6)) }),
    ...(random.chance(0.15 * richness) && {
      source: random.pick(['web', 'web', 'server', 'email'] as const),
    }),
  };
}

function drawWindow(speaking: Speaking): Window {
  const { random, ofAccount } = speaking;
  const [from, to] = random.pick(AGES);
  return random.choose<Window>([
    [8, () => drawDuration(speaking)],
    [1.5, () => 'lifetime'],
    [ofAccount ? 0 : 1.5, () => 'session'],
    [2, () => ({ from, to })],
    [1.2, () => 'today'],
    [1.2, () => 'yesterday'],
    [1.2, () => 'thisWeek'],
    [1.2, () => 'thisMonth'],
  ]);
}

/** One side or both; then of two facts, since nothing lies before and after the same one. */
function drawSides(speaking: Speaking): {
  readonly before?: FactTimeWithAge;
  readonly after?: FactTimeWithAge;
} {
  const { random } = speaking;
  const draw = (site: string) => ({ site, ...(random.chance(0.7) && { age: drawDurationBounds(speaking) }) });
  const [one, other] = random.chance(0.5)
    ? ['Price Increased', 'Sale Started']
    : ['Sale Started', 'Price Increased'];
  return random.choose<ReturnType<typeof drawSides>>([
    [3, () => ({ before: draw(one) })],
    [3, () => ({ after: draw(one) })],
    [1, () => ({ before: draw(one), after: draw(other) })],
  ]);
}

function drawUnless(speaking: Speaking, per: string | undefined): Unless {
  const { random } = speaking;
  const own = { ...speaking, ofAccount: speaking.ofAccount || per !== undefined };
  return {
    ...drawMatch(own, random.chance(0.2), 0.5),
    ...(random.chance(0.5) && { within: drawWindow(speaking) }),
    ...(random.chance(0.5) && drawSides(speaking)),
  };
}

function drawAggregates(speaking: Speaking, isOfItems: boolean): Partial<Record<AggregateName, Aggregate>> {
  const { random } = speaking;
  const name = random.pick(['sum', 'avg', 'min', 'max', 'distinct'] as const);
  const property = isOfItems
    ? random.pick(['price', 'quantity'])
    : random.pick(['price', 'revenue', 'rating', 'quantity']);
  const of = isOfItems ? `products.${property}` : property;
  const isMoney = property === 'price' || property === 'revenue';
  const amounts = isMoney ? [5, 19.99, ...speaking.amounts] : [0.1, 0.3, 0.15, 1, 2, 3, 4.5];
  const numbers = name === 'distinct' ? [0, 1, 2, 3] : amounts;
  return { [name]: { of, ...drawBounds(random, numbers) } };
}

export function drawEventCondition(speaking: Speaking): EventCondition {
  const { random } = speaking;
  const isOfItems = random.chance(0.25);
  const per = random.chance(0.35)
    ? isOfItems
      ? 'products.product_id'
      : random.pick(['product_id', 'product_id', 'cart_id'])
    : undefined;
  const isByFact = random.chance(0.3);
  const aggregates = random.chance(0.4) ? drawAggregates(speaking, isOfItems) : null;
  return {
    ...drawMatch({ ...speaking, ofAccount: speaking.ofAccount || per !== undefined }, isOfItems),
    ...aggregates,
    ...(random.chance(0.75) && { within: drawWindow(speaking) }),
    ...(aggregates === null && random.chance(0.66) && { count: drawBounds(random, [0, 1, 2, 3]) }),
    ...(per !== undefined && { per }),
    ...(random.chance(per === undefined ? 0.15 : 0.4) && { unless: drawUnless(speaking, per) }),
    ...(isByFact && drawSides(speaking)),
  };
}
