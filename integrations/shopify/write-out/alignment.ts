/** Brings everybody of a shop to what the merchant has chosen, and takes back what is not allowed any more. */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { type Outcome, refuse } from '../../../core/errors.ts';
import { newestEntries } from '../../../core/segments/catalog.ts';
import type { Admin } from '../api/admin-client.ts';
import { PLATFORM, type Shop, type Shops } from '../installation/shops.ts';
import type { ChoiceBook, Choices } from './choices.ts';
import { dropGone } from './gone.ts';
import { isOfAll } from './pen.ts';
import { alignSegments } from './shopify-segments.ts';
import type { Writer } from './writer.ts';
import { UNSURE, type WrittenBook } from './written.ts';

/** Of customers, between two of whom Shopify is asked at least once. */
const A_PAGE = 500;
/** In a row: then it is no matter of one customer any more. */
const MOST_ODD = 5;

export type AlignmentPorts = {
  readonly engine: Pick<Engine, 'vault' | 'segments' | 'audit' | 'now'>;
  readonly admin: Admin;
  readonly shops: Pick<Shops, 'find'>;
  readonly choices: ChoiceBook;
  readonly written: WrittenBook;
  readonly writer: Writer;
  /** Hears how each attempt ended. */
  readonly note: (site: SiteId, outcome: Outcome<unknown>) => void;
  readonly onFault: (cause: unknown) => void;
};

/** A run, and the one that was asked for meanwhile. */
type Run = { readonly now: Promise<boolean>; next: Promise<void> | null };

/**
 * Breaks off where Shopify or the permission is not there now; the next run goes on where this one was. Whoever cannot be written
 * keeps nobody waiting: they have a row, so that they are tried again with the next run.
 *
 * A run brings everybody who has something of ours, and then one page of all customers; what is left follows in the background,
 * page by page, so that neither another shop nor what is to be taken back waits for a large one. Once everybody has what was
 * chosen, Shopify is asked only of whoever is to have something and has not: nothing is heard of a consent that comes later.
 *
 * @returns Each shop by itself, one run after the other; whoever asks meanwhile gets the next one.
 */
export function createAlignment(ports: AlignmentPorts): (shop: Shop) => Promise<void> {
  const running = new Map<string, Run>();

  function start(domain: string, isRest = false): Promise<void> {
    const own: Run = { now: align(domain, isRest, ports), next: null };
    running.set(domain, own);
    const end = (hasMore: boolean): void => {
      // Whoever asked meanwhile goes on from here.
      if (own.next !== null) return;
      running.delete(domain);
      if (hasMore) start(domain, true).catch(ports.onFault);
    };
    own.now.then(end, () => end(false));
    return own.now.then(() => undefined);
  }

  return ({ domain }) => {
    const own = running.get(domain);
    if (own === undefined) return start(domain);
    const again = () => start(domain);
    own.next ??= own.now.then(again, again);
    return own.next;
  };
}

/** Answers whether there are more. */
async function align(domain: string, isRest: boolean, ports: AlignmentPorts): Promise<boolean> {
  const { engine, shops, choices, written } = ports;
  const shop = await shops.find(domain);
  if (shop === null || shop.uninstalledAt !== null) return false;
  const { siteId } = shop.site;
  if (!isRest) await dropGone(siteId, choices, engine);
  const chosen = await choices.read(siteId);
  if (chosen === null) return false;
  const isThorough = !chosen.isDone;
  const bringAll = (visitors: Visitors) => bringEach(shop, visitors, isThorough, ports);
  if (!isRest && !(await bringAll(written.visitors(siteId)))) return false;
  if (chosen.isDone && !chosen.scores && chosen.segments.length === 0) return false;
  const page = await engine.vault.list(siteId, chosen.reached, A_PAGE);
  const own = page.flatMap(({ kind, visitor }) => (kind === PLATFORM ? [visitor] : []));
  if (!(await bringAll(own))) return false;
  const last = page.at(-1);
  if (last !== undefined && page.length === A_PAGE) {
    await choices.reach(siteId, chosen, last.key);
    return true;
  }
  if (chosen.isDone) await choices.reach(siteId, chosen, null);
  else await finish(shop, chosen, ports);
  return false;
}

type Visitors = Iterable<VisitorId> | AsyncIterable<VisitorId>;

/** Answers whether it may go on. */
async function bringEach(
  shop: Shop,
  visitors: Visitors,
  isThorough: boolean,
  ports: AlignmentPorts,
): Promise<boolean> {
  const { siteId } = shop.site;
  let odd = 0;
  for await (const visitor of visitors) {
    const outcome = await bringOne(shop, visitor, isThorough, ports);
    ports.note(siteId, outcome);
    if (!outcome.ok && isOfAll(outcome.code)) return false;
    if (!outcome.ok) await keepInMind(siteId, visitor, ports);
    // What is refused with a reason shows that all is well but for this one.
    odd = !outcome.ok && outcome.code === 'internal' ? odd + 1 : 0;
    if (odd === MOST_ODD) return false;
  }
  return true;
}

async function bringOne(
  shop: Shop,
  visitor: VisitorId,
  isThorough: boolean,
  { engine, writer, onFault }: AlignmentPorts,
): Promise<Outcome<boolean>> {
  try {
    return await writer.bring(shop, visitor, { at: engine.now(), isThorough });
  } catch (cause) {
    onFault(cause);
    return refuse('internal', 'shopify', 'the log of the server says why');
  }
}

/** Of whom nobody could look, nobody knows what is there. */
async function keepInMind(
  site: SiteId,
  visitor: VisitorId,
  { engine: { vault }, written }: AlignmentPorts,
): Promise<void> {
  if ((await written.read(site, visitor)) !== null) return;
  await written.keep(site, visitor, UNSURE);
  // An erasure that came meanwhile has not seen the row.
  if (!(await vault.has(site, visitor, PLATFORM))) await written.drop(site, visitor);
}

async function finish(
  shop: Shop,
  chosen: Choices,
  { engine, admin, choices, note }: AlignmentPorts,
): Promise<void> {
  const { siteId } = shop.site;
  const made = await alignSegments(admin, shop, chosen, {
    nameOf: (key) => nameOf(engine, siteId, key),
    noteMade: (key, id) => choices.noteMade(siteId, key, id),
  });
  note(siteId, made);
  if (made.ok) await choices.settle(siteId, chosen);
}

function nameOf({ segments }: Pick<Engine, 'segments'>, site: SiteId, key: string): string {
  const catalog = segments.of(site)?.catalog;
  return (catalog && newestEntries(catalog).get(key)?.definition.name) ?? key;
}
