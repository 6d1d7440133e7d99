/**
 * Names in a condition that are probably slips. A site may have events and properties of its own, so that none is
 * refused; yet a condition that asks for `categry` is never wrong and never true.
 */
import { editDistance } from '../events/distance.ts';
import { PRODUCT, SPEC } from '../events/spec.ts';
import type { Condition, Where } from './condition.ts';
import { listWithin, referencesOf } from './references.ts';

/**
 * @returns a sentence for each name that is not known and close to one that is.
 * @example doubtsOf({ event: 'Chekout Started' }) // ['no event "Chekout Started" is known: did you mean "Checkout Started"?']
 */
export function doubtsOf(condition: Condition): readonly string[] {
  const events = referencesOf(condition).events.flatMap((name) => doubt('event', name, [...SPEC.keys()]));
  const paths = listWithin(condition).flatMap(listAsked).flatMap(doubtPaths);
  return [...new Set([...events, ...paths])];
}

type Asked = { readonly events: readonly string[]; readonly paths: readonly string[] };

type Match = { readonly where?: Where; readonly per?: string | undefined };

const AGGREGATES = ['sum', 'avg', 'min', 'max', 'distinct'] as const;

/** Which properties of which events are looked at. */
function listAsked(condition: Condition): readonly Asked[] {
  if ('event' in condition) {
    const { event, unless, per } = condition;
    const sums = AGGREGATES.flatMap((name) => condition[name]?.of ?? []);
    const own = { events: [event].flat(), paths: [...pathsOf(condition), ...sums] };
    return unless === undefined
      ? [own]
      : [own, { events: [unless.event].flat(), paths: pathsOf({ ...unless, per }) }];
  }
  if (!('sequence' in condition)) return [];
  const { sequence, per } = condition;
  return sequence.map((step) => ({
    events: ['event' in step ? step.event : step.absent].flat(),
    paths: pathsOf({ ...step, per }),
  }));
}

function pathsOf({ where, per }: Match): readonly string[] {
  return [...Object.keys(where ?? {}), ...(per === undefined ? [] : [per])];
}

function doubtPaths({ events, paths }: Asked): readonly string[] {
  const specs = events.map((name) => SPEC.get(name));
  // What an event of the site's own carries is not known here.
  if (specs.includes(undefined)) return [];
  const known = specs.flatMap((spec) => Object.keys(spec?.properties ?? {}));
  const items = Object.keys(PRODUCT).map((name) => `products.${name}`);
  return paths.flatMap((path) =>
    doubt('property', path, [...known, ...Object.keys(PRODUCT), ...items], ` of ${events.join(', ')}`),
  );
}

/** One letter of a short name, two of a longer one: `size` is no slip of `sku`. */
const SHORT = 5;

function doubt(kind: string, name: string, known: readonly string[], of = ''): readonly string[] {
  if (known.includes(name)) return [];
  const most = name.length <= SHORT ? 1 : 2;
  const meant = known.find((candidate) => editDistance(name, candidate, most) <= most);
  if (meant === undefined) return [];
  return [`no ${kind} ${JSON.stringify(name)}${of} is known: did you mean ${JSON.stringify(meant)}?`];
}
