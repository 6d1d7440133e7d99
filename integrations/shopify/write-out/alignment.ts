/** Brings everybody of a shop to what the merchant has chosen, and takes back what is not allowed any more. */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import type { Outcome } from '../../../core/errors.ts';
import { newestEntries } from '../../../core/segments/catalog.ts';
import { createTurns } from '../../../core/turns.ts';
import type { Admin } from '../api/admin-client.ts';
import { PLATFORM, type Shop } from '../installation/shops.ts';
import type { ChoiceBook } from './choices.ts';
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
 * Breaks off at the first that cannot be written now; the next run begins anew, and finds most of it done.
 *
 * @returns One shop after the other.
 */
export function createAlignment(ports: AlignmentPorts): (shop: Shop) => Promise<void> {
  const { engine, admin, choices, writer, note } = ports;
  const inTurn = createTurns();

  async function align(shop: Shop): Promise<void> {
    const { siteId } = shop.site;
    const chosen = await choices.read(siteId);
    if (chosen === null || shop.uninstalledAt !== null) return;
    for await (const visitor of everybody(siteId, chosen.isDone, ports)) {
      const outcome = await writer.bring(shop, visitor, engine.now());
      note(siteId, outcome);
      if (!outcome.ok) return;
    }
    if (chosen.isDone) return;
    const made = await alignSegments(admin, shop, chosen, (key) => nameOf(engine, siteId, key));
    note(siteId, made);
    if (!made.ok) return;
    const now = await choices.read(siteId);
    const isSame = now?.scores === chosen.scores && now.segments.join() === chosen.segments.join();
    await choices.change(siteId, { made: made.value, isDone: isSame });
  }

  return (shop) => inTurn(() => align(shop));
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
