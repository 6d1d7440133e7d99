import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presentCampaign } from '../../apps/server/campaign-answers.ts';
import type { Reason } from '../../core/decisions/choose.ts';
import { parseCampaign } from '../../core/decisions/parse.ts';
import { campaignJsonSchema } from '../../core/decisions/schema.ts';
import { campaignTemplatesMarkdown } from '../../core/decisions/templates/markdown.ts';
import { inLanes } from '../support/lanes.ts';
import { type Served, serve } from '../support/served.ts';
import { createSite } from '../support/sites.ts';
import { ROOT } from '../support/source-tree.ts';

const page = readFileSync(join(ROOT, 'docs/campaigns.md'), 'utf8');
const EXAMPLE = JSON.parse(/```json\n(\{.+?)```/s.exec(page)?.[1] ?? '') as { readonly key: string };

/** What stands in code in the first cells of the table below a heading. */
function firstCells(heading: string): readonly string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const cells = [...section.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));
}

type Schema = { readonly properties?: Readonly<Record<string, Schema>>; readonly $ref?: string };
/** Groups whose fields have rows of their own; what is in the others is told in their sections. */
const SPREAD = ['goal', 'limits', 'cancel'];
const VISITORS = 210;

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());

describe('docs/campaigns.md', () => {
  it('has an example of ten lines', () => {
    const lines = /```json\n(\{.+?)```/s.exec(page)?.[1]?.trim().split('\n');
    expect(lines).toHaveLength(9);
    expect(parseCampaign(EXAMPLE)).toMatchObject({ ok: true, value: { state: 'live' } });
  });

  it('shows what the example says, once a day, to nine in ten', async () => {
    const site = await createSite(served, { postsPerSecondPerAddress: 1_000_000 });
    const put = await site.ask('PUT', `/v1/campaigns/${EXAMPLE.key}`, EXAMPLE);
    expect([put.status, put.body.reach]).toEqual([200, { who: 'everybody', because: [] }]);
    const visit = async (n: number) => {
      const s = served.clock.now();
      const c = { analytics: true, personalization: true, at: s - 1_000, source: 'banner' };
      const e = [{ i: `${n}-${s}`, n: 'Product Added', t: s, p: { product_id: '1', quantity: 1 }, u: '/' }];
      const { body } = await site.collect({ s, d: 1, dev: n.toString(16).padStart(32, '0'), c, e });
      const [decision] = body.do as readonly { id: string; treatment: { kind: string } | null }[];
      if (decision === undefined) return 'nothing';
      const { id, treatment } = decision;
      await site.ask('POST', '/v1/exposures', {
        decision: id,
        shown: treatment !== null,
        withheld: treatment === null,
      });
      return treatment?.kind ?? 'control';
    };
    const first: string[] = [];
    const everybody = Array.from({ length: VISITORS }, (_, n) => n + 1);
    await inLanes(everybody, async (n) => first.push(await visit(n)));
    const control = first.filter((kind) => kind === 'control').length;
    expect(control + first.filter((kind) => kind === 'message').length).toBe(VISITORS);
    // Binomial(210, 0.1) lies outside of this three times in ten thousand million.
    expect(control).toBeGreaterThan(0);
    expect(control).toBeLessThanOrEqual(54);
    await served.clock.moveTo(served.clock.now() + 60_000);
    expect([await visit(1), await visit(2)]).toEqual(['nothing', 'nothing']);
  });

  it('names every field of a campaign', () => {
    const { properties = {} } = campaignJsonSchema() as Schema;
    const fields = Object.entries(properties).flatMap(([name, { properties: own = {} }]) =>
      SPREAD.includes(name) ? Object.keys(own).map((field) => `${name}.${field}`) : [name],
    );
    expect(fields.length).toBeGreaterThan(25);
    expect(firstCells('Every field').toSorted()).toEqual(
      expect.arrayContaining(fields.filter((field) => field !== 'key')),
    );
    expect(firstCells('Every field').filter((name) => !fields.includes(name))).toEqual([]);
  });

  it('says of each field what holds where it is left out', () => {
    const bare = {
      name: 'A',
      trigger: { slot: 'a' },
      variants: [{ key: 'a', treatment: { kind: 'content', text: 'A' } }],
    };
    const read = parseCampaign(bare, 'a');
    expect(read).toMatchObject({
      value: {
        state: 'draft',
        channel: 'onsite',
        goal: { kind: 'conversion', event: 'Order Completed', within: '72h' },
        priority: 50,
        traffic: 1,
        obeys: true,
        counts: true,
        transactional: false,
        validFor: '30m',
        reentry: '0s',
        saysWhy: true,
        smallestLift: 0.1,
      },
    });
    const mail = { ...bare, channel: 'email', trigger: { entry: 'a' } };
    const sent = { ...mail, variants: [{ key: 'a', treatment: { kind: 'email', subject: 'A', text: 'A' } }] };
    expect(parseCampaign(sent, 'a')).toMatchObject({ value: { goal: { within: '30d' }, validFor: '24h' } });
  });

  it('names every reason for which something was not shown', () => {
    const REASONS: Readonly<Record<Reason, true>> = {
      out_of_window: true,
      not_in_traffic: true,
      no_consent: true,
      dismissed: true,
      entered_before: true,
      quiet_hours: true,
      capped: true,
      lower_priority: true,
      unreachable: true,
      no_products: true,
      no_code: true,
      sale_item: true,
      margin_too_low: true,
      offer_over: true,
      serial_leaver: true,
    };
    expect(firstCells('Why somebody did not see it')).toEqual(Object.keys(REASONS));
  });

  it('names every trigger as it is written', () => {
    const triggers = firstCells('What sets it off').map((code) =>
      JSON.parse(code.replace('{ … }', '{"a": 1}')),
    );
    expect(triggers).toHaveLength(7);
    for (const trigger of triggers) {
      const channel = 'schedule' in trigger ? 'email' : 'onsite';
      const treatment =
        channel === 'email' ? { kind: 'email', subject: 'A', text: 'A' } : { kind: 'content', text: 'A' };
      const campaign = { name: 'A', channel, trigger, variants: [{ key: 'a', treatment }] };
      expect([trigger, parseCampaign(campaign, 'a').ok]).toEqual([trigger, true]);
    }
  });

  it('says what an answer has beside a campaign', () => {
    const read = parseCampaign(EXAMPLE);
    if (!read.ok) throw new Error(read.hint);
    const answered = presentCampaign({
      campaign: read.value,
      version: 1,
      versions: [],
      createdAt: 0,
      changedAt: 0,
      liveSince: null,
    });
    const added = Object.keys(answered).filter((name) => !Object.hasOwn(read.value, name));
    expect(added).toEqual(['version', 'versions', 'createdAt', 'changedAt', 'liveSince', 'reach']);
  });

  it('has the templates as the code has them', () => {
    const table = /<!-- templates -->\n\n([\s\S]*)\n<!-- \/templates -->/.exec(page)?.[1];
    expect(table).toBe(campaignTemplatesMarkdown());
  });
});
