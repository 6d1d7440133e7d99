/**
 * Erasures between a WordPress and this server, both ways. What the site still has to forget lies sealed with the erasure
 * itself, which asks again until the site has said that it is done; here it is but held ready for the site's next visit.
 */
import { isObject } from '../../../core/collect/json.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { isVisitorId } from '../../../core/identity/hash.ts';
import type { ForgetOutcome, ForgetRequest, PlatformPorts } from '../../../core/ports.ts';
import { exportVisitor } from '../../../core/privacy/export/read-export.ts';
import { EXPORT_LISTS, type ExportListName } from '../../../core/privacy/export/schema.ts';
import type { Receipt } from '../../../core/privacy/receipt.ts';
import type { Asked, Door } from './doors.ts';

const MOST_VISITORS = 500;
const MOST_IDS = 1_000;
/** A site asks every 5 minutes. */
const AGAIN_MS = 5 * 60_000;
/** What an answer may carry; whoever has more is told so and asks the console. */
const MOST_EXPORTED = 2_000;
const ERASURE = /^er_[0-9a-f]{24}$/;

/** What a site is still to do. */
export type Forgettable = Pick<ForgetRequest, 'id' | 'visitors'>;

export type Forgetting = {
  /** Done once the site has said so; asked again until then. */
  forget(request: ForgetRequest): Promise<ForgetOutcome>;
  waiting(site: SiteId): readonly Forgettable[];
  readonly doors: Readonly<Record<'forgotten' | 'erasures' | 'exports', Door>>;
};

export function createForgetting({ engine, store }: Pick<PlatformPorts, 'engine' | 'store'>): Forgetting {
  const open = new Map<SiteId, Map<string, Forgettable>>();
  const done = new Set<string>();

  const forgotten: Door = async ({ site, body: { ids } }) => {
    if (!Array.isArray(ids) || ids.length > MOST_IDS || !ids.every(isErasure))
      return refuse('invalid_body', 'ids', 'send the ids of erasures as the bundle names them');
    for (const id of ids) if (open.get(site.siteId)?.delete(id) === true) done.add(id);
    return accept({ body: { forgotten: ids.length } });
  };

  return {
    forget: async ({ id, site, visitors }) => {
      if (done.delete(id)) return { kind: 'done' };
      open.set(site, (open.get(site) ?? new Map()).set(id, { id, visitors }));
      return { kind: 'failed', reason: 'the site has not confirmed it yet', retryAfterMs: AGAIN_MS };
    },
    waiting: (site) => [...(open.get(site)?.values() ?? [])],
    doors: { forgotten, erasures: createErasureDoor(engine), exports: createExportDoor({ engine, store }) },
  };
}

function isErasure(id: unknown): id is string {
  return typeof id === 'string' && ERASURE.test(id);
}

/** Whom the site's eraser has named: by the ids that they have there, which are theirs here. */
function createErasureDoor({ erasures }: PlatformPorts['engine']): Door {
  return async ({ site, body }) => {
    const visitors = readVisitors(body);
    if (!visitors.ok) return visitors;
    const receipts: Receipt[] = [];
    for (const visitor of visitors.value) {
      const receipt = await erasures.erase(site, { visitor }, 'wordpress');
      if (receipt !== null) receipts.push(receipt);
    }
    const entries = receipts.reduce((sum, { removed }) => sum + (removed.entries ?? 0), 0);
    return accept({ body: { ids: receipts.map(({ id }) => id), entries } });
  };
}

/** For the site's exporter: everything that is held, as the visitor would get it here. */
function createExportDoor(ports: Pick<PlatformPorts, 'engine' | 'store'>): Door {
  return async ({ site, body }: Asked) => {
    const visitors = readVisitors(body);
    if (!visitors.ok) return visitors;
    const items: unknown[] = [];
    let isWhole = true;
    for (const visitor of visitors.value) {
      const found = await exportVisitor(ports, site, visitor);
      if (found === null) continue;
      items.push({ list: 'head', of: found.head });
      for (const list of Object.keys(EXPORT_LISTS) as ExportListName[]) {
        for await (const page of found.pages(list)) {
          if (items.length >= MOST_EXPORTED) {
            isWhole = false;
            break;
          }
          items.push(...page.map((of) => ({ list, of })));
        }
      }
    }
    return accept({ body: { items, isWhole } });
  };
}

/** @example readVisitors({ visitors: ['0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d'] }) */
export function readVisitors(body: unknown): Outcome<readonly VisitorId[]> {
  const visitors = isObject(body) ? body.visitors : undefined;
  if (!Array.isArray(visitors) || visitors.length > MOST_VISITORS || !visitors.every(isVisitorId))
    return refuse('invalid_body', 'visitors', `send at most ${MOST_VISITORS} ids of 32 hex digits`);
  return accept([...new Set(visitors)]);
}
