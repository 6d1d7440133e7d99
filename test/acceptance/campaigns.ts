/** Campaigns as tests put them, and what pages and operators see of decisions. */
import { expect } from 'vitest';
import type { AnswerBody, TestSite } from '../support/sites.ts';
import { DAY, GRANTED, item, type World } from './world.ts';

export type PageDecisionView = {
  readonly id: string;
  readonly campaign: string;
  readonly variant: string;
  readonly slot?: string;
  readonly trigger: string;
  readonly expiresIn: number;
  readonly treatment: AnswerBody | null;
};

export const MESSAGE = { kind: 'message', title: 'Hello', text: 'Stay a moment.' } as const;

/** A live message on `Product Added`; what is given takes the place of it. */
export function campaign(given: AnswerBody = {}): AnswerBody {
  return {
    name: 'Hello',
    state: 'live',
    trigger: { event: 'Product Added' },
    variants: [{ key: 'a', treatment: MESSAGE }],
    ...given,
  };
}

export async function putCampaign(site: TestSite, key: string, given: AnswerBody = {}): Promise<AnswerBody> {
  const { status, body } = await site.ask('PUT', `/v1/campaigns/${key}`, campaign(given));
  expect([status, body]).toEqual([200, expect.objectContaining({ key })]);
  return body;
}

export type Asking = {
  /** A page's post that asks for decisions. */
  ask(dev: string, events?: readonly string[], more?: AnswerBody): Promise<readonly PageDecisionView[]>;
  /** What a page says of a decision. */
  report(decision: PageDecisionView, said?: AnswerBody): Promise<number>;
  /** Asks, and shows what comes. */
  show(dev: string, events?: readonly string[]): Promise<readonly PageDecisionView[]>;
};

/** Pages of a site whose visitors allowed everything long ago. */
export function openAsking(world: Pick<World, 'now'>, site: TestSite): Asking {
  const ask: Asking['ask'] = async (dev, events = ['Product Added'], more = {}) => {
    const now = world.now();
    const c = { ...GRANTED, at: now - 60 * DAY, source: 'banner' };
    const items = events.map((name) => item(name, now, { p: { product_id: 'p1' } }));
    const { status, body } = await site.collect({ s: now, d: 1, dev, c, e: items, ...more });
    expect(status).toBe(200);
    return body.do as readonly PageDecisionView[];
  };
  const report: Asking['report'] = async ({ id, treatment }, said) => {
    const usual = treatment === null ? { shown: false, withheld: true } : { shown: true };
    const answer = await site.ask('POST', '/v1/exposures', { decision: id, ...(said ?? usual) });
    return answer.status;
  };
  return {
    ask,
    report,
    show: async (dev, events) => {
      const decisions = await ask(dev, events);
      for (const decision of decisions) expect(await report(decision)).toBe(200);
      return decisions;
    },
  };
}
