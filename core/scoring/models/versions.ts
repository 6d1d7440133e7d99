/** The trained versions of a site's labels as they lie in the store: model and card of each. */
import * as z from 'zod';
import type { Json, SiteId } from '../../entry.ts';
import type { RecordStore } from '../../ports.ts';
import { readReference } from '../drift/codec.ts';
import type { DriftReference } from '../drift/reference.ts';
import type { ScoreModel } from '../model.ts';
import type { ModelCard } from './card.ts';
import { readModel, writeModel } from './codec.ts';

const COLLECTION = 'model-versions';
/** Older ones go, their cards with them. */
const MOST_VERSIONS = 20;

export type Made = {
  readonly model: ScoreModel;
  readonly card: ModelCard;
  /** Null: its drift cannot be told. */
  readonly reference: DriftReference | null;
};
export type Version = Made & { readonly version: number };

export type Versions = {
  /** Null where there is none, or it cannot be read any more. */
  read(site: SiteId, label: string, version: number): Promise<Version | null>;
  /** Oldest first. */
  cards(site: SiteId, label: string): Promise<readonly ModelCard[]>;
  /** @param inUse Versions that stay however old they are. */
  add(site: SiteId, made: Made, inUse: readonly (number | null)[]): Promise<void>;
  removeAll(site: SiteId, label: string): Promise<void>;
};

type VersionsPorts = RecordStore;
/** What every reader of a card takes for granted. */
const cardSchema = z.looseObject({
  version: z.number(),
  trainedAt: z.number(),
  window: z.looseObject({ train: z.array(z.number()), tune: z.array(z.number()), test: z.array(z.number()) }),
  candidates: z.array(z.looseObject({ name: z.string() })),
});

type Stored = { readonly model: Json; readonly card: ModelCard; readonly reference: Json };

/** @example await createVersions(store).read(site, 'purchase_7d', 3) */
export function createVersions(store: VersionsPorts): Versions {
  const rowsOf = async (site: SiteId, label: string) => {
    const rows = await store.listRecords(COLLECTION, site, `${label}.`, 2 * MOST_VERSIONS);
    return rows.filter(({ key }) => key.startsWith(`${label}.`));
  };
  const cards: Versions['cards'] = async (site, label) =>
    (await rowsOf(site, label)).flatMap(({ value }) => (isStored(value) ? [value.card] : []));
  return {
    cards,
    removeAll: async (site, label) => {
      for (const { key } of await rowsOf(site, label)) await store.deleteRecord(COLLECTION, site, key);
    },
    read: async (site, label, version) => {
      const value = await store.getRecord(COLLECTION, site, keyOf(label, version));
      if (!isStored(value)) return null;
      const { model, card, reference } = value;
      const [read, measured] = [readModel(model), readReference(reference)];
      if (!read.ok) return null;
      return { version, model: read.value, card, reference: measured.ok ? measured.value : null };
    },
    add: async (site, { model, card, reference }, inUse) => {
      const { label, version } = card;
      const value: Stored = { model: writeModel(model), card, reference: reference as unknown as Json };
      await store.putRecord(COLLECTION, site, keyOf(label, version), value as unknown as Json);
      const kept = await cards(site, label);
      for (const old of kept.slice(0, Math.max(0, kept.length - MOST_VERSIONS))) {
        if (!inUse.includes(old.version))
          await store.deleteRecord(COLLECTION, site, keyOf(label, old.version));
      }
    },
  };
}

/** What is served must not hang on every row of the store being whole. */
function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null || !('card' in value)) return false;
  return cardSchema.safeParse(value.card).success;
}

/** In the order in which they were trained. */
function keyOf(label: string, version: number): string {
  return `${label}.${String(version).padStart(8, '0')}`;
}
