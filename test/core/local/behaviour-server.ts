/** The same scripts on a real server: its pages post, its answers decide, its history says who is where since when. */

import type { PageDecisionView } from '../../acceptance/campaigns.ts';
import { DAY, GRANTED, type World } from '../../acceptance/world.ts';
import type { TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { campaignOf } from './behaviour.ts';
import { lineOf, type Script, type Seen } from './behaviour-page.ts';

export type Played = { readonly seen: readonly Seen[]; readonly unit: string; readonly begins: number };

let devices = 0;

export async function playOnServer(world: World, script: Script): Promise<Played> {
  const { holdout = 0, caps = [], zone = 'UTC' } = script;
  const site = await world.site({ timezone: zone, decisions: { holdout, caps: caps as [], perMinute: {} } });
  for (const [key, when] of Object.entries(script.segments)) await putSegment(site, key, { name: key, when });
  for (const [key, put] of Object.entries(script.campaigns)) {
    const { status, body } = await site.ask('PUT', `/v1/campaigns/${key}`, campaignOf(key, put));
    if (status !== 200) throw new Error(`${script.name}: ${JSON.stringify(body)}`);
  }
  const dev = (++devices).toString(16).padStart(32, '0');
  // At the same time of the day, a day that no script before has seen.
  await world.skip(DAY - ((world.now() - script.begins) % DAY) + DAY);
  const begins = world.now();
  const made = new Map<string, PageDecisionView>();
  const seen: Seen[] = [];
  let sent = 0;
  let unit = '';
  for (const step of script.steps) {
    await world.pass(begins + step.at - world.now());
    const now = world.now();
    if (step.report !== undefined) {
      const { campaign, shown = true, action } = step.report;
      const decision = made.get(campaign);
      const said = decision?.treatment === null ? { shown: false, withheld: true } : { shown };
      const report = { decision: decision?.id, ...said, ...(action && { action }) };
      const { status } = await site.ask('POST', '/v1/exposures', report);
      if (status !== 200) throw new Error(`${script.name}: a report was answered ${status}`);
      continue;
    }
    const { page = 'one', events = [], slots = [] } = step;
    const e = events.map(([n, p]) => ({ i: `e${String(++sent).padStart(4, '0')}`, n, t: now, p, u: '/' }));
    const c = { ...GRANTED, at: begins - DAY, source: 'banner' };
    const pg = page
      .padEnd(32, '0')
      .replace(/[^0-9a-f]/g, 'a')
      .slice(0, 32);
    const { body } = await site.collect({ s: now, d: 1, dev, c, pg, e, sl: slots });
    const decisions = body.do as readonly PageDecisionView[];
    for (const decision of decisions) made.set(decision.campaign, decision);
    const { body: found } = await site.ask('POST', '/v1/visitors/lookup', { device: dev });
    unit = `${found.visitor}`;
    const { body: held } = await site.ask('GET', `/v1/visitors/${unit}/segments`);
    const items = held.items as readonly { readonly key: string; readonly since: string }[];
    seen.push({
      segments: Object.fromEntries(items.map(({ key, since }) => [key, Date.parse(since) - begins])),
      decisions: decisions.map(lineOf).sort(),
    });
  }
  return { seen, unit, begins };
}

async function putSegment(site: TestSite, key: string, segment: object): Promise<void> {
  const { status, body } = await site.ask('PUT', `/v1/segments/${key}`, segment);
  if (status >= 400) throw new Error(JSON.stringify(body));
  await until(async () => (await site.ask('GET', `/v1/segments/${key}`)).body.state === 'ready');
}
