import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCampaign } from '../../../../core/decisions/parse.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { type Served, serve } from '../../../support/served.ts';
import { send } from './sender.ts';

const SESSION = {
  key: 'looking',
  name: 'Looking around',
  when: { event: 'Page Viewed', count: { gte: 3 }, within: 'session' },
} as const;
const LIFE = {
  key: 'regulars',
  name: 'Regulars',
  when: { event: 'Order Completed', count: { gte: 3 } },
} as const;
const BOTH = {
  key: 'both',
  name: 'Both',
  when: { all: [{ segment: 'looking' }, { segment: 'regulars' }] },
} as const;

function campaignOf(key: string, more: Readonly<Record<string, unknown>>) {
  const read = parseCampaign({
    ...{ key, name: key, state: 'live', channel: 'onsite', audience: {}, trigger: { event: 'Page Viewed' } },
    variants: [{ key: 'a', treatment: { kind: 'content', text: 'Free returns' } }],
    goal: { kind: 'conversion', event: 'Order Completed', within: '24h' },
    reentry: null,
    ...more,
  });
  if (!read.ok) throw new Error(JSON.stringify(read));
  return read.value;
}

describe('the rules that a WordPress is given', () => {
  let served: Served;
  let site: Site;

  beforeAll(async () => {
    served = await serve();
    const made = await served.sites.create({ name: 'A journal', timezone: 'Europe/Berlin', currency: 'EUR' });
    if (!made.ok) throw new Error(made.hint);
    site = made.value;
  });

  afterAll(() => served.stop());

  const pull = () =>
    send(served, {
      path: '/bundle',
      writeKey: site.writeKeys[0]?.key ?? '',
      secretKey: site.secretKeys[0]?.key ?? '',
    });

  it('are none while the server has nothing that a page could do, so that the site keeps its own', async () => {
    expect((await pull()).json).toMatchObject({ rules: null, forget: [] });
  });

  it('are the segments and live campaigns that a session is enough for; of the others it says why not', async () => {
    const { engine } = served;
    for (const segment of [SESSION, LIFE, BOTH]) {
      const put = await engine.segments.put(site.siteId, segment);
      if (!put.ok) throw new Error(put.hint);
    }
    await engine.segments.idle();
    for (const campaign of [
      campaignOf('hint', { audience: { all: ['looking'] } }),
      campaignOf('thanks', { audience: { all: ['regulars'] } }),
      campaignOf('draft', { state: 'draft' }),
    ]) {
      const put = await engine.campaigns.put(site.siteId, campaign);
      if (!put.ok) throw new Error(put.hint);
    }
    const { json } = await pull();
    expect(json.rules).toMatchObject({ v: 1, site: { zone: 'Europe/Berlin', currency: 'EUR' } });
    expect(json.rules.segments).toEqual([SESSION]);
    expect(json.rules.campaigns.map(({ key }: { key: string }) => key)).toEqual(['hint']);
    expect(Object.keys(json.rules.hears)).toContain('Page Viewed');
    const left = json.left.map(({ at }: { at: string }) => at.split('.').slice(0, 2).join('.'));
    expect(new Set(left)).toEqual(new Set(['segments.regulars', 'segments.both', 'campaigns.thanks']));
  });

  it('are another version when something of them has changed', async () => {
    const before = await pull();
    await served.engine.campaigns.put(site.siteId, campaignOf('hint', { audience: {} }));
    const after = await pull();
    expect(after.json.version).not.toBe(before.json.version);
    expect((await pull()).json.version).toBe(after.json.version);
  });
});
