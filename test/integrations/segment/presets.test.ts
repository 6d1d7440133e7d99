import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDestination, subscriptions } from '../../../integrations/segment/load.ts';
import { call, PRESETS, sampleOf } from './events.ts';
import type { SegmentEvent } from './world.ts';

const definition = loadDestination();
const presets = (definition.presets ?? []).flatMap((preset) => (preset.type === 'automatic' ? [preset] : []));
const triggers = presets.map(({ name, subscribe }) => ({ name, parsed: subscriptions.parseFql(subscribe) }));
const defaults = Object.entries(definition.actions).map(([action, { defaultSubscription = '' }]) => ({
  action,
  parsed: subscriptions.parseFql(defaultSubscription),
}));

const takersOf = (event: SegmentEvent) =>
  triggers.filter(({ parsed }) => subscriptions.validate(parsed, event)).map(({ name }) => name);
const actionsOf = (event: SegmentEvent) =>
  defaults.filter(({ parsed }) => subscriptions.validate(parsed, event)).map(({ action }) => action);

const journey = { personas: { computation_class: 'journey_step', computation_key: 'welcome' } };
const ofAudience = { personas: { computation_class: 'audience', computation_key: 'vip' } };
const ofTrait = { personas: { computation_class: 'trait', computation_key: 'ltv' } };

const TABLE: readonly (readonly [SegmentEvent, string | undefined])[] = [
  [call('track', { event: 'Product Viewed' }), 'Track Calls'],
  [call('track', { event: 'Completed Order' }), 'Track Calls'],
  [call('track', { event: 'Trait Computed', context: ofTrait }), 'Track Calls'],
  [call('track', { event: 'Audience Entered' }), 'Track Calls'],
  [call('track', { event: 'Audience Entered', context: ofAudience }), 'Engage Audiences'],
  [call('track', { event: 'Order Completed', context: ofAudience }), 'Engage Audiences'],
  [call('track', { event: 'Welcomed', context: journey }), 'Engage Audiences'],
  [call('identify', { context: ofAudience }), 'Engage Audiences'],
  [call('identify', { context: ofTrait }), 'Identify Calls'],
  [call('identify', { context: null }), 'Identify Calls'],
  [
    call('track', { event: 'Segment Consent Preference Updated', context: ofAudience }),
    'Segment Consent Preference Updated',
  ],
  [call('screen', { name: 'Home' }), 'Page and Screen Calls'],
  [call('delete'), undefined],
  [call('track', { event: 'Segment Entered', context: { integration: { name: 'inkling' } } }), undefined],
  [call('identify', { context: { ...ofAudience, integration: { name: 'inkling' } } }), undefined],
];

describe('an event', () => {
  it.each(PRESETS)('of the sample is taken by its own preset alone: %s', (name) => {
    expect(takersOf(sampleOf(name))).toEqual([name]);
  });

  it.each(TABLE)('%j is taken by %s', (event, name) => {
    expect(takersOf(event)).toEqual(name === undefined ? [] : [name]);
  });

  it('is taken by one preset at most, whatever it is, and by the action of that preset', () => {
    const events = fc.record({
      type: fc.constantFrom('track', 'page', 'screen', 'identify', 'group', 'alias', 'delete'),
      event: fc.constantFrom(undefined, 'Product Viewed', ...PRESETS),
      context: fc.option(
        fc.record({
          personas: fc.record({
            computation_class: fc.constantFrom('audience', 'journey_step', 'trait', null),
          }),
          integration: fc.record({ name: fc.constantFrom('inkling', 'shopify') }),
        }),
      ),
    });
    fc.assert(
      fc.property(events, (event) => {
        const takers = takersOf(event);
        const own = presets.filter(({ name }) => takers.includes(name ?? '')).map((one) => one.partnerAction);
        expect(takers.length).toBeLessThanOrEqual(1);
        expect(actionsOf(event)).toEqual(own);
        if (event.context?.integration.name === 'inkling') expect(takers).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
