/** The same scripts on a real server: its pages post, its answers decide, its history says who is where since when. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SiteId } from '../../../core/entry.ts';
import type { LocalModel } from '../../../core/local/bundle.ts';
import type { Score } from '../../../core/scoring/score.ts';
import type { PageDecisionView } from '../../acceptance/campaigns.ts';
import { DAY, GRANTED, openWorld, type World } from '../../acceptance/world.ts';
import { openDoors, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { campaignOf } from './behaviour.ts';
import { ASKED, keepModel } from './behaviour-model.ts';
import { lineOf, type Script, type Seen } from './behaviour-page.ts';

export type Played = { readonly seen: readonly Seen[]; readonly unit: string; readonly begins: number };

let devices = 0;

const makeSite = (world: World, { holdout = 0, caps = [], zone = 'UTC' }: Script): Promise<TestSite> =>
  world.site({ timezone: zone, decisions: { holdout, caps: caps as [], perMinute: {} } });

export const playOnServer = async (world: World, script: Script): Promise<Played> =>
  play(world, await makeSite(world, script), script);

/** On a server of its own, which was given the model of the script while it was down. */
export async function playOnServing(script: Script, model: LocalModel): Promise<Played> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-serving-'));
  try {
    const asked = await openWorld(script.begins, { dataDir });
    const site = await makeSite(asked, script);
    const put = await site.ask('PUT', `/v1/models/${model.label}`, ASKED);
    await asked.stop();
    if (put.status !== 200) throw new Error(JSON.stringify(put.body));
    await keepModel(dataDir, { site: site.siteId as SiteId, model, at: script.begins });
    const world = await openWorld(script.begins, { dataDir });
    try {
      return await play(world, { ...site, ...openDoors(world.app.url, site) }, script);
    } finally {
      await world.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function play(world: World, site: TestSite, script: Script): Promise<Played> {
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
      ...(script.model && (await scoreOf(site, unit, script.model))),
    });
  }
  return { seen, unit, begins };
}

/** Less is the rounding of a sum. */
const LEAST_SHAP = 1e-12;

/** As a backend is told it, with the reasons in the order in which they are given. */
async function scoreOf(
  site: TestSite,
  visitor: string,
  { label }: LocalModel,
): Promise<Pick<Seen, 'p' | 'why'>> {
  const { body } = await site.ask('GET', `/v1/visitors/${visitor}/scores?label=${label}`);
  if (body.heuristic !== false || body.model !== 1)
    throw new Error(`not the model's: ${JSON.stringify(body)}`);
  const { p, base, reasons } = body as unknown as Score;
  const moving = reasons.filter(({ shap }) => Math.abs(shap) > LEAST_SHAP);
  return { p, why: { base, reasons: moving.map(({ feature, shap }) => [feature, shap]) } };
}

async function putSegment(site: TestSite, key: string, segment: object): Promise<void> {
  const { status, body } = await site.ask('PUT', `/v1/segments/${key}`, segment);
  if (status >= 400) throw new Error(JSON.stringify(body));
  await until(async () => (await site.ask('GET', `/v1/segments/${key}`)).body.state === 'ready');
}
