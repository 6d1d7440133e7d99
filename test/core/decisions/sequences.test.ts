import { describe, expect, it } from 'vitest';
import { nextStep } from '../../../core/decisions/asks.ts';
import type { Campaign } from '../../../core/decisions/campaign.ts';
import { compileCampaigns, type LiveCampaign } from '../../../core/decisions/live.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import type { CampaignTrack } from '../../../core/profiles/campaign-tracks.ts';

const DAY = 86_400_000;
const DECIDED = Date.UTC(2026, 0, 5, 12);
const MAIL = { kind: 'email', subject: 'Hello', text: 'Hello.' };

function sequence(createdAt = 0): LiveCampaign {
  const read = parseCampaign(
    {
      name: 'After the purchase',
      state: 'live',
      channel: 'email',
      trigger: { event: 'Order Completed' },
      variants: [{ key: 'a', treatment: MAIL }],
      cancel: { events: ['Order Cancelled', 'Order Refunded'] },
      steps: [
        { wait: '2d', treatment: MAIL },
        { wait: '5d', treatment: MAIL },
      ],
    },
    'after',
  );
  const campaign = (read as { value: Campaign }).value;
  const times = { createdAt, changedAt: 0, liveSince: 0 };
  const entry = { campaign, version: 1, versions: [], ...times };
  return compileCampaigns(new Map([['after', entry]])).live[0] as LiveCampaign;
}

type Past = {
  readonly step?: number;
  readonly reached?: number;
  readonly events?: Readonly<Record<string, number>>;
};

function profile({ step = 0, reached = 0, events = {} }: Past) {
  const began = { trigger: 'e1', t: DECIDED };
  const last = { id: 'd1', trigger: 'e1', t: DECIDED, step, page: null, isShown: true, began };
  const exposure = { version: 1, arm: 'a', t: DECIDED, isMixed: false, isClicked: false, isDismissed: false };
  const reachedAt = reached > 0 ? DECIDED + 1 : null;
  const exposed = [{ ...exposure, shown: 1, count: reached, value: 0, before: 0, reachedAt }];
  const track: CampaignTrack = {
    campaign: 'after',
    arm: 'a',
    last,
    allotted: null,
    dismissedAt: null,
    exposed,
  };
  const kept = Object.entries(events).map(([name, t]) => ({ name, count: 1, first: t, last: t, sums: [] }));
  return { campaigns: { isHeld: false, campaigns: [track], gone: [] }, names: { kept, other: null } };
}

describe('the next step of a sequence', () => {
  it.each<[string, Past, number | null]>([
    ['comes its time after the step before', {}, DECIDED + 2 * DAY],
    ['goes on from there', { step: 1 }, DECIDED + 5 * DAY],
    ['is none after the last', { step: 2 }, null],
    ['is none for whoever reached the goal', { reached: 1 }, null],
    ['is none once something has happened that ends it', { events: { 'Order Refunded': DECIDED } }, null],
    ['heeds nothing that happened before', { events: { 'Order Refunded': DECIDED - 1 } }, DECIDED + 2 * DAY],
    ['heeds no other event', { events: { 'Order Updated': DECIDED + 1 } }, DECIDED + 2 * DAY],
  ])('%s', (_, past, at) => {
    expect(nextStep(sequence(), profile(past))?.at ?? null).toBe(at);
  });

  it('is none of a campaign that came under the key of one that was deleted', () => {
    expect(nextStep(sequence(DECIDED), profile({}))).not.toBeNull();
    expect(nextStep(sequence(DECIDED + 1), profile({}))).toBeNull();
  });
});
