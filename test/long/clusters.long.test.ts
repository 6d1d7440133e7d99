import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Entry, SiteId } from '../../core/entry.ts';
import { discoverSegments } from '../../core/scoring/clusters/discover.ts';
import { toPoints } from '../../core/scoring/clusters/points.ts';
import { toSegment } from '../../core/scoring/clusters/segment-of-rule.ts';
import { createSessionMeter, SESSION_FEATURES } from '../../core/scoring/clusters/session-features.ts';
import { findStructure } from '../../core/scoring/clusters/structure.ts';
import { toMatrix } from '../../core/scoring/matrix.ts';
import { createRandom } from '../../core/scoring/random.ts';
import { parseDefinition } from '../../core/segments/parse.ts';
import { drawNoise, NOISES } from '../core/scoring/clusters/planted.ts';

const FILE = '../shared/data/rees46_sample.csv';
const NAMES: Readonly<Record<string, string>> = {
  view: 'Product Viewed',
  cart: 'Product Added',
  purchase: 'Order Completed',
};

function readSessions() {
  const [, ...lines] = readFileSync(FILE, 'utf8').trim().split(/\r?\n/);
  const sessions = new Map<string, { user: string; events: Entry[] }>();
  for (const [n, line] of lines.entries()) {
    const [time = '', type = '', product_id = '', , category = '', , price = '', user = '', id = ''] =
      line.split(',');
    const t = Date.parse(time.replace(' UTC', 'Z').replace(' ', 'T'));
    const own = sessions.get(id) ?? { user, events: [] };
    const properties = {
      product_id,
      price: Math.round(Number(price) * 100),
      ...(category !== '' && { category }),
    };
    const name = NAMES[type] ?? '';
    const [site, source, currency] = ['st_1' as SiteId, 'web' as const, 'USD'];
    own.events.push({
      site,
      id: `${n}`,
      type: 'event',
      name,
      t,
      receivedAt: t,
      visitor: null,
      source,
      properties,
      currency,
    });
    sessions.set(id, own);
  }
  return [...sessions.values()];
}

const suite = existsSync(FILE) ? describe : describe.skip;

suite(existsSync(FILE) ? 'sessions of a real shop' : `sessions of a real shop [no file: ${FILE}]`, () => {
  it('are told apart only as far as they really are, and by rules that can be installed', () => {
    const sessions = readSessions();
    expect(sessions.length).toBe(5_066);
    const measure = createSessionMeter(SESSION_FEATURES, 100);
    const rows = sessions.map(({ events }) => measure(events, events.at(-1)?.t ?? 0));
    const matrix = toMatrix(
      rows,
      SESSION_FEATURES.map(({ name }) => ({ name, kind: 'number' })),
    );
    const users = [...new Set(sessions.map(({ user }) => user))];
    const places = new Map(users.map((user, place) => [user, place]));
    const visitors = sessions.map(({ user }) => places.get(user) ?? 0);
    for (const seed of [1, 2, 3]) {
      const found = discoverSegments(matrix, { allowed: SESSION_FEATURES, visitors, seed });
      process.stdout.write(`${JSON.stringify(found)}\n`);
      for (const { rule, agreement } of found.segments) {
        expect(parseDefinition(toSegment(rule, { key: 'found', features: SESSION_FEATURES })).ok).toBe(true);
        expect(agreement.size).toBeGreaterThanOrEqual(50);
      }
    }
  });
});

describe('sessions without groups', () => {
  it.each(Object.keys(NOISES))('are taken for groups at most twice in 60: %s', (kind) => {
    const found = Array.from({ length: 60 }, (_, at) => {
      const points = toPoints(drawNoise(kind, 600, 40_001 + at));
      return findStructure(points, { random: createRandom(at + 1), mostGroups: 8 }).isReal;
    }).filter(Boolean).length;
    process.stdout.write(`${kind}: ${found} of 60\n`);
    expect(found).toBeLessThanOrEqual(2);
  });
});
