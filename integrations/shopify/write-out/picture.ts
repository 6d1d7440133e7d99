/** What a customer has of ours at Shopify, and what to write so that it is what it should be. Pure. */

/** Labels that go, each into the metafield of its name, as `shopify.app.toml` declares them. */
export const LABELS = ['purchase_7d', 'churn_30d'] as const;
const SEGMENTS = 'segments';
/** Before the key of a segment: whose tag it is, and no other's. */
export const TAG = 'inkling:';

export type Picture = {
  /** 0 to 1, to two digits, by label. */
  readonly scores: { readonly [label: string]: string };
  /** Keys, in ascending order. */
  readonly segments: readonly string[];
};

export const NOTHING_WRITTEN: Picture = { scores: {}, segments: [] };

/** In the app's own namespace, which is Shopify's default. */
type Written = {
  readonly ownerId: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
};

export type Changes = {
  readonly set: readonly Written[];
  readonly remove: readonly { readonly ownerId: string; readonly namespace: string; readonly key: string }[];
  readonly tags: readonly string[];
  readonly tagsOff: readonly string[];
};

/** @example changesOf('gid://shopify/Customer/7', NOTHING_WRITTEN, { scores: {}, segments: ['vip'] }).tags // ['inkling:vip'] */
export function changesOf(ownerId: string, before: Picture, now: Picture): Changes {
  const values = [fieldsOf(before), fieldsOf(now)] as const;
  const [was, is] = values;
  const set = Object.entries(is).filter(([key, { value }]) => was[key]?.value !== value);
  const gone = Object.keys(was).filter((key) => is[key] === undefined);
  return {
    set: set.map(([key, field]) => ({ ownerId, key, ...field })),
    remove: gone.map((key) => fieldAt(ownerId, key)),
    tags: tagsOf(now.segments.filter((key) => !before.segments.includes(key))),
    tagsOff: tagsOf(before.segments.filter((key) => !now.segments.includes(key))),
  };
}

/**
 * The same where nobody knows which fields are there: all that should be are set, and all others taken away.
 *
 * @param tags Keys of segments that stand there as tags.
 */
export function changesFrom(ownerId: string, tags: readonly string[], now: Picture): Changes {
  const changes = changesOf(ownerId, { scores: {}, segments: tags }, { ...now, scores: {} });
  const all = changesOf(ownerId, NOTHING_WRITTEN, now);
  const kept = new Set(all.set.map(({ key }) => key));
  const others = [...LABELS, SEGMENTS].filter((key) => !kept.has(key));
  return { ...changes, set: all.set, remove: others.map((key) => fieldAt(ownerId, key)) };
}

export function isNothing({ scores, segments }: Picture): boolean {
  return Object.keys(scores).length === 0 && segments.length === 0;
}

/** More digits would write each step of a score. @example toScore(0.417) // '0.42' */
export function toScore(p: number): string {
  return p.toFixed(2);
}

type Field = Pick<Written, 'type' | 'value'>;

function fieldsOf({ scores, segments }: Picture): Readonly<Record<string, Field>> {
  const own = Object.entries(scores).map(([label, value]) => [label, { type: 'number_decimal', value }]);
  const list = { type: 'list.single_line_text_field', value: JSON.stringify(segments) };
  return Object.fromEntries([...own, ...(segments.length > 0 ? [[SEGMENTS, list]] : [])]);
}

function fieldAt(ownerId: string, key: string): Changes['remove'][number] {
  return { ownerId, namespace: '$app', key };
}

function tagsOf(keys: readonly string[]): readonly string[] {
  return keys.map((key) => TAG + key);
}
