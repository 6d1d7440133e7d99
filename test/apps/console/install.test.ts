import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import { placeOf, viewChecks, wayOf, writeSnippets } from '../../../apps/console/view-models/install.ts';
import { CHECKS } from '../../../apps/console/words/checks.ts';

const NOW = '2026-01-05T12:00:00.000Z';
const AGO = '2026-01-05T11:58:00.000Z';
const format = createFormat('en', Date.parse(NOW), 'UTC');
const never = { lastAt: null, times: 0 };
const silent = { lastAt: null, posts: 0, accepted: 0, refused: 0, lastRefusal: null };
const NEW_SITE = {
  ...{
    site: 'shop',
    siteId: 'st_1',
    writeKey: 'wk_1',
    platform: null,
    publicUrl: null,
    version: '1.2.3',
    since: NOW,
  },
  doors: { pages: silent, servers: silent, messages: silent },
  ...{ tracker: never, consent: never, decisions: never },
  choices: { days: 28, allowed: 0, undecided: 0, denied: 0, gpc: 0 },
};
const view = (more: object) => viewChecks({ ...NEW_SITE, ...more }, CHECKS.en.checks, format);
const checkOf = (key: string, more: object) => view(more).find((check) => check.key === key);

describe('the checks of an installation', () => {
  it('wait for everything at first, and say what to do', () => {
    expect(view({}).map(({ badge }) => badge.text)).toEqual(Array(6).fill('Waiting'));
    expect(checkOf('pages', {})?.text).toMatch(/Open one/);
  });

  it('say when something came last, and how it went', () => {
    const seen = { lastAt: AGO, times: 3 };
    expect(checkOf('tracker', { tracker: seen })).toMatchObject({
      badge: { text: 'Works', tone: 'good' },
      text: 'Asked for 2 minutes ago. 3 in all. It is of version 1.2.3.',
    });
    const pages = {
      ...silent,
      lastAt: AGO,
      posts: 2,
      accepted: 5,
      refused: 1,
      lastRefusal: { at: AGO, code: 'bot' },
    };
    expect(checkOf('pages', { doors: { ...NEW_SITE.doors, pages } })).toMatchObject({
      badge: { text: 'Works' },
      text: 'The last page was heard of 2 minutes ago. 5 taken, 1 not. Last refused 2 minutes ago: bot.',
    });
  });

  it('say of choices what all servers have counted by day', () => {
    const consent = { lastAt: AGO, times: 3 };
    const choices = { days: 28, allowed: 1_200, undecided: 9, denied: 2, gpc: 31 };
    expect(checkOf('consent', { consent, choices })?.text).toBe(
      'A choice came with a page 2 minutes ago. 3 in all. In the last 28 days, on all servers: 1,200 page loads with consent, 31 with Global Privacy Control, honoured.',
    );
  });

  it('turn red where nothing of what comes is taken', () => {
    const pages = { ...silent, lastAt: AGO, posts: 1, refused: 1, lastRefusal: { at: AGO, code: 'gpc' } };
    expect(checkOf('pages', { doors: { pages } })?.badge).toEqual({ text: 'Look here', tone: 'bad' });
  });
});

describe('the snippets', () => {
  it('carry the write key, and the address that visitors use', () => {
    const here = placeOf(NEW_SITE, 'http://127.0.0.1:4700');
    const there = placeOf({ ...NEW_SITE, publicUrl: 'https://inkling.example/' }, 'http://127.0.0.1:4700');
    expect(writeSnippets(here).tracker).toBe('<script src="http://127.0.0.1:4700/t/wk_1.js" defer></script>');
    expect(writeSnippets(there).privacy).toContain('https://inkling.example/t/privacy.js" data-key="wk_1"');
  });

  it('never carry a secret key: it is named where it is needed', () => {
    expect(JSON.stringify(writeSnippets(placeOf(NEW_SITE, 'http://a.example')))).not.toMatch(/sk_/);
    expect(writeSnippets(placeOf(NEW_SITE, 'http://a.example')).order).toContain('$SECRET_KEY');
  });

  it('begin with those of the platform, where there is one', () => {
    expect(['wordpress', 'shopify', null, 'odd'].map(wayOf)).toEqual(['wordpress', 'shopify', 'any', 'any']);
  });
});
