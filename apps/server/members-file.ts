/** The members of a segment on their way out of the house: who denies passing on is left out, asked one by one. */
import { createEgress, type MaySend } from '../../core/deliveries/egress.ts';
import type { Engine } from '../../core/engine.ts';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import { nextTurn } from '../../core/turn.ts';

const PAGE = 500;
/** Each may be read from all over the log. */
const VISITORS_A_TURN = 10;

export type Member = { readonly visitor: VisitorId; readonly segment: string };

/** The answer is null where there is no such segment. @example const members = await openMembers(engine)(site, 'loyal') */
export function openMembers(engine: Pick<Engine, 'segments' | 'book' | 'now'>) {
  const maySend = createEgress(engine.book, engine);
  return async (site: SiteId, segment: string): Promise<AsyncIterable<Member> | null> => {
    const first = await engine.segments.members(site, segment, null, PAGE);
    return first === null ? null : walkMembers(pagesOf(engine, { site, segment, first }), maySend, site);
  };
}

type Asked = { readonly site: SiteId; readonly segment: string; readonly first: readonly VisitorId[] };

async function* pagesOf({ segments }: Pick<Engine, 'segments'>, { site, segment, first }: Asked) {
  for (let page = first; page.length > 0; ) {
    yield { segment, page };
    if (page.length < PAGE) return;
    page = (await segments.members(site, segment, page.at(-1) ?? null, PAGE)) ?? [];
  }
}

async function* walkMembers(
  pages: ReturnType<typeof pagesOf>,
  maySend: MaySend,
  site: SiteId,
): AsyncGenerator<Member> {
  for await (const { segment, page } of pages) {
    for (const [at, visitor] of page.entries()) {
      if (at % VISITORS_A_TURN === 0) await nextTurn();
      if (await maySend(site, visitor)) yield { visitor, segment };
    }
  }
}
