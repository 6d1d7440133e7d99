import { describe, expect, it } from 'vitest';
import { completeSettings, writeBackSchema } from '../../../integrations/segment/write-back/settings.ts';

const writeKey = 'source-key-4711';
const complete = (request: object, known: Parameters<typeof completeSettings>[1] = null) =>
  completeSettings(writeBackSchema.parse(request), known);

describe('settings of the way back to Segment', () => {
  it('are the usual where nothing else is said', () => {
    expect(complete({ writeKey })).toEqual({
      writeKey,
      region: 'us',
      host: 'https://api.segment.io/v1',
      scores: ['intent', 'churn', 'order_value'],
      segments: null,
      delta: 0.05,
      bands: [0.3, 0.7],
    });
  });

  it('send to the European host of Segment, or to another that speaks its API', () => {
    expect(complete({ writeKey, region: 'eu' })?.host).toBe('https://events.eu1.segmentapis.com/v1');
    const own = complete({ writeKey, region: 'eu', host: 'https://rudder.example/v1/' });
    expect([own?.region, own?.host]).toEqual([null, 'https://rudder.example/v1']);
  });

  it('keep the source that is known, and have none without', () => {
    const european = { writeKey, region: 'eu', host: 'https://events.eu1.segmentapis.com/v1' } as const;
    expect(complete({ delta: 0.2 }, european)).toMatchObject(european);
    expect(complete({ writeKey: 'source-key-4712' }, european)?.host).toBe(european.host);
    const own = { writeKey, region: null, host: 'https://rudder.example/v1' } as const;
    expect(complete({ delta: 0.2 }, own)).toMatchObject(own);
    expect(complete({ region: 'us' }, own)?.host).toBe('https://api.segment.io/v1');
    expect(complete({ delta: 0.2 })).toBeNull();
  });

  it.each<[what: string, request: object]>([
    ['a key with a space', { writeKey: 'a key of two' }],
    ['another region', { writeKey, region: 'ap' }],
    ['a host that is none', { writeKey, host: 'ftp://a.example' }],
    ['a score of another name', { writeKey, scores: ['purchase_7d'] }],
    ['a least change of nothing', { writeKey, delta: 0 }],
    ['bands in the wrong order', { writeKey, bands: [0.7, 0.3] }],
    ['a band at the very end', { writeKey, bands: [0.3, 1] }],
    ['a field that there is none of', { writeKey, url: 'x' }],
  ])('refuse %s', (_, request) => {
    expect(writeBackSchema.safeParse(request).success).toBe(false);
  });
});
