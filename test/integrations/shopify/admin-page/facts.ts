/** A shop where everything works, and each way in which a part of it does not. */
import type {
  SetupFacts,
  SetupKey,
  SetupState,
} from '../../../../integrations/shopify/admin-page/contract.ts';

export const NOW_MS = Date.parse('2026-11-27T09:00:00Z');
const HOUR_MS = 3_600_000;

/** @example ago(48) // two days before now */
export const ago = (hours: number): string => new Date(NOW_MS - hours * HOUR_MS).toISOString();

export const WORKING: SetupFacts = {
  installation: { tokenExpiresAt: ago(-1), fault: null },
  permissions: { granted: 11, missing: [], optional: [] },
  embed: { lastPageAt: ago(0.1) },
  pixel: { record: 'ours', lastEventAt: ago(1), silentOrders: 2 },
  webhooks: {
    lastAt: ago(0.2),
    lastTopic: 'orders/paid',
    lastFailureAt: null,
    lastFailureTopic: null,
    failures: 0,
  },
  events: { lastAt: ago(0.1), lastName: 'Product Viewed', taken: 1840 },
  consent: { allowed: 612, counted: 1020, days: 7 },
  coverage: { real: 120, tracked: 118, unjoined: 31, days: 7 },
  history: { phase: 'done', imported: 1204, total: 1204, reachesTo: ago(60 * 24) },
  first_segment: { segments: 2, name: 'Cart left for an hour', size: 48 },
  orders_basis: { isOn: true, confirmedAt: ago(30) },
  scores: { isOn: true, written: 310, lastAt: ago(2), lastFailureAt: null },
  tags: { segments: ['cart-abandoned'], written: 48, lastAt: ago(2), lastFailureAt: null },
};

export type Fault = {
  readonly [Key in SetupKey]: readonly [
    key: Key,
    what: string,
    facts: Partial<SetupFacts[Key]>,
    state: SetupState,
  ];
}[SetupKey];

/** What differs from {@link WORKING}, and the state that it comes to. */
export const FAULTS: readonly Fault[] = [
  ['installation', 'the token ran out', { tokenExpiresAt: ago(1) }, 'broken'],
  ['installation', 'the token has no end', { tokenExpiresAt: null }, 'broken'],
  ['installation', 'Shopify took the token back', { fault: 'revoked' }, 'broken'],
  ['installation', 'Shopify does not answer', { fault: 'unreachable' }, 'broken'],
  ['permissions', 'one is missing', { missing: ['write_pixels'] }, 'broken'],
  ['embed', 'no page was ever loaded', { lastPageAt: null }, 'open'],
  ['embed', 'no page was loaded for two days', { lastPageAt: ago(48.1) }, 'broken'],
  ['pixel', 'there is none', { record: 'none', lastEventAt: null }, 'open'],
  ['pixel', 'it has other settings', { record: 'other' }, 'broken'],
  ['pixel', 'nothing came from it yet', { lastEventAt: null }, 'open'],
  ['pixel', 'orders come without it', { silentOrders: 20 }, 'broken'],
  ['webhooks', 'none ever came', { lastAt: null, lastTopic: null }, 'open'],
  [
    'webhooks',
    'the last one failed',
    { lastFailureAt: ago(0.1), lastFailureTopic: 'orders/paid', failures: 3 },
    'broken',
  ],
  ['webhooks', 'only failures came', { lastAt: null, lastFailureAt: ago(1), failures: 1 }, 'broken'],
  ['events', 'none ever came', { lastAt: null, lastName: null, taken: 0 }, 'open'],
  ['events', 'none came for two days', { lastAt: ago(48.1), taken: 0 }, 'broken'],
  ['consent', 'hardly anybody came yet', { allowed: 0, counted: 49 }, 'open'],
  ['consent', 'nobody allows anything', { allowed: 0, counted: 50 }, 'broken'],
  ['coverage', 'there were no orders', { real: 0, tracked: 0, unjoined: 0 }, 'open'],
  ['coverage', 'orders are missing', { real: 120, tracked: 113 }, 'broken'],
  ['history', 'it was not begun', { phase: 'idle', imported: 0, total: null }, 'open'],
  ['history', 'it runs', { phase: 'running', imported: 400 }, 'open'],
  ['history', 'it failed', { phase: 'failed', imported: 400 }, 'broken'],
  ['first_segment', 'there is none', { segments: 0, name: null, size: null }, 'open'],
  ['orders_basis', 'it was not confirmed', { isOn: false, confirmedAt: null }, 'open'],
  ['scores', 'they are off', { isOn: false }, 'open'],
  ['scores', 'the last one was not written', { lastFailureAt: ago(1) }, 'broken'],
  ['tags', 'none was chosen', { segments: [] }, 'open'],
  ['tags', 'the last one was not written', { lastFailureAt: ago(1) }, 'broken'],
];

/** @example breakFacts(FAULTS[0]).installation.tokenExpiresAt */
export function breakFacts([key, , facts]: Fault): SetupFacts {
  return { ...WORKING, [key]: { ...WORKING[key], ...facts } };
}
