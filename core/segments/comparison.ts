/** Comparisons of property values, compiled. Nothing is coerced: '50' is not 50. */
import type { Json } from '../entry.ts';
import type { Comparison, Scalar } from './condition.ts';

export type Test = (value: Json | undefined) => boolean;

const OPERATORS = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'nin',
  'contains',
  'startsWith',
  'exists',
] as const;

/**
 * On a missing value (undefined or null) only `exists: false`, `ne` and `nin` hold.
 *
 * @example compileComparison({ gte: 50 })(50) // true
 */
export function compileComparison(comparison: Scalar | Comparison): Test {
  const asked: Comparison = typeof comparison === 'object' ? comparison : { eq: comparison };
  const tests = OPERATORS.flatMap((operator) => {
    const operand = asked[operator];
    return operand === undefined ? [] : [TESTS[operator](operand as never)];
  });
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (value) => tests.every((test) => test(value));
}

const TESTS: { readonly [Operator in (typeof OPERATORS)[number]]: (operand: never) => Test } = {
  eq: (operand: Scalar) => {
    const wanted = normalize(operand);
    return (value) => normalize(value) === wanted;
  },
  ne: (operand: Scalar) => {
    const unwanted = normalize(operand);
    return (value) => normalize(value) !== unwanted;
  },
  gt: (operand: number) => (value) => typeof value === 'number' && value > operand,
  gte: (operand: number) => (value) => typeof value === 'number' && value >= operand,
  lt: (operand: number) => (value) => typeof value === 'number' && value < operand,
  lte: (operand: number) => (value) => typeof value === 'number' && value <= operand,
  in: (operand: readonly Scalar[]) => {
    const wanted = new Set<unknown>(operand.map(normalize));
    return (value) => wanted.has(normalize(value));
  },
  nin: (operand: readonly Scalar[]) => {
    const unwanted = new Set<unknown>(operand.map(normalize));
    return (value) => !unwanted.has(normalize(value));
  },
  contains: (operand: Scalar) => {
    const part = normalize(operand);
    return (value) => {
      if (Array.isArray(value)) return value.some((member) => normalize(member) === part);
      return typeof value === 'string' && typeof part === 'string' && toNfc(value).includes(part);
    };
  },
  startsWith: (operand: string) => {
    const start = toNfc(operand);
    return (value) => typeof value === 'string' && toNfc(value).startsWith(start);
  },
  exists: (operand: boolean) => (value) => (value !== undefined && value !== null) === operand,
};

/** Texts are compared in NFC; null is as missing as undefined. */
function normalize(value: unknown): unknown {
  if (typeof value === 'string') return toNfc(value);
  return value ?? undefined;
}

const ASCII = /^[\0-\x7f]*$/;

/** Most texts have nothing to normalize, and looking is faster than normalizing. */
function toNfc(text: string): string {
  return ASCII.test(text) ? text : text.normalize('NFC');
}
