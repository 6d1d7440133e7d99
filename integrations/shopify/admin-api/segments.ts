/** Segments of the shop, and those to start from. */
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { SegmentStatus } from '../../../core/segments/listing.ts';
import {
  AVAILABLE_NEEDS,
  findTemplate,
  installable,
  TEMPLATES,
} from '../../../core/segments/templates/index.ts';
import { describe } from '../../../core/segments/words.ts';
import type { Site } from '../../../core/sites/site.ts';
import { newSegmentSchema, type Segments } from '../admin-page/contract.ts';
import { PLATFORM, type Shop } from '../installation/shops.ts';
import type { WriteOut } from '../write-out/write-out.ts';

type Ports = Pick<Engine, 'segments' | 'audit'>;
export type RemovalPorts = { readonly engine: Ports; readonly writeOut: Pick<WriteOut, 'dropGone'> };

/** @example await readSegments(site, engine) */
export async function readSegments(site: Site, { segments }: Pick<Ports, 'segments'>): Promise<Segments> {
  const all = await segments.list(site.siteId);
  const keys = new Set(all.map(({ key }) => key));
  const leastTold = site.settings.smallNumbers.k;
  return {
    leastTold,
    items: all.map((status) => showSegment(status, leastTold)),
    templates: TEMPLATES.shop.map((template) => {
      const possible = installable(template, AVAILABLE_NEEDS);
      const { key, name, kpi, want, action } = template;
      return {
        key,
        name,
        kpi,
        want,
        action,
        isInstalled: keys.has(key),
        lack: possible.ok ? null : possible.hint,
      };
    }),
  };
}

/** Fewer than a crowd are not told, nor that there is nobody. */
function showSegment(
  { key, definition, size, state, progress }: SegmentStatus,
  k: number,
): Segments['items'][number] {
  const { name, when } = definition;
  return { key, name: name ?? key, size: size < k ? null : size, state, progress, words: describe(when) };
}

/** @returns All segments as they are then. */
export async function addSegment(site: Site, body: unknown, ports: Ports): Promise<Outcome<Segments>> {
  const asked = newSegmentSchema.safeParse(body);
  const template = asked.success ? findTemplate(asked.data.template) : undefined;
  if (template === undefined) return refuse('invalid_value', 'template', 'name one of the templates');
  const definition = installable(template, AVAILABLE_NEEDS);
  if (!definition.ok) return definition;
  const put = await ports.segments.put(site.siteId, definition.value);
  if (!put.ok) return put;
  const { key, version } = put.value;
  await ports.audit.write(site.siteId, { act: 'segment put', by: PLATFORM, detail: { key, version } });
  return accept(await readSegments(site, ports));
}

/**
 * Its tags go from the customers as well, and the segment that was made of them.
 * @returns All segments as they are then; `in_use` where a campaign or another segment asks for it.
 */
export async function removeSegment(
  shop: Shop,
  key: string,
  { engine, writeOut }: RemovalPorts,
): Promise<Outcome<Segments>> {
  const { site } = shop;
  const removed = await engine.segments.remove(site.siteId, key);
  if (removed.ok)
    await engine.audit.write(site.siteId, { act: 'segment deleted', by: PLATFORM, detail: { key } });
  else if (removed.code !== 'not_found') return removed;
  // One that is no more may be chosen still: a removal broke off, or came another way.
  const gone = await writeOut.dropGone(shop);
  return removed.ok || gone.includes(key) ? accept(await readSegments(site, engine)) : removed;
}
