/** Campaigns put or deleted, by the API or the command line: one change, and one line in the audit log. */
import type { CampaignEntry } from '../../core/decisions/live.ts';
import { parseCampaign } from '../../core/decisions/parse.ts';
import type { Engine } from '../../core/engine.ts';
import type { SiteId } from '../../core/entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../core/errors.ts';
import { type CampaignLine, presentCampaign, readAnswered } from './campaign-answers.ts';

type Changed = Pick<Engine, 'campaigns' | 'audit'>;

/**
 * @param by Who acts, in the audit log.
 * @param key Where the address says it already.
 */
export async function putCampaign(
  engine: Changed,
  site: SiteId,
  input: unknown,
  { by, key }: { readonly by: string; readonly key?: string | undefined },
): Promise<Outcome<CampaignLine>> {
  const read = parseCampaign(readAnswered(input), key);
  if (!read.ok) return read;
  const put = await engine.campaigns.put(site, read.value);
  if (!put.ok) return put;
  await auditPut(engine, site, put.value, { by });
  return accept(presentCampaign(put.value));
}

/**
 * All of them, or none where one is refused.
 *
 * @returns refusals name the place in it: `campaigns[2].trigger`.
 */
export async function putCampaigns(
  engine: Changed,
  site: SiteId,
  inputs: readonly unknown[],
  by: string,
): Promise<Outcome<{ readonly items: readonly CampaignLine[] }>> {
  const seen = new Set<string>();
  for (const [i, input] of inputs.entries()) {
    const read = parseCampaign(readAnswered(input));
    const fault = read.ok
      ? (findTwin(read.value.key, seen) ?? (await engine.campaigns.check(site, read.value)))
      : read;
    if (fault !== null) return { ...fault, at: [`campaigns[${i}]`, fault.at].filter(Boolean).join('.') };
  }
  const items: CampaignLine[] = [];
  for (const input of inputs) {
    const put = await putCampaign(engine, site, input, { by });
    if (!put.ok) return put;
    items.push(put.value);
  }
  return accept({ items });
}

function findTwin(key: string, seen: Set<string>): Refusal | null {
  if (seen.has(key)) return refuse('conflict', 'key', `"${key}" stands here twice: take another key`);
  seen.add(key);
  return null;
}

/** @param template The template that it was made of. */
export async function auditPut(
  { audit }: Pick<Engine, 'audit'>,
  site: SiteId,
  { campaign: { key, state }, version }: CampaignEntry,
  { by, template }: { readonly by: string; readonly template?: string },
): Promise<void> {
  const detail = { key, version, state, ...(template !== undefined && { template }) };
  await audit.write(site, { act: 'campaign put', by, detail });
}

/** @param by Who acts, in the audit log. */
export async function deleteCampaign(
  { campaigns, audit }: Changed,
  site: SiteId,
  key: string,
  by: string,
): Promise<Outcome<{ readonly deleted: string }>> {
  const removed = await campaigns.remove(site, key);
  if (!removed.ok) return removed;
  await audit.write(site, { act: 'campaign deleted', by, detail: { key } });
  return accept({ deleted: key });
}
