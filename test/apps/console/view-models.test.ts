import { describe, expect, it } from 'vitest';
import { PAGES } from '../../../apps/console/pages/places.ts';
import {
  isOfShopify,
  keptOf,
  ADMIN_PAGES as OWN_LIST,
  pageOf,
} from '../../../apps/console/shopify/places.ts';
import { createSigned } from '../../../apps/console/shopify/signed.ts';
import { viewRequests } from '../../../apps/console/shopify/view-models/requests.ts';
import { type SetupView, viewSetup } from '../../../apps/console/shopify/view-models/setup.ts';
import { TEMPLATES_DE } from '../../../apps/console/shopify/words/templates-de.ts';
import { wordsOf } from '../../../apps/console/shopify/words/words.ts';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import { TEMPLATES } from '../../../core/segments/templates/index.ts';
import { ADMIN_PAGES, SETUP_KEYS } from '../../../integrations/shopify/admin-page/contract.ts';
import { ago, breakFacts, FAULTS, NOW_MS, WORKING } from '../../integrations/shopify/admin-page/facts.ts';
import { REQUESTS, setupOf } from './shop.ts';

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

describe('requests for privacy as they are shown', () => {
  it('a request past its day is overdue, one that failed says so', () => {
    const [waiting] = REQUESTS.items;
    const badge = (change: object) =>
      viewRequests(
        { items: [{ ...waiting, ...change } as typeof waiting & object] },
        words,
        format,
        NOW_MS,
      )[0]?.badge;
    expect(badge({})).toEqual({ text: 'Waiting', tone: 'waiting' });
    expect(badge({ dueAt: ago(1) })).toEqual({ text: 'Overdue', tone: 'bad' });
    expect(badge({ outcome: 'failed' })).toEqual({ text: 'Failed', tone: 'bad' });
    expect(viewRequests(REQUESTS, words, format, NOW_MS)[1]?.file?.name).toBe('inkling-r2.json');
  });
});

describe('templates in German', () => {
  it('are all of a shop, and no other', () => {
    expect(Object.keys(TEMPLATES_DE)).toEqual(TEMPLATES.shop.map(({ key }) => key));
  });
});

describe('addresses in the admin', () => {
  it('keep what a later load needs, and neither tokens nor signatures', () => {
    expect(keptOf('?embedded=1&shop=quill.myshopify.com&id_token=x&hmac=y&locale=de&host=aG9zdA')).toBe(
      '?shop=quill.myshopify.com&host=aG9zdA&locale=de&embedded=1',
    );
    expect(keptOf('')).toBe('');
  });

  it('are the same for the server and for the pages, each of which is there', () => {
    expect(OWN_LIST).toEqual(ADMIN_PAGES);
    expect(PAGES.map(pageOf).filter((page) => !OWN_LIST.includes(page))).toEqual([]);
    expect(OWN_LIST.filter((page) => !isOfShopify(page) && !PAGES.some((one) => one === page))).toEqual([]);
    expect(pageOf('install')).toBe('setup');
  });
});

describe('requests of the admin', () => {
  const RETRY = { 'X-Shopify-Retry-Invalid-Session-Request': '1' };
  const answered = async (...answers: readonly Response[]) => {
    const left = [...answers];
    const asked: (string | null)[] = [];
    let tokens = 0;
    const signed = createSigned(
      {
        idToken: async () => {
          tokens += 1;
          return `t${tokens}`;
        },
      },
      async (_, init) => {
        asked.push(new Headers(init?.headers).get('authorization'));
        return left.shift() ?? new Response('{}');
      },
    );
    const { status } = await signed('/x', { headers: { authorization: 'Bearer of somebody' } });
    return { status, asked };
  };

  it('have a token each, and another where the first has just run out, and no third', async () => {
    const over = () => new Response('', { status: 401, headers: RETRY });
    expect(await answered()).toEqual({ status: 200, asked: ['Bearer t1'] });
    expect(await answered(over())).toEqual({ status: 200, asked: ['Bearer t1', 'Bearer t2'] });
    expect(await answered(over(), over())).toEqual({ status: 401, asked: ['Bearer t1', 'Bearer t2'] });
    expect(await answered(new Response('', { status: 401 }))).toEqual({ status: 401, asked: ['Bearer t1'] });
  });
});
