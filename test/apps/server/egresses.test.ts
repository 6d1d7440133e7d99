import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PURPOSES } from '../../../core/entry.ts';
import { EGRESSES } from '../../../core/privacy/egresses.ts';
import { ROOT } from '../../support/source-tree.ts';
import { ROUTES_BY_EGRESS, ROUTES_OF_NOBODY } from './egress-routes.ts';
import { type EgressWorld, liveInEveryState, STATES } from './egress-world.ts';

/** What goes out of the house, and what goes through everybody. */
const WAYS = /\b(?:viewOutgoing|transport\.send|walkVisitors|walkMembers|listProfiles|composeMessages)\(/;
/** They lead to somebody else's files, or to nobody outside. */
const INSIDE = [
  'core/deliveries/outgoing-view.ts',
  'core/ports/profiles.ts',
  'integrations/segment/write-back/messages.ts',
  'core/profiles/listing.ts',
  'core/measurement/visitor-walk.ts',
  // Pages of ids and what the operator's own list says.
  'core/profiles/visitors.ts',
  'core/privacy/end-idle.ts',
  // Dead letters as the operator sees them; they leave by the receiver.
  'integrations/webhook/webhooks.ts',
  'integrations/mongodb/profiles.ts',
];

function sources(): readonly string[] {
  return ['core', 'apps', 'integrations'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.startsWith('stores/'))
      .map((path) => `${folder}/${path}`),
  );
}

describe('the list of ways on which something of a visitor goes somewhere', () => {
  it('names every file that sends, or goes through everybody', () => {
    const found = sources().filter((path) => WAYS.test(readFileSync(join(ROOT, path), 'utf8')));
    const named = new Set<string>([...EGRESSES.flatMap(({ files }) => files), ...INSIDE]);
    expect(found.length).toBeGreaterThan(15);
    expect(found.filter((path) => !named.has(path))).toEqual([]);
    expect([...named].filter((path) => !found.includes(path))).toEqual([]);
  });

  it('is in the docs as in the code', () => {
    const docs = readFileSync(join(ROOT, 'docs/privacy.md'), 'utf8');
    const start = docs.indexOf('| way | to |');
    const table = docs.slice(start, docs.indexOf('\n\n', start)).split('\n').slice(2);
    const written = EGRESSES.map(({ name, to, stops }) => {
      const cells = PURPOSES.map((purpose) =>
        (stops as readonly string[]).includes(purpose) ? 'stops' : '',
      );
      return `| ${[name, to, ...cells].join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |');
    });
    expect(table).toEqual(written);
  });
});

describe('what goes out about a visitor', () => {
  let world: EgressWorld;
  beforeAll(async () => {
    world = await liveInEveryState();
  });
  afterAll(() => world.close());

  it('goes by a way of the list, whichever route says it', () => {
    const known = [...Object.values(ROUTES_BY_EGRESS).flat(), ...ROUTES_OF_NOBODY];
    expect(world.routes.filter((route) => !known.includes(route))).toEqual([]);
    expect(known.filter((route) => !world.routes.includes(route))).toEqual([]);
  });

  it.each(EGRESSES)(
    'as $name: whatever they refused, let end or signalled stops it, and nothing else does',
    ({ name, stops }) => {
      const isStopped = ({ denies }: (typeof STATES)[number]) =>
        denies.some((purpose) => (stops as readonly string[]).includes(purpose));
      const expected = STATES.filter((state) => !isStopped(state)).map((state) => state.name);
      const went = world.went[name];
      if (typeof went !== 'object') expect(went).toBe(expected.length);
      else expect([...went]).toEqual(expected);
    },
  );
});
