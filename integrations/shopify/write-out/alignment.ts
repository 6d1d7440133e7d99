/** Brings everybody of a shop to what the merchant has chosen, and takes back what is not allowed any more. */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import type { Outcome } from '../../../core/errors.ts';
import { newestEntries } from '../../../core/segments/catalog.ts';
import type { Admin } from '../api/admin-client.ts';
import { PLATFORM, type Shop } from '../installation/shops.ts';
import type { ChoiceBook } from './choices.ts';
import { isPassing } from './pen.ts';
import { alignSegments } from './shopify-segments.ts';
import type { Writer } from './writer.ts';
import type { WrittenBook } from './written.ts';

const A_PAGE = 500;

export type AlignmentPorts = {
  readonly engine: Pick<Engine, 'vault' | 'segments' | 'now'>;
  readonly admin: Admin;
  readonly choices: ChoiceBook;
  readonly written: WrittenBook;
  readonly writer: Writer;
  /** Hears how each attempt ended. */
  readonly note: (site: SiteId, outcome: Outcome<unknown>) => void;
};

/**
 * Breaks off where Shopify or the permission is not there now; the next run begins anew, and finds most of it done. Whoever cannot
 * be written keeps nobody waiting: their row stays, and they are tried again with the next run.
 *
 * @returns Each shop by itself, one run after the other; whoever asks meanwhile gets the next one.
 */
export function createAlignment(ports: AlignmentPorts): (shop: Shop) => Promise<void> {
  const running = new Map<SiteId, { readonly now: Promise<void>; next: Promise<void> | null }>();

  function start(shop: Shop): Promise<void> {
    const { siteId } = shop.site;
    const now = align(shop, ports);
    const own = { now, next: null };
    running.set(siteId, own);
    const end = () => void (running.get(siteId) === own && running.delete(siteId));
    now.then(end, end);
    return now;
  }

  return (shop) => {
    const own = running.get(shop.site.siteId);
    if (own === undefined) return start(shop);
    const again = () => start(shop);
    own.next ??= own.now.then(again, again);
    return own.next;
  };
}

async function align(shop: Shop, ports: AlignmentPorts): Promise<void> {
  const { engine, admin, choices, writer, note } = ports;
  const { siteId } = shop.site;
  const chosen = await choices.read(siteId);
  if (chosen === null || shop.uninstalledAt !== null) return;
  for await (const visitor of everybody(siteId, chosen.isDone, ports)) {
    const outcome = await writer.bring(shop, visitor, { at: engine.now(), isThorough: !chosen.isDone });
    note(siteId, outcome);
    if (!outcome.ok && isPassing(outcome.code)) return;
  }
  if (chosen.isDone) return;
  const made = await alignSegments(admin, shop, chosen, (key) => nameOf(engine, siteId, key));
  note(siteId, made);
  if (made.ok) await choices.settle(siteId, chosen, made.value);
}

async function* everybody(
  site: SiteId,
  isDone: boolean,
  { engine: { vault }, written }: Pick<AlignmentPorts, 'engine' | 'written'>,
) {
  yield* written.visitors(site);
  if (isDone) return;
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof vault.list>> = await vault.list(site, after, A_PAGE);
    for (const { kind, visitor } of page) if (kind === PLATFORM) yield visitor;
    const last = page.at(-1);
    if (last === undefined || page.length < A_PAGE) return;
    after = last.key;
  }
}

function nameOf({ segments }: Pick<Engine, 'segments'>, site: SiteId, key: string): string {
  const catalog = segments.of(site)?.catalog;
  return (catalog && newestEntries(catalog).get(key)?.definition.name) ?? key;
}
