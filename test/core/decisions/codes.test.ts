import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../core/decisions/choose.ts';
import { findCode } from '../../../core/decisions/codes.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import type { LoggedEntry, SiteId } from '../../../core/entry.ts';
import type { CouponOrder } from '../../../core/ports.ts';

const SITE = 'st_test' as SiteId;
const NOW = Date.UTC(2026, 3, 15, 12);
const HOUR = 3_600_000;
const OWN = {
  kind: 'coupon',
  title: 'Ten',
  text: 'Ten per cent.',
  code: 'TEN',
  ends: '2026-05-01T00:00:00Z',
};
const MADE = { kind: 'coupon', title: 'Ten', text: 'Ten per cent.' };
const at = { site: SITE, decision: '0d'.repeat(16), now: NOW };

function candidate(treatment: object, offer: object | undefined, repeats: string | null = null): Candidate {
  const read = parseCampaign(
    { name: 'Ten', trigger: { slot: 'hero' }, variants: [{ key: 'a', treatment }], ...(offer && { offer }) },
    'ten',
  );
  if (!read.ok) throw new Error(read.hint);
  return {
    live: { campaign: read.value },
    treatment: read.value.variants[0]?.treatment ?? null,
    repeats,
  } as Candidate;
}

function createDesk(code: string | null) {
  const orders: CouponOrder[] = [];
  const make = async (order: CouponOrder) => {
    orders.push(order);
    return code;
  };
  return { orders, make };
}

const portsOf = (desk: ReturnType<typeof createDesk> | null, kept: LoggedEntry | null = null) => ({
  store: { readEntry: async () => kept },
  deskOf: () => desk,
});

describe('the code of a coupon', () => {
  const offer = { discount: 0.1, codesLast: '2h', excludesSaleItems: true };

  it('is the merchant own, with its end, where the campaign has one', async () => {
    const found = await findCode(portsOf(null), candidate(OWN, undefined), at);
    expect(found).toEqual({ code: 'TEN', ends: '2026-05-01T00:00:00Z' });
  });

  it('is made by the platform for the one who gets it, and ends so long after', async () => {
    const desk = createDesk('A1B2');
    const found = await findCode(portsOf(desk), candidate(MADE, offer), at);
    expect(found).toEqual({ code: 'A1B2', ends: new Date(NOW + 2 * HOUR).toISOString() });
    expect(desk.orders).toEqual([
      {
        id: at.decision,
        site: SITE,
        campaign: 'ten',
        discount: 0.1,
        excludesSaleItems: true,
        endsAt: NOW + 2 * HOUR,
      },
    ]);
  });

  it('stays what it was where the decision is shown again, and its end stays too', async () => {
    const desk = createDesk('NEW');
    const coupon = { code: 'A1B2', ends: new Date(NOW - HOUR).toISOString() };
    const kept = { properties: { coupon } } as unknown as LoggedEntry;
    expect(await findCode(portsOf(desk, kept), candidate(MADE, offer, at.decision), at)).toEqual(coupon);
    expect(desk.orders).toEqual([]);
  });

  it.each([
    ['the platform makes none now', createDesk(null)],
    ['there is no platform', null],
  ])('is none where %s', async (_, desk) => {
    expect(await findCode(portsOf(desk), candidate(MADE, offer), at)).toBeNull();
  });

  it('is nothing that other treatments have', async () => {
    const content = { kind: 'content', text: 'Hello' };
    expect(await findCode(portsOf(null), candidate(content, undefined), at)).toBeUndefined();
  });

  it.each([
    ['a code without an end', { ...MADE, code: 'TEN' }, undefined, 'variants[0].treatment.ends'],
    ['no code at all', MADE, undefined, 'variants[0].treatment.code'],
    ['a code of its own beside codes that are made', OWN, offer, 'variants[0].treatment.code'],
  ])('is refused as %s', (_, treatment, given, place) => {
    const read = parseCampaign(
      {
        name: 'Ten',
        trigger: { slot: 'hero' },
        variants: [{ key: 'a', treatment }],
        ...(given && { offer: given }),
      },
      'ten',
    );
    expect(read).toMatchObject({ ok: false, at: place });
  });
});
