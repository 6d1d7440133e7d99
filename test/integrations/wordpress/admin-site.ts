/** The plugin in a WordPress, for the tests of its pages. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Admin } from '../../support/wordpress/admin.ts';
import { openWordPress, type SiteOptions, type WordPressSite } from '../../support/wordpress/site.ts';
import { installInkling, packInkling } from './plugin.ts';

/** Rules with one segment and two messages: what a page of the admin needs of them. */
const RULES = {
  v: 1,
  site: { zone: 'UTC', currency: 'EUR', sessionGapMs: 1_800_000, holdout: 0, caps: [] },
  hears: { 'Page Viewed': ['path', 'type'] },
  segments: [
    {
      key: 'deep-reader',
      name: 'Deep readers',
      when: { event: 'Page Viewed', count: { gte: 3 }, within: 'session' },
    },
  ],
  model: null,
  campaigns: [
    {
      key: 'newsletter',
      name: 'Newsletter',
      state: 'draft',
      channel: 'onsite',
      audience: { all: ['deep-reader'] },
      trigger: { slot: 'article-end' },
      variants: [
        { key: 'control', weight: 10, treatment: null },
        {
          key: 'offer',
          weight: 90,
          treatment: {
            kind: 'content',
            title: { en: 'The next piece by mail', de: 'Der nächste Beitrag per Mail' },
            text: { en: 'We write [[once a week]].', de: 'Wir schreiben [[einmal in der Woche]].' },
            action: { label: { en: 'Subscribe', de: 'Abonnieren' }, url: 'https://fill-in.invalid/' },
          },
        },
      ],
      goal: { kind: 'conversion', event: 'Signed Up', within: '7d' },
      limits: { caps: [{ scope: 'campaign', max: 3, per: 'day' }] },
      priority: 50,
      tags: [],
      traffic: 1,
    },
    {
      key: 'leaving',
      name: 'Before they leave',
      state: 'draft',
      channel: 'onsite',
      audience: {},
      trigger: { exitIntent: true },
      variants: [
        { key: 'control', weight: 20, treatment: null },
        {
          key: 'coupon',
          weight: 80,
          treatment: {
            kind: 'coupon',
            title: 'Ten percent off',
            text: 'For everything that is not on sale.',
            code: 'YOUR-CODE',
            ends: '1970-01-01T00:00:00Z',
            dismiss: 'No, thanks',
          },
        },
      ],
      goal: { kind: 'conversion', event: 'Order Completed', within: '24h' },
      limits: {
        caps: [
          { scope: 'campaign', max: 1, per: '90d' },
          { scope: 'all', max: 2, per: 'day' },
        ],
      },
      priority: 30,
      tags: [],
      traffic: 1,
    },
  ],
  words: {},
};

/** The plugin's zip with these rules in place of those that it is built with, for shops and for all others. */
export function packWithRules(rules: object = RULES): Uint8Array {
  const bytes = strToU8(JSON.stringify(rules));
  const own = { 'inkling/assets/rules.json': bytes, 'inkling/assets/rules-reading.json': bytes };
  return zipSync({ ...unzipSync(packInkling()), ...own }, { level: 0 });
}

/** The plugin uploaded and active. */
export async function openWithInkling(
  options: SiteOptions = {},
): Promise<{ readonly site: WordPressSite; readonly admin: Admin }> {
  const site = await openWordPress(options);
  const admin = await site.signIn();
  await installInkling(site, packWithRules());
  return { site, admin };
}

/** What a page's inline script tells the tracker. */
export function readConfig(html: string): Record<string, unknown> | null {
  const [, text] = /window\.inklingSite=(\{.*\});/.exec(html) ?? [];
  return text === undefined ? null : (JSON.parse(text) as Record<string, unknown>);
}

/** A file of the plugin's own folder, as it lies in the zip. */
export function readPacked(path: string): string | null {
  const bytes = unzipSync(packInkling())[`inkling/${path}`];
  return bytes === undefined ? null : strFromU8(bytes);
}
