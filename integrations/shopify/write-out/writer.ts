/**
 * Brings what a customer has of ours at Shopify up to date: metafields of the app's own and tags. Level, not edge: it looks at
 * what should be there now, so that it may come at any time, and again. One customer at a time, and an erasure waits for
 * whoever is at it: then it takes away what came last.
 */
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome } from '../../../core/errors.ts';
import type { Outline } from '../../../core/profiles/outline.ts';
import { createNamedTurns } from '../../../core/turns.ts';
import type { Patience } from '../api/admin-client.ts';
import type { Shop } from '../installation/shops.ts';
import type { Customer, Customers } from '../intake/customers.ts';
import type { Choices } from './choices.ts';
import type { Pen } from './pen.ts';
import {
  changesFrom,
  changesOf,
  isNothing,
  LABELS,
  NOTHING_WRITTEN,
  type Picture,
  toScore,
} from './picture.ts';
import { UNSURE, type WrittenBook } from './written.ts';

const DAY_MS = 86_400_000;
/** A profile that nobody adds to ends after its term: what came of it is taken back before nobody knows any more whose it was. */
const AHEAD_DAYS = 2;

export type How = {
  /** When what is told of happened, UTC ms. */
  readonly at: number;
  readonly patience?: Patience;
  /**
   * Asks Shopify also of those of whom nothing is known, and who are to have nothing: an installation before this one left tags.
   */
  readonly isThorough?: boolean;
};

export type Writer = {
  /** Answers whether anything was written. */
  bring(shop: Shop, visitor: VisitorId, how: How): Promise<Outcome<boolean>>;
  /** Takes everything of ours from a customer. @param mayHoldFields False: no tag, nothing to do. */
  wipe(shop: Shop, reference: string, mayHoldFields: boolean): Promise<Outcome<boolean>>;
};

export type WriterPorts = {
  readonly pen: Pen;
  readonly customers: Customers;
  readonly written: WrittenBook;
  readonly choicesOf: (site: SiteId) => Choices;
  readonly look: (site: SiteId, visitor: VisitorId) => Promise<Outline | null>;
  readonly now: () => number;
};

type Case = { readonly shop: Shop; readonly visitor: VisitorId; readonly reference: string };

/** @example await createWriter(ports).bring(shop, visitor, { at: now() }) */
export function createWriter(ports: WriterPorts): Writer {
  const { pen, customers, written } = ports;
  const inTurn = createNamedTurns();

  const wipe: Writer['wipe'] = (shop, reference, mayHoldFields) =>
    inTurn(reference, () => takeAll(pen, shop, reference, mayHoldFields));

  async function bring(shop: Shop, asked: VisitorId, how: How): Promise<Outcome<boolean>> {
    const { siteId } = shop.site;
    const customer = await customers.read(siteId, asked, how.at);
    const { visitor, isAllowed, openReference, openOwn } = customer;
    const row = await written.read(siteId, asked);
    if (visitor !== asked) {
      // Who they became is another customer at Shopify, or the same: what lies under this id goes first.
      const own = row === null ? null : await openOwn();
      const gone = own === null ? accept(false) : await wipe(shop, own, true);
      if (!gone.ok) return gone;
      if (row !== null) await written.keep(siteId, visitor, UNSURE);
      await written.drop(siteId, asked);
      return bring(shop, visitor, how);
    }
    if (row === null && !isAllowed && how.isThorough !== true) return accept(false);
    const reference = await openReference();
    if (reference === null) return accept(false);
    return inTurn(reference, () => bringNow(ports, { shop, visitor, reference }, how));
  }

  return { bring, wipe };
}

async function bringNow(ports: WriterPorts, own: Case, how: How): Promise<Outcome<boolean>> {
  const { customers, written, pen } = ports;
  const { shop, visitor, reference } = own;
  const { siteId } = shop.site;
  // Whoever was before in the turn may have been an erasure.
  const customer = await customers.read(siteId, visitor, how.at);
  if ((await customer.openReference()) !== reference) return accept(false);
  const row = await written.read(siteId, visitor);
  let now = mayHold(ports, shop, customer) ? await pictureOf(ports, siteId, visitor) : NOTHING_WRITTEN;
  if (row === null && how.isThorough !== true && isNothing(now)) return accept(false);
  let changes = row === null || row.isUnsure ? null : changesOf(reference, row, now);
  if (changes === null) {
    const held = await pen.read(shop, reference, how.patience);
    if (!held.ok) return held;
    if (held.value === null) return settle(ports, own, accept(false), NOTHING_WRITTEN);
    if (held.value.isOptedOut) now = NOTHING_WRITTEN;
    changes = changesFrom(reference, held.value.segments, now);
    const isNew = row === null && isNothing(now) && held.value.segments.length === 0;
    // Of whom nothing is known and nothing found, fields were never written: that begins with a row.
    if (isNew) return accept(false);
  }
  if (Object.values(changes).every((part) => part.length === 0))
    return row !== null && !row.isUnsure ? accept(false) : settle(ports, own, accept(false), now);
  await written.keep(siteId, visitor, { ...now, isUnsure: true });
  return settle(ports, own, await pen.write(shop, reference, changes, how.patience), now, how.patience);
}

/** How it ended is put down; whoever was erased meanwhile is wiped by the erasure, which waits for this turn. */
async function settle(
  { customers, written, pen, now: clock }: WriterPorts,
  { shop, visitor, reference }: Case,
  outcome: Outcome<boolean>,
  now: Picture,
  patience?: Patience,
): Promise<Outcome<boolean>> {
  const { siteId } = shop.site;
  const isGone = !outcome.ok && (await pen.isGone(shop, reference, outcome.code, patience));
  const { openReference } = await customers.read(siteId, visitor, clock());
  if (isGone || (await openReference()) !== reference) await written.drop(siteId, visitor);
  else if (outcome.ok) await written.keep(siteId, visitor, { ...now, isUnsure: false });
  return isGone ? accept(false) : outcome;
}

async function takeAll(
  pen: Pen,
  shop: Shop,
  reference: string,
  mayHoldFields: boolean,
): Promise<Outcome<boolean>> {
  const held = await pen.read(shop, reference);
  if (!held.ok) return held;
  if (held.value === null || (!mayHoldFields && held.value.segments.length === 0)) return accept(false);
  const outcome = await pen.write(
    shop,
    reference,
    changesFrom(reference, held.value.segments, NOTHING_WRITTEN),
  );
  return !outcome.ok && (await pen.isGone(shop, reference, outcome.code)) ? accept(false) : outcome;
}

function mayHold(
  { now }: Pick<WriterPorts, 'now'>,
  { site }: Shop,
  { isAllowed, profile }: Customer,
): boolean {
  const lastMs = profile.events?.last ?? now();
  const termMs = (site.settings.retention.idleDays - AHEAD_DAYS) * DAY_MS;
  return isAllowed && now() - lastMs < termMs;
}

async function pictureOf(
  { choicesOf, look }: Pick<WriterPorts, 'choicesOf' | 'look'>,
  site: SiteId,
  visitor: VisitorId,
): Promise<Picture> {
  const { scores, segments } = choicesOf(site);
  const outline = await look(site, visitor);
  const own = (scores ? LABELS : []).flatMap((label) => {
    const p = outline?.scores.get(label);
    return p === undefined ? [] : [[label, toScore(p)] as const];
  });
  return {
    scores: Object.fromEntries(own),
    segments: (outline?.segments ?? []).filter((key) => segments.includes(key)),
  };
}
