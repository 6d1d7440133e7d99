/** A draft to begin with, and what follows from its name. */
import { type Draft, isFields, type Json } from './campaigns-document.ts';

const MOST_KEY = 64;

/** A message after a product was added, once a day, with a tenth left out. */
export const BLANK_DRAFT: Draft = {
  key: '',
  name: '',
  state: 'draft',
  channel: 'onsite',
  audience: {},
  trigger: { event: 'Product Added' },
  variants: [
    { key: 'control', weight: 10, treatment: null },
    { key: 'message', weight: 90, treatment: { kind: 'message', title: '', text: '' } },
  ],
  goal: { kind: 'conversion', event: 'Order Completed', within: '24h' },
  limits: { caps: [{ scope: 'campaign', max: 1, per: 'day' }] },
};

/** @example suggestKey('Grüße im Mai!') // 'grusse-im-mai' */
export function suggestKey(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MOST_KEY)
    .replace(/^-|-$/g, '');
}

/** The arms of a draft, with the share of visitors that each gets. */
export function armsOf({ variants }: Draft): readonly {
  readonly key: string;
  readonly share: number;
  readonly weight: number;
  readonly isControl: boolean;
}[] {
  const arms: readonly Json[] = Array.isArray(variants) ? variants : [];
  const read = arms.map((arm) => {
    const { key = '', weight = 1, treatment } = isFields(arm) ? arm : {};
    const counted = typeof weight === 'number' && weight > 0 ? weight : 0;
    return { key: String(key), weight: counted, isControl: treatment === null };
  });
  const all = read.reduce((sum, { weight }) => sum + weight, 0);
  return read.map((arm) => ({ ...arm, share: all === 0 ? 0 : arm.weight / all }));
}

/** A name that no arm has yet. @example freeKey(['a', 'b'], 'b') // 'b-2' */
export function freeKey(taken: readonly string[], wanted: string): string {
  let key = wanted;
  for (let place = 2; taken.includes(key); place += 1) key = `${wanted}-${place}`;
  return key;
}
