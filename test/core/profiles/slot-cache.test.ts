import { describe, expect, it } from 'vitest';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import {
  createSlotCache,
  type KnownPart,
  type Parts,
  type SlotCache,
} from '../../../core/profiles/slot-cache.ts';
import { startTimeline } from '../../../core/profiles/timeline.ts';
import { SITE, visitorId } from './world.ts';

const BYTES_OF_ONE = createSlotCache(0).put(content('any')).bytes;

function content(label: string): Parameters<SlotCache['put']>[0] {
  const visitor = visitorId(label);
  return {
    site: SITE,
    visitor,
    timeline: startTimeline(emptyProfile(visitor)),
    seq: 0,
    holds: null,
    told: [],
    settled: 0,
    knownTo: 0,
  };
}

/** Room for ten, filled with those named. */
function fill(labels: readonly string[]) {
  const cache = createSlotCache(10 * BYTES_OF_ONE);
  for (const label of labels) cache.put(content(label));
  const held = () => labels.filter((label) => cache.get(SITE, visitorId(label)) !== undefined);
  return { cache, held };
}

const LABELS = Array.from({ length: 12 }, (_, n) => `v${n}`);

describe('profiles in memory', () => {
  it('stay while there is room', () => {
    const { cache, held } = fill(LABELS.slice(0, 10));
    cache.makeRoom(() => true);
    expect(held()).toHaveLength(10);
  });

  it('go oldest first, until a tenth of the room is free', () => {
    const { cache, held } = fill(LABELS);
    cache.makeRoom(() => true);
    expect(held()).toEqual(LABELS.slice(3));
    expect(cache.size()).toEqual({ profiles: 9, bytes: 9 * BYTES_OF_ONE });
  });

  it('stay when they were used since room was made, and others go', () => {
    const { cache } = fill(LABELS);
    cache.makeRoom(() => true);
    for (const label of ['v3', 'v5']) cache.get(SITE, visitorId(label));
    for (const label of ['new1', 'new2']) cache.put(content(label));
    cache.makeRoom(() => true);
    const gone = ['v3', 'v4', 'v5', 'v6', 'v7'].filter((label) => !cache.get(SITE, visitorId(label)));
    expect(gone).toEqual(['v4', 'v6']);
  });

  it('weigh more with what is kept beside them, and take that along', () => {
    const { cache } = fill(LABELS.slice(0, 1));
    const slot = cache.put(content('known'));
    const part = { bytes: 1_000 } as KnownPart;
    const parts: Parts = new Map([
      [visitorId('d1'), part],
      [visitorId('d2'), part],
    ]);
    cache.keepParts(slot, parts);
    expect(cache.size().bytes).toBe(2 * BYTES_OF_ONE + 2_000);
    cache.remove(slot);
    cache.keepParts(slot, new Map());
    expect(cache.size()).toEqual({ profiles: 1, bytes: BYTES_OF_ONE });
  });

  it('stay beyond the room where they may not go', () => {
    const { cache, held } = fill(LABELS);
    cache.makeRoom(({ visitor }) => visitor === visitorId('v7'));
    expect(held()).toEqual(LABELS.filter((label) => label !== 'v7'));
  });
});
