/** The demo site: made at the first start, so that there is something to see within a minute. */
import type { Engine } from '../../core/engine.ts';
import { InklingError } from '../../core/errors.ts';
import type { TrustedProxies } from '../../core/identity/address.ts';
import { deviceVisitor } from '../../core/identity/hash.ts';
import type { Target } from '../../core/privacy/erasures.ts';
import type { EntryView } from '../../core/profiles/visitors.ts';
import { currentKeys } from '../../core/sites/registry.ts';
import type { Site } from '../../core/sites/site.ts';
import { catalogueFeed } from '../shop/catalogue.ts';
import type { Held, HeldEvent, ShopPort } from '../shop/port.ts';
import { readCircumstances } from './seen.ts';

export const DEMO = 'demo';
export const SHOP_PATH = '/shop';
const MOST_HELD = 200;

/** The demo site; made with its products when it is not there yet. */
export async function ensureDemoSite(engine: Engine): Promise<Site> {
  const known = engine.sites.get(DEMO);
  if (known !== undefined) return known;
  const created = await engine.sites.create({
    site: DEMO,
    name: 'Demo shop',
    timezone: 'UTC',
    currency: 'EUR',
    policy: 'session',
    remembersChoice: true,
  });
  if (!created.ok) throw new InklingError('internal', 'demo', 'the demo site cannot be made', created.hint);
  const { siteId, settings } = created.value;
  const { products } = catalogueFeed(SHOP_PATH);
  await engine.catalogue.upsert({ siteId, currency: settings.currency }, products, engine.now());
  await engine.audit.write(siteId, { act: 'site created', by: 'engine', detail: { policy: 'session' } });
  return created.value;
}

/** What the demo shop asks of the server: its key, and what is held of whoever stands before it. */
export function createShopPort(engine: Engine, proxies: TrustedProxies): ShopPort {
  const demo = (): Site => {
    const site = engine.sites.get(DEMO);
    if (site === undefined)
      throw new InklingError('unknown_site', 'demo', 'the demo site is gone', 'restart the server');
    return site;
  };
  const find = (request: Parameters<ShopPort['held']>[0], device: string | null) =>
    engine.findPageVisitor(demo(), readCircumstances(request, proxies), device);
  return {
    get writeKey() {
      return currentKeys(demo(), engine.now()).writeKey;
    },
    siteName: demo().settings.name,
    held: async (request, device) => {
      const sender = await find(request, device);
      const { siteId } = demo();
      if (sender === null) return null;
      if (!(await engine.visitors.answersFor(siteId, sender.visitor))) {
        const own = await engine.visitors.own(siteId, sender.visitor, MOST_HELD);
        return (
          own && {
            ...own,
            visitor: sender.visitor,
            kind: kindOf(sender.mode, false),
            events: own.events.map(tellPath),
          }
        );
      }
      const profile = await engine.visitors.view(siteId, sender.visitor);
      if (profile === null) return null;
      const events = await engine.visitors.latest(siteId, sender.visitor, MOST_HELD);
      const canonical = await engine.visitors.resolve(siteId, sender.visitor);
      const isKnown = canonical.visitor !== sender.visitor;
      return {
        visitor: canonical.visitor,
        kind: kindOf(sender.mode, isKnown),
        profile,
        events: events.map(tellPath),
      };
    },
    forget: async (request, device) => {
      const { siteId, idKey } = demo();
      // Whoever withdrew a moment ago is found under the number of the day; the device's own is forgotten as well.
      const sender = await find(request, null);
      const ids = [device === null ? undefined : deviceVisitor(idKey, device), sender?.visitor];
      const targets: Target[] = [];
      for (const visitor of new Set(ids)) {
        if (visitor === undefined) continue;
        targets.push({ visitor, own: !(await engine.visitors.answersFor(siteId, visitor)) });
      }
      return engine.erasures.eraseHeld(demo(), targets, 'visitor');
    },
  };
}

/** The log keeps the path as a circumstance; to the visitor it is part of what happened. */
function tellPath(entry: EntryView): HeldEvent {
  const { context, properties } = entry;
  return context?.path === undefined
    ? entry
    : { ...entry, properties: { path: context.path, ...properties } };
}

function kindOf(mode: string, isKnown: boolean): Held['kind'] {
  if (isKnown) return 'known';
  return mode === 'anonymous' ? 'anonymous' : 'consented';
}
