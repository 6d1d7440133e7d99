import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTracker } from '../../../core/tracker/build.ts';

type Case = { name: string; siteId: string; identifier: string; normalized: string; inner: string };
type Sender = { h?: string; pr?: string; m?: string; sl?: readonly string[] };
type LogIn = (sender: Sender, push: (...event: unknown[]) => void, claim: readonly unknown[]) => void;

const cases = JSON.parse(
  readFileSync(new URL('../../cases/inner-hash.json', import.meta.url), 'utf8'),
) as readonly Case[];

const currentScript: { use?: LogIn } = {};
const querySelectorAll = () => ['hero', 'footer'].map((inklingSlot) => ({ dataset: { inklingSlot } }));
runInNewContext(buildTracker().identity, { document: { currentScript, querySelectorAll } });

function logIn(...claim: readonly unknown[]): { sender: Sender; events: unknown[] } {
  const sender: Sender = {};
  const events: unknown[] = [];
  currentScript.use?.(sender, (...event) => events.push(JSON.parse(JSON.stringify(event))), claim);
  return { sender, events };
}

const onServer = (siteId: string, identifier: string): string =>
  createHmac('sha256', siteId).update(identifier.trim().toLowerCase().normalize('NFC'), 'utf8').digest('hex');

describe('the inner hash', () => {
  it('has at least 25 shared cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(25);
  });

  it.each(cases)('$name is the same in the browser, on the server and in the shared cases', (one) => {
    expect(one.identifier.trim().toLowerCase().normalize('NFC')).toBe(one.normalized);
    expect(createHmac('sha256', one.siteId).update(one.normalized, 'utf8').digest('hex')).toBe(one.inner);
    expect(logIn(one.siteId, one.identifier).sender.h).toBe(one.inner);
  });

  it('is the same in the browser and on the server for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        (siteId, identifier) => {
          expect(logIn(siteId, identifier).sender.h).toBe(onServer(siteId, identifier));
        },
      ),
      { seed: 20261123, numRuns: 300 },
    );
  });
});

describe('a log-in', () => {
  it('keeps the proof, and takes the raw address out of the traits', () => {
    const { sender, events } = logIn(
      'st_1',
      'c-1',
      { email: 'Anna@shop.example', phone: '+1 555 0100', plan: 'pro' },
      'proof',
    );
    expect(sender).toMatchObject({ pr: 'proof', m: 'Anna@shop.example' });
    // Its places are asked for once more: for somebody who is known to be there.
    expect(sender.sl).toEqual(['hero', 'footer']);
    expect(logIn('st_1', 'c-1', {}).sender.sl).toBeUndefined();
    expect(events).toEqual([['Traits Updated', { plan: 'pro' }]]);
  });

  it.each<[title: string, id: unknown, traits: unknown, m: string | undefined]>([
    ['an id that is an address is the address', 'anna@shop.example', undefined, 'anna@shop.example'],
    ['an id that is none is no address', 'c-1', undefined, undefined],
    ['a number is an id', 42, { email: 'no address' }, undefined],
  ])('%s', (_, id, traits, m) => {
    const { sender, events } = logIn('st_1', id, traits);
    expect(sender.m).toBe(m);
    expect(sender.h).toBe(onServer('st_1', String(id)));
    expect(events).toEqual([]);
  });
});
