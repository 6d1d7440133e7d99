/** Values of documents: how they compare, and which of them a filter means. What the store asks for, and nothing more. */

export type Document = { [field: string]: unknown };
export type Filter = Readonly<Record<string, unknown>>;

/** https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order, of the types that occur here. */
function rankOf(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'number' || typeof value === 'bigint') return 1;
  if (typeof value === 'string') return 2;
  if (typeof value === 'boolean') return 5;
  if (value instanceof Date) return 6;
  return Array.isArray(value) ? 4 : 3;
}

/** Strings by their bytes in UTF-8, as a database without a collation has them. */
export function compareValues(a: unknown, b: unknown): number {
  const ranks = rankOf(a) - rankOf(b);
  if (ranks !== 0) return ranks;
  if (typeof a === 'string' && typeof b === 'string') return a === b ? 0 : compareBytes(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (rankOf(a) === 0) return 0;
  return compareBytes(JSON.stringify(a), JSON.stringify(b));
}

/** Code units order as bytes do, but for those of surrogates. */
function compareBytes(a: string, b: string): number {
  if (!/[\ud800-\uffff]/.test(a) && !/[\ud800-\uffff]/.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Every value that a dotted path leads to: through lists, to that of each of their items. */
export function valuesAt(document: unknown, path: string): readonly unknown[] {
  const [first = '', ...rest] = path.split('.');
  const value = (document as Document)[first];
  const isLast = rest.length === 0;
  if (Array.isArray(value)) {
    if (isLast) return [value, ...value];
    return value.flatMap((item) => (isObject(item) ? valuesAt(item, rest.join('.')) : []));
  }
  if (isLast) return [value];
  return isObject(value) ? valuesAt(value, rest.join('.')) : [undefined];
}

export function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Whether it is `{ $gt: … }` and the like. */
export function isOperators(value: unknown): value is Document {
  return isObject(value) && Object.keys(value).some((name) => name.startsWith('$'));
}

const same = (a: unknown, b: unknown): boolean => compareValues(a, b) === 0;
const comparable = (a: unknown, b: unknown): boolean => rankOf(a) === rankOf(b) && rankOf(a) !== 0;

const TESTS: Readonly<Record<string, (values: readonly unknown[], operand: unknown) => boolean>> = {
  $eq: (values, operand) => values.some((value) => same(value, operand)),
  $ne: (values, operand) => !values.some((value) => same(value, operand)),
  $in: (values, operand) => values.some((value) => isIn(operand, value)),
  $nin: (values, operand) => !values.some((value) => isIn(operand, value)),
  $gt: (values, operand) =>
    values.some((value) => comparable(value, operand) && compareValues(value, operand) > 0),
  $gte: (values, operand) =>
    values.some(
      (value) => same(value, operand) || (comparable(value, operand) && compareValues(value, operand) > 0),
    ),
  $lt: (values, operand) =>
    values.some((value) => comparable(value, operand) && compareValues(value, operand) < 0),
  $lte: (values, operand) =>
    values.some(
      (value) => same(value, operand) || (comparable(value, operand) && compareValues(value, operand) < 0),
    ),
  $exists: (values, operand) => values.some((value) => value !== undefined) === Boolean(operand),
  $regex: (values, operand) => {
    const pattern = new RegExp(operand instanceof RegExp ? operand : String(operand));
    return values.some((value) => typeof value === 'string' && pattern.test(value));
  },
};

/** Long lists are asked of thousands of documents. */
const sets = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

function isIn(operand: unknown, value: unknown): boolean {
  const all = asList(operand);
  const known = sets.get(all) ?? new Set(all);
  sets.set(all, known);
  return known.has(value) || (value === undefined && known.has(null));
}

function asList(operand: unknown): readonly unknown[] {
  if (!Array.isArray(operand)) throw new TypeError('$in takes a list');
  return operand;
}

/** @throws TypeError for what no test is known of. */
export function matches(document: Document, filter: Filter): boolean {
  return Object.entries(filter).every(([field, wanted]) => {
    if (field === '$and') return asList(wanted).every((one) => matches(document, one as Filter));
    if (field === '$or') return asList(wanted).some((one) => matches(document, one as Filter));
    if (field.startsWith('$')) throw new TypeError(`this server knows no ${field}`);
    const values = valuesAt(document, field);
    if (!isOperators(wanted)) return TESTS.$eq?.(values, wanted) === true;
    return Object.entries(wanted).every(([operator, operand]) => {
      const test = TESTS[operator];
      if (test === undefined) throw new TypeError(`this server knows no ${operator}`);
      return test(values, operand);
    });
  });
}
