/** Where a page's word on an order counts for nothing: every reader of orders and of money. */
import { describe, expect, it } from 'vitest';
import { compileGoal } from '../../../core/decisions/goal.ts';
import type { Entry, Flag, SiteId, VisitorId } from '../../../core/entry.ts';
import { isMoneyKey } from '../../../core/events/money.ts';
import { flagsOfOrder, isUnsummed } from '../../../core/events/unconfirmed.ts';
import { conversionsOf } from '../../../core/measurement/attribution/path.ts';
import { countsFor } from '../../../core/measurement/kpis.ts';
import { grossMinor, isCounted, NO_ORDERS, stepOrders } from '../../../core/profiles/orders.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import { createFoldRules } from '../../../core/profiles/rules.ts';
import { outcomesOf } from '../../../core/scoring/labels/outcomes.ts';

const order = (flags: readonly Flag[], name = 'Order Completed'): Entry => ({
  ...{ site: 'st_a' as SiteId, id: 'order:1', type: 'event', name, t: 5, receivedAt: 5, source: 'web' },
  visitor: 'ab'.repeat(16) as VisitorId,
  properties: { order_id: '1', revenue: 1_250 },
  currency: 'EUR',
  flags,
});

const goalOf = (kind: 'revenue' | 'conversion') =>
  compileGoal({
    ...{ kind, event: 'Order Completed', within: '72h' },
    ...(kind === 'revenue' ? { of: 'revenue' } : {}),
  } as Parameters<typeof compileGoal>[0]);
const rules = createFoldRules({ currency: 'EUR', funnelStep: () => null, isMoney: isMoneyKey });
const label = { key: 'bought', kind: 'event', event: 'Order Completed', withinMs: 1_000 } as const;
const foretold = (told: Entry) =>
  outcomesOf([told], label, { rules, until: 5_000 })(1, emptyProfile('ab'.repeat(16) as VisitorId))?.target;

describe('an order', () => {
  it.each([
    ['server', 'web', 'Order Completed', ['unconfirmed']],
    ['server', 'web', 'Order Refunded', ['unconfirmed']],
    ['server', 'web', 'Order Cancelled', ['unconfirmed']],
    ['server', 'email', 'Order Completed', ['unconfirmed']],
    ['server', 'server', 'Order Completed', []],
    ['server', 'web', 'Product Viewed', []],
    ['server', 'web', 'Product Viewed', ['unconfirmed'], 'order:1'],
    ['server', 'server', 'Product Viewed', [], 'order:1'],
    ['any', 'web', 'Order Completed', [], 'order:1'],
  ] as const)(
    'where those of %s count, told by %s as "%s", is flagged %j',
    (counted, source, name, flags, id?: string) => {
      expect(flagsOfOrder(counted, { source, name, id: id ?? 'f0' })).toEqual(flags);
    },
  );

  it.each([
    [[], true],
    [['late'], true],
    [['unconfirmed'], false],
    [['late', 'unconfirmed'], false],
  ] as const)('with the flags %j is one in every sum and count: %s', (flags, isOne) => {
    const told = order(flags);
    expect({
      orders: stepOrders(NO_ORDERS, told).recent.filter(isCounted).length === 1,
      money: grossMinor(told) === 1_250,
      revenue: goalOf('revenue').read(told)?.value === 1_250,
      conversion: goalOf('conversion').read(told) !== null,
      label: foretold(told) === 1,
      attribution: conversionsOf([told], 'Order Completed').length === 1,
      kpi: countsFor('conversion', told) && countsFor('revenue per visitor', told),
      sums: !isUnsummed(told),
    }).toEqual({
      ...{ orders: isOne, money: isOne, revenue: isOne, conversion: isOne, label: isOne },
      ...{ attribution: isOne, kpi: isOne, sums: isOne },
    });
  });

  it('that the server told of is neither refunded nor cancelled by a page', () => {
    const standing = stepOrders(NO_ORDERS, { ...order([]), source: 'server' });
    for (const name of ['Order Refunded', 'Order Cancelled'])
      expect(stepOrders(standing, order(['unconfirmed'], name))).toBe(standing);
  });
});
