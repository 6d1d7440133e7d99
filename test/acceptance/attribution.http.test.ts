import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttributionView } from '../../apps/server/routes/attribution.ts';
import { openAsking, putCampaign } from './campaigns.ts';
import { device, GRANTED, HOUR, item, openWorld, type World } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const VISITORS = 80;

let world: World;
beforeAll(async () => {
  world = await openWorld(START);
});
afterAll(() => world.stop());

describe('attribution of a campaign that ran (deliverable 9)', () => {
  it('gives it the orders that followed what was shown, and none that followed what was withheld', async () => {
    const site = await world.site();
    await putCampaign(site, 'stay', {
      variants: [
        { key: 'a', weight: 1, treatment: { kind: 'message', title: 'Hello', text: 'Stay a moment.' } },
        { key: 'control', weight: 1, treatment: null },
      ],
    });
    const { show } = openAsking(world, site);
    const arms = { treated: 0, control: 0 };
    for (let n = 1; n <= VISITORS; n++) {
      const [decision] = await show(device(n));
      arms[decision?.treatment === null ? 'control' : 'treated'] += 1;
    }
    expect(arms.treated + arms.control).toBe(VISITORS);
    await world.pass(HOUR);
    const now = world.now();
    for (let n = 1; n <= VISITORS; n++) {
      const bought = item('Order Completed', now, { p: { order_id: `o${n}`, total: 10, products: [] } });
      await site.collect({
        s: now,
        dev: device(n),
        c: { ...GRANTED, at: START, source: 'banner' },
        e: [bought],
      });
    }
    const { status, body } = await site.ask('GET', '/v1/attribution');
    expect(status).toBe(200);
    const { units } = body as AttributionView;
    const [persons, days] = units;
    expect(days).toMatchObject({ unit: 'visitor_day', visitors: 0 });
    expect(persons?.windows.map(({ window }) => window)).toEqual(['72h', '30d']);
    for (const { conversions, attributed, campaigns, channels } of persons?.windows ?? []) {
      expect(conversions).toEqual({ conversions: VISITORS, value: VISITORS * 10 });
      expect(attributed).toEqual({ conversions: arms.treated, value: arms.treated * 10 });
      expect(campaigns).toMatchObject([
        {
          kind: 'campaign',
          name: 'stay',
          visitors: arms.treated,
          conversions: { last: arms.treated, first: arms.treated, markov: arms.treated },
          // Everybody bought, shown or not: it caused nothing.
          incremental: { conversions: 0, value: 0, against: 'control' },
          arms: {
            treated: { visitors: arms.treated, converted: arms.treated },
            control: { visitors: arms.control, converted: arms.control },
          },
        },
      ]);
      expect(channels).toMatchObject([{ name: 'onsite', incremental: { conversions: 0 } }]);
    }
  });
});
