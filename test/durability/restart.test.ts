import { describe, expect, it } from 'vitest';
import type { VisitorId } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import { event, HOUR, link, START, visitorId } from '../core/profiles/world.ts';
import { durables } from './durable.ts';
import { DEVICE, OTHER_DEVICE, order, PERSON, startLives } from './lives.ts';

const OTHER_PERSON = visitorId('other person');
const ADDRESS = visitorId('address');

describe.each(durables('restart'))('on $name', (durable) => {
  const life = startLives(durable);
  const visit = event('Page Viewed', { t: START - HOUR, visitor: DEVICE });

  describe('an order that page and server report', () => {
    it("leaves the page's visitor when the server is killed before it has written that", async () => {
      await life.append(visit, order({ visitor: DEVICE }));
      await life.open.engine.book.flush();
      await life.append(order({ visitor: PERSON, source: 'server' }));
      await life.killAndStart();
      expect([await life.countEvents(DEVICE), await life.countEvents(PERSON)]).toEqual([1, 1]);
    });

    it('leaves everybody whose copy was superseded, one after the other', async () => {
      await life.append(visit, order({ visitor: DEVICE }));
      await life.open.engine.book.flush();
      await life.append(order({ visitor: OTHER_DEVICE, t: START - 1 }));
      await life.append(order({ visitor: PERSON, source: 'server' }));
      await life.killAndStart();
      const counts = await Promise.all([DEVICE, OTHER_DEVICE, PERSON].map(life.countEvents));
      expect(counts).toEqual([1, 0, 1]);
    });

    it('counts once when one commit brings both copies', async () => {
      await Promise.all([
        life.append(order({ visitor: DEVICE })),
        life.append(order({ visitor: PERSON, source: 'server' })),
      ]);
      expect([await life.countEvents(DEVICE), await life.countEvents(PERSON)]).toEqual([0, 1]);
    });
  });

  describe('an alias', () => {
    const alias = (to: VisitorId, t: number) => link('alias', ADDRESS, to, { t });

    it('that arrives late, after a restart, takes what an address did from whom it went to before', async () => {
      await life.append(event('Product Viewed', { t: START, visitor: ADDRESS }), alias(PERSON, START + 10));
      expect(await life.countEvents(PERSON)).toBe(1);
      await life.open.engine.book.flush();
      await life.killAndStart();
      await life.append(alias(OTHER_PERSON, START + 5));
      expect([await life.countEvents(PERSON), await life.countEvents(OTHER_PERSON)]).toEqual([0, 1]);
    });

    it('moves what the devices of the person do from then on', async () => {
      await life.append(link('login', DEVICE, ADDRESS, { t: START, more: { proved: true } }));
      await life.append(event('Product Viewed', { t: START + 1, visitor: DEVICE }));
      await life.append(alias(PERSON, START + 10));
      await life.append(event('Product Viewed', { t: START + 20, visitor: DEVICE }));
      expect(await life.countEvents(PERSON)).toBe(2);
    });
  });

  describe('a fold that breaks off', () => {
    it('is made up for by the next entry, and by a restart', async () => {
      let faults = 1;
      await life.killAndStart({
        wrap: (store) => ({
          ...store,
          loadProfiles: (site, visitors) => {
            faults -= 1;
            if (faults !== 0) return store.loadProfiles(site, visitors);
            throw new InklingError('store_unavailable', 'test', 'the disk cannot be read', 'wait');
          },
        }),
      });
      await expect(life.append(event('Product Viewed', { t: START, visitor: DEVICE }))).rejects.toThrow(
        'disk',
      );
      await life.append(event('Product Viewed', { t: START + 1, visitor: PERSON }));
      expect([await life.countEvents(DEVICE), await life.countEvents(PERSON)]).toEqual([1, 1]);
      await life.open.engine.book.flush();
      await life.killAndStart();
      expect([await life.countEvents(DEVICE), await life.countEvents(PERSON)]).toEqual([1, 1]);
    });
  });
});
