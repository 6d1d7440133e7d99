/**
 * Brings what a customer has of ours at Shopify up to date: metafields of the app's own and tags. Level, not edge: it looks at
 * what should be there now, so that it may come at any time, and again.
 */
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome } from '../../../core/errors.ts';
import type { Outline } from '../../../core/profiles/outline.ts';
import type { Patience } from '../api/admin-client.ts';
import type { Shop } from '../installation/shops.ts';
import type { Customers } from '../intake/customers.ts';
import type { Choices } from './choices.ts';
import type { Pen } from './pen.ts';
import { changesOf, everyField, LABELS, NOTHING_WRITTEN, type Picture, toScore } from './picture.ts';
import type { WrittenBook } from './written.ts';

export type Writer = {
  /**
   * @param at When what is told of happened, UTC ms.
   * @returns Whether anything was written.
   */
  bring(shop: Shop, visitor: VisitorId, at: number, patience?: Patience): Promise<Outcome<boolean>>;
  /** Takes everything of ours from a customer, whatever we know of it. */
  wipe(shop: Shop, reference: string): Promise<Outcome<boolean>>;
};

export type WriterPorts = {
  readonly pen: Pen;
  readonly customers: Customers;
  readonly written: WrittenBook;
  readonly choicesOf: (site: SiteId) => Choices;
  readonly look: (site: SiteId, visitor: VisitorId) => Promise<Outline | null>;
};

/** @example await createWriter(ports).bring(shop, visitor, now()) */
export function createWriter(ports: WriterPorts): Writer {
  const { pen, customers, written, choicesOf, look } = ports;

  async function bring(
    shop: Shop,
    asked: VisitorId,
    at: number,
    patience?: Patience,
  ): Promise<Outcome<boolean>> {
    const { siteId } = shop.site;
    const { visitor, isAllowed, openReference } = await customers.read(siteId, asked, at);
    if (visitor !== asked) {
      // Who they became has a row of their own, with what is really there.
      await written.drop(siteId, asked);
      return bring(shop, visitor, at, patience);
    }
    const known = await written.read(siteId, visitor);
    const now = isAllowed ? pictureOf(choicesOf(siteId), await look(siteId, visitor)) : NOTHING_WRITTEN;
    const reference = known === null && !isAllowed ? null : await openReference();
    if (reference === null) return accept(false);
    const found = known === null ? await pen.readTags(shop, reference, patience) : accept(known);
    if (!found.ok) return found;
    const outcome = await pen.write(shop, reference, changesOf(reference, found.value, now), patience);
    if (outcome.ok) {
      await written.keep(siteId, visitor, now);
      // Whoever was erased meanwhile was taken from Shopify before this came there.
      if ((await openReference()) === null) return wipe(shop, reference);
    } else if (await pen.isGone(shop, reference, outcome.code, patience)) {
      await written.drop(siteId, visitor);
      return accept(false);
    }
    return outcome;
  }

  async function wipe(shop: Shop, reference: string): Promise<Outcome<boolean>> {
    const found = await pen.readTags(shop, reference);
    if (!found.ok) return found;
    const { tagsOff } = changesOf(reference, found.value, NOTHING_WRITTEN);
    const changes = { set: [], remove: everyField(reference), tags: [], tagsOff };
    const outcome = await pen.write(shop, reference, changes);
    const isGone = !outcome.ok && (await pen.isGone(shop, reference, outcome.code));
    return isGone ? accept(false) : outcome;
  }

  return { bring, wipe };
}

function pictureOf({ scores, segments }: Choices, outline: Outline | null): Picture {
  const labels = scores ? LABELS : [];
  const own = labels.flatMap((label) => {
    const p = outline?.scores.get(label);
    return p === undefined ? [] : [[label, toScore(p)] as const];
  });
  return {
    scores: Object.fromEntries(own),
    segments: (outline?.segments ?? []).filter((key) => segments.includes(key)),
  };
}
