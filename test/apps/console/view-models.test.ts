import { describe, expect, it } from 'vitest';
import { viewPrivacy } from '../../../apps/console/shopify/view-models/privacy.ts';
import {
  listPurposes,
  viewSegments,
  viewTemplates,
} from '../../../apps/console/shopify/view-models/segments.ts';
import { type SetupView, viewSetup } from '../../../apps/console/shopify/view-models/setup.ts';
import { viewToday } from '../../../apps/console/shopify/view-models/today.ts';
import { TEMPLATES_DE } from '../../../apps/console/shopify/words/templates-de.ts';
import { wordsOf } from '../../../apps/console/shopify/words/words.ts';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import { TEMPLATES } from '../../../core/segments/templates/index.ts';
import { SETUP_KEYS } from '../../../integrations/shopify/admin-page/contract.ts';
import { ago, breakFacts, FAULTS, NOW_MS, WORKING } from '../../integrations/shopify/admin-page/facts.ts';
import { PRIVACY, SEGMENTS, setupOf, TODAY } from './shop.ts';

const words = wordsOf('en');
const format = createFormat('en', NOW_MS, 'UTC');
const TONES = { done: 'good', open: 'waiting', broken: 'bad', unknown: 'plain' } as const;
const linesOf = ({ groups, choices }: SetupView) => [...groups.flatMap(({ lines }) => lines), ...choices];
const lineOf = (view: SetupView, key: string) => linesOf(view).find((line) => line.key === key);
const working = viewSetup(setupOf(WORKING), words, format);

describe('the checklist as it is shown', () => {
  it('shows every row once, all green where everything works', () => {
    expect(linesOf(working).map(({ key }) => key)).toEqual(SETUP_KEYS);
    expect(new Set(linesOf(working).map(({ badge }) => badge.tone))).toEqual(new Set(['good']));
    expect(working).toMatchObject({ headline: 'Everything works.', share: 1, broken: null });
  });

  it.each(FAULTS.map((fault) => [fault[0], fault[1], fault] as const))(
    '%s: when %s, its line says so',
    (key, _, fault) => {
      const view = viewSetup(setupOf(breakFacts(fault)), words, format);
      const isOff = fault[3] === 'open' && view.choices.some((line) => line.key === key);
      expect(lineOf(view, key)?.badge).toMatchObject(
        isOff ? { text: words.off, tone: 'plain' } : { tone: TONES[fault[3]] },
      );
      expect(lineOf(view, key)?.detail).not.toBe(lineOf(working, key)?.detail);
      expect(view.broken?.names ?? []).toEqual(fault[3] === 'broken' ? [words.rows[key].title] : []);
    },
  );

  it.each(SETUP_KEYS)('%s: neither a missing row nor one without facts is taken for done', (key) => {
    const setup = setupOf(WORKING);
    const missing = { ...setup, items: setup.items.filter((row) => row.key !== key) };
    const lying = {
      ...setup,
      items: setup.items.map((row) => (row.key === key ? { ...row, facts: null } : row)),
    };
    // What the server does not offer is no choice.
    const isChoice = ['orders_basis', 'scores', 'tags'].includes(key);
    const tone = isChoice ? undefined : 'plain';
    expect(lineOf(viewSetup(missing, words, format), key)?.badge.tone).toBe(tone);
    expect(lineOf(viewSetup(lying as typeof setup, words, format), key)?.badge.tone).toBe('plain');
  });

  it('shows how far the import of past orders is', () => {
    const history = { ...WORKING.history, phase: 'running', imported: 301 } as const;
    const line = lineOf(viewSetup(setupOf({ ...WORKING, history }), words, format), 'history');
    expect(line).toMatchObject({ progress: 0.25, detail: '301 of 1,204 imported; goes on by itself.' });
  });

  it('says all of it in German', () => {
    const german = viewSetup(setupOf(WORKING), wordsOf('de'), createFormat('de', NOW_MS, 'UTC'));
    const same = linesOf(german).filter((line) => line.detail === lineOf(working, line.key)?.detail);
    expect(same).toEqual([]);
    expect(lineOf(german, 'coverage')?.detail).toMatch(/^98\s%: 118 von 120 in 7 Tagen\./);
  });
});

