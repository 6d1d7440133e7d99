/** What Shopify asked on behalf of customers, and the file for each who asked what is held. */
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import { exportVisitor } from '../../../core/privacy/export/read-export.ts';
import { writeExportJson } from '../../../core/privacy/export/write-json.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { PrivacyRequests } from '../admin-page/contract.ts';
import type { Compliance, PrivacyRequest } from '../installation/compliance.ts';
import { PLATFORM } from '../installation/shops.ts';

/** https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
const DUE_MS = 30 * 86_400_000;

type Ports = Pick<PlatformPorts, 'engine' | 'store'> & {
  readonly compliance: Pick<Compliance, 'list' | 'noteExport'>;
};

/** @example await readRequests(site, { compliance }) */
export async function readRequests(
  { siteId }: Site,
  { compliance }: Pick<Ports, 'compliance'>,
): Promise<PrivacyRequests> {
  return { items: (await compliance.list(siteId)).map(showRequest) };
}

function showRequest(request: PrivacyRequest): PrivacyRequests['items'][number] {
  const { id, kind, at, doneAt, visitor, entries } = request;
  return {
    ...{ id, kind, entries, hasExport: visitor !== null },
    askedAt: new Date(at).toISOString(),
    dueAt: new Date(at + DUE_MS).toISOString(),
    doneAt: doneAt === null ? null : new Date(doneAt).toISOString(),
    outcome: outcomeOf(request),
  };
}

function outcomeOf({
  kind,
  doneAt,
  visitor,
  entries,
}: PrivacyRequest): PrivacyRequests['items'][number]['outcome'] {
  if (kind === 'customer_redact') return entries > 0 ? 'erased' : 'nothing_held';
  if (visitor === null) return 'nothing_held';
  return doneAt === null ? 'waiting' : 'exported';
}

/** The file, in pieces. From then on the request counts as answered. */
export async function exportRequest(
  site: Site,
  id: string,
  { engine, store, compliance }: Ports,
): Promise<Outcome<AsyncIterable<string>>> {
  const request = (await compliance.list(site.siteId)).find((one) => one.id === id);
  if (request === undefined || request.visitor === null)
    return refuse('not_found', 'id', 'nothing is held of whoever asked');
  const found = await exportVisitor({ engine, store }, site, request.visitor);
  if (found === null) return refuse('not_found', 'id', 'nothing is held of whoever asked any more');
  await engine.audit.write(site.siteId, {
    act: 'visitor exported',
    by: PLATFORM,
    detail: { format: 'json' },
  });
  await compliance.noteExport(site.siteId, request, found.head.profile.events?.count ?? 0);
  return accept(writeExportJson(found));
}
