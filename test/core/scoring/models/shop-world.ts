/** A shop on the real store whose visitors do as they are told, and whose models are tended when it is said. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../../../core/engine.ts';
import type { Entry, Properties, VisitorId } from '../../../../core/entry.ts';
import { createKeys } from '../../../../core/identity/keys.ts';
import { FOLD_VERSION } from '../../../../core/profiles/profile.ts';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { createEmbeddedStore } from '../../../../core/stores/embedded.ts';
import { createSaltFile } from '../../../../core/stores/salt-file.ts';
import { createDrivenClock } from '../../../support/driven-clock.ts';
import { createDraws } from '../../measurement/experiment/arms.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const START = Date.UTC(2026, 3, 15, 12);

/** Nobody but the test asks for its training, and it is known the day after. */
const LABEL: Label = { key: 'order_1d', kind: 'event', event: 'Order Completed', withinMs: DAY };

/** How likely it is that who looks at one product again and again orders, and who looks around. */
type Ways = { readonly keen: number; readonly other: number };
export const AS_EVER: Ways = { keen: 0.4, other: 0.04 };
/** 69 % more of both. */
export const MORE: Ways = { keen: 0.4 * 1.69, other: 0.04 * 1.69 };
export const TURNED: Ways = { keen: 0.04, other: 0.25 };

type Days = { readonly days: number; readonly aDay: number; readonly ways: Ways };
export type Shop = Awaited<ReturnType<typeof openShop>>;

export async function openShop(seed: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-shop-'));
  const clock = createDrivenClock(START);
  const draws = createDraws(seed);
  const masterKey = new Uint8Array(32);

  async function open() {
    const store = await createEmbeddedStore({ dataDir });
    const salts = createSaltFile(dataDir);
    const keys = createKeys(masterKey);
    return {
      store,
      engine: await createEngine({ store, clock, keys, salts, masterKey, profileCacheBytes: 1e8 }),
    };
  }

  let { store, engine } = await open();
  const made = await engine.sites.create({
    name: 'Shop',
    timezone: 'UTC',
    currency: 'EUR',
    policy: 'session',
  });
  if (!made.ok) throw new Error(made.hint);
  const site: Site = made.value;
  const { siteId } = site;
  await engine.intent.models.putLabel(siteId, LABEL);
  let visitors = 0;
  let today: ReadonlySet<VisitorId> = new Set();

  function visit(t: number, { keen, other }: Ways): readonly Entry[] {
    const isKeen = draws.uniform() < 1 / 3;
    const visitor = Buffer.from(`v${visitors++}`).toString('hex').padStart(32, '0') as VisitorId;
    const did = (name: string, minutes: number, properties: Properties): Entry => {
      const at = t + minutes * MINUTE;
      const id = `${visitor} ${minutes}`;
      const source = 'web';
      return { site: siteId, id, type: 'event', name, t: at, receivedAt: at, visitor, source, properties };
    };
    const looks = Array.from({ length: 3 }, (_, n) =>
      did('Product Viewed', 1 + n, { product_id: isKeen ? 'p1' : `p${n}`, price: 3_000 }),
    );
    const isOrdering = draws.uniform() < (isKeen ? keen : other);
    return isOrdering ? [...looks, did('Order Completed', 9, { order_id: visitor, total: 3_000 })] : looks;
  }

  return {
    siteId,
    now: () => clock.now(),
    engine: () => engine,
    store: () => store,
    site,
    models: () => engine.intent.models,
    /** Visitors come for some days, which pass. */
    async live({ days, aDay, ways }: Days): Promise<void> {
      const from = clock.now();
      const entries = Array.from({ length: Math.round(days * aDay) }, (_, n) =>
        visit(from + (n / aDay) * DAY, ways),
      ).flat();
      await clock.leapTo(from + days * DAY);
      for (let at = 0; at < entries.length; at += 1_000) await engine.append(entries.slice(at, at + 1_000));
      today = new Set(entries.flatMap(({ visitor }) => visitor ?? []));
    },
    train: () => engine.intent.trainer.train(site, LABEL.key),
    /** What is done once a day, without the training of what is trained by itself. */
    tend: () => engine.intent.drift.run(site),
    /** Everybody who came last declines to be profiled. */
    async object(): Promise<void> {
      const t = clock.now();
      const properties = { purposes: { personalization: false }, source: 'page' };
      const parts = {
        site: siteId,
        type: 'consent',
        name: 'Consent',
        source: 'web',
        t,
        receivedAt: t,
      } as const;
      await engine.append(
        [...today].map((visitor) => ({ ...parts, id: `no ${visitor}`, visitor, properties })),
      );
    },
    report: () => engine.intent.drift.report(siteId, LABEL.key),
    state: () => engine.intent.models.state(siteId, LABEL.key),
    cards: () => engine.intent.models.cards(siteId, LABEL.key),
    rollBack: () => engine.intent.models.rollBack(siteId, LABEL.key),
    record: () => store.getRecord('model-watch', siteId, LABEL.key),
    /** What is stored of everybody is what an older version of the program wrote, and nothing else is in memory. */
    async age(): Promise<void> {
      await engine.book.flush();
      const rows = await store.listProfiles(siteId, null, 100_000);
      const aged = rows.map((row) => ({
        ...row,
        data: row.data.replace(`[${FOLD_VERSION},`, `[${FOLD_VERSION - 1},`),
      }));
      await store.saveProfiles(aged);
      await this.restart();
    },
    async restart(): Promise<void> {
      await engine.close();
      await store.close();
      ({ store, engine } = await open());
    },
    async close(): Promise<void> {
      await engine.close();
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