describe('the other pages as they are shown', () => {
  it('lists the largest segment first, and says of which nothing can be told', () => {
    expect(
      viewSegments(SEGMENTS, words, format).map(({ key, size, badge }) => [key, size, badge.text]),
    ).toEqual([
      ['cart-abandoned', '1,248', 'Live'],
      ['fan', '31', 'Counting, 40%'],
      ['loyal', 'Fewer than 10', 'Live'],
    ]);
  });

  it('tells no size of a segment that is still being counted, rather than a small one', () => {
    const items = SEGMENTS.items.map((item) => ({ ...item, size: null, state: 'building' as const }));
    const sizes = viewSegments({ ...SEGMENTS, items }, words, format).map(({ size }) => size);
    expect(sizes).toEqual(['–', '–', '–']);
  });

  it('says in German what a template says, and leaves a name as the merchant gave it', () => {
    const german = wordsOf('de');
    const [template] = viewTemplates(SEGMENTS, { search: 'nachschub', kpi: '' }, german);
    expect(template).toMatchObject({ key: 'one-time-buyer-due', name: 'Eine Bestellung, wieder fällig' });
    const item = { key: 'wishlist-adds', name: 'Wishlist that waits', words: 'x' };
    const named = (name: string) =>
      viewSegments(
        { ...SEGMENTS, items: [{ ...SEGMENTS.items[1], ...item, name } as never] },
        german,
        format,
      ).map((line) => [line.name, line.about]);
    expect(named('Wishlist that waits')).toEqual([
      ['Wunschliste, die wartet', '„Ich will es, aber nicht jetzt. Heben Sie es für mich auf.“'],
    ]);
    expect(named('My wishes')).toEqual([['My wishes', 'x']]);
  });

  it('has German words for each template of a shop, and for no other', () => {
    const keys = TEMPLATES.shop.map(({ key }) => key);
    expect(Object.keys(TEMPLATES_DE)).toEqual(keys);
  });

  it('finds templates by word and purpose, those that cannot be made last', () => {
    const keys = (search: string, kpi: string) =>
      viewTemplates(SEGMENTS, { search, kpi }, words).map(({ key }) => key);
    expect(keys('', '')).toEqual(['wishlist-adds', 'one-time-buyer-due', 'email-reader']);
    expect(keys(' REFILL', '')).toEqual(['one-time-buyer-due']);
    expect(keys('', 'activation')).toEqual(['email-reader']);
    expect(listPurposes(SEGMENTS, words).map(({ label }) => label)).toEqual([
      'Conversion',
      'Activation',
      'Lifetime value',
    ]);
  });

  it('a day without anything is empty', () => {
    expect(viewToday(TODAY, words, format)).toMatchObject({
      isEmpty: false,
      names: [['Page Viewed', '1,240'], {}, {}],
    });
    expect(viewToday({ ...TODAY, events: 0, loads: 0, orders: 0 }, words, format).isEmpty).toBe(true);
  });

  it('a request past its day is overdue, one that failed says so', () => {
    const [waiting] = PRIVACY.items;
    const badge = (change: object) =>
      viewPrivacy({ items: [{ ...waiting, ...change } as typeof waiting & object] }, words, format, NOW_MS)[0]
        ?.badge;
    expect(badge({})).toEqual({ text: 'Waiting', tone: 'waiting' });
    expect(badge({ dueAt: ago(1) })).toEqual({ text: 'Overdue', tone: 'bad' });
    expect(badge({ outcome: 'failed' })).toEqual({ text: 'Failed', tone: 'bad' });
    expect(viewPrivacy(PRIVACY, words, format, NOW_MS)[1]?.file?.name).toBe('inkling-r2.json');
  });
});
