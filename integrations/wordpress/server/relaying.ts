/** Batches of what happened on a WordPress: durable before they are answered, and the same batch again counts nothing twice. */
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome, REFUSALS, type Refusal, refuse } from '../../../core/errors.ts';
import { consentAt } from '../../../core/identity/consent.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';
import { claimEntries } from './claims.ts';
import type { Asked, Door, Given } from './doors.ts';
import { readLines } from './lines.ts';
import { type LocalReport, reportEntries } from './reports.ts';

const BATCH = /^[0-9a-f]{32}$/;

type RelayPorts = Pick<PlatformPorts, 'engine'>;

/** Event ids are what makes it idempotent; the batch's own id is for whoever looks for it in a log. */
export function createBatchDoor({ engine }: RelayPorts): Door {
  return async ({ site, body }: Asked): Promise<Outcome<Given>> => {
    const { batch } = body;
    if (typeof batch !== 'string' || !BATCH.test(batch))
      return refuse('invalid_body', 'batch', 'send 32 hex digits that name this batch');
    const receivedAt = engine.now();
    const lines = readLines(body, receivedAt);
    if (!lines.ok) return lines;
    const { items, reports, claims } = lines.value;
    const taken = await engine.take({ site, receivedAt, items, claimant: null });
    if (!taken.ok) return taken;
    const entries = reportEntries(await allowed(site, reports, { engine }), site, engine);
    const more = [...(await claimEntries(claims, site.siteId, engine)), ...entries];
    if (more.length > 0) await engine.append(more);
    const { accepted, duplicates, counted } = taken.value;
    const refused = [...lines.value.refused, ...taken.value.refused].map(presentRefusal);
    return accept({
      body: { batch, accepted, duplicates, counted, reported: countReports(entries), refused },
    });
  };
}

/** As of now: whoever has declined since, or never allowed it, took part in nothing. */
async function allowed(
  { siteId }: Site,
  reports: readonly LocalReport[],
  { engine }: RelayPorts,
): Promise<readonly LocalReport[]> {
  const now = engine.now();
  const mayStay = new Map<VisitorId, boolean>();
  for (const { visitor } of reports) {
    if (mayStay.has(visitor)) continue;
    const { slot } = await engine.book.read(siteId, visitor, now);
    const standing = consentAt(slot.timeline.profile.consent, 'analytics', now);
    mayStay.set(visitor, standing?.allowed === true);
  }
  return reports.filter(({ visitor }) => mayStay.get(visitor) === true);
}

function countReports(entries: readonly Entry[]): number {
  return entries.filter(({ type }) => type === 'decision').length;
}

/** Nothing of it gets better by coming again, unless it says so. */
function presentRefusal({ code, at, hint }: Refusal): unknown {
  return { at, code, hint, again: REFUSALS[code].retryable };
}
