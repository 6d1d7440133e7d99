import { beforeAll, describe, expect, it } from 'vitest';
import { writeExportHtml } from '../../../../apps/server/export/document.ts';
import { phrasesOf } from '../../../../apps/server/export/phrases.ts';
import { exportVisitor, type VisitorExport } from '../../../../core/privacy/export/read-export.ts';
import { HOSTILE, MAILBOX, prepareRegular } from './regular.ts';

const BERLIN = { timezone: 'Europe/Berlin', currency: 'EUR' };
const documents = new Map<string, string>();
let hashes: readonly string[];
let held: VisitorExport;

beforeAll(async () => {
  const { served, site, visitor } = await prepareRegular();
  const found = await exportVisitor(
    { engine: served.engine, store: served.store },
    served.sites.get(site.site) as never,
    visitor as never,
  );
  if (found === null) throw new Error('nothing was held');
  held = found;
  hashes = [...found.head.visitor.recordedUnder, ...found.head.orders.items.map(({ order }) => order)];
  for (const language of ['en', 'de-AT']) {
    let text = '';
    for await (const piece of writeExportHtml(found, { language, nameOf: () => HOSTILE })) text += piece;
    documents.set(language, text);
  }
  await served.stop();
});

const read = (language: string): string => documents.get(language) ?? '';

async function writeHead(changes: Partial<VisitorExport['head']>): Promise<string> {
  const alone = { head: { ...held.head, ...changes }, pages: async function* () {} };
  let text = '';
  for await (const piece of writeExportHtml(alone, { language: 'en', nameOf: () => null })) text += piece;
  return text;
}

describe('the document', () => {
  it.each([
    { scope: 'visitor', says: 'Nothing.' },
    { scope: 'device', says: 'Nothing that rests on this device alone.' },
  ] as const)('says no more than it knows where nothing was concluded: $scope', async ({ scope, says }) => {
    const text = await writeHead({ scope, segments: [], scores: [] });
    const [, concluded = ''] = text.split('What was concluded about you</h2>');
    expect(concluded.trim().startsWith(`<p>${says}`)).toBe(true);
  });

  it.each([
    { until: null, isThere: false },
    { until: '2026-12-24T00:00:00.000Z', isThere: true },
  ])('has room for the end of a consent where one ends: $until', async ({ until, isThere }) => {
    const standing = { allowed: true, since: '2026-11-24T00:00:00.000Z', until, source: 'page' };
    const text = await writeHead({ consent: { analytics: standing }, segments: [] });
    expect(text.includes('>Ends</th>')).toBe(isThere);
    expect(text.includes('24 December 2026')).toBe(isThere);
  });

  it('leaves out what only a program reads: names of HTML, and places in a list of things without names', () => {
    const { lines } = phrasesOf('en', BERLIN);
    const products = [1, 2].map((position) => ({ product_id: `p${position}`, position }));
    expect(lines({ role: 'button', label: 'Add to cart', products }, 'EUR')).toEqual([
      ['What', 'Add to cart'],
      ['Products', '2 items'],
    ]);
  });

  it.each(['en', 'de-AT'])('escapes whatever a page, a shop or a person wrote: %s', (language) => {
    const text = read(language);
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(1)');
    expect(text).not.toMatch(/<(script|img|iframe|object|link)\b|\son\w+="|javascript:/i);
  });

  it.each([
    {
      language: 'en',
      terms: [/after 180 days/, /shown to you goes after 400 days/, /The rest goes 400 days after/],
    },
    {
      language: 'de-AT',
      terms: [
        /nach 180 Tagen/,
        /gezeigt wurde, verschwindet nach 400 Tagen/,
        /Der Rest verschwindet 400 Tage nach/,
      ],
    },
  ])('says of each class how long it is kept, as the site has it set: $language', ({ language, terms }) => {
    for (const term of terms) expect(read(language)).toMatch(term);
  });

  it('loads nothing, from nowhere', () => {
    expect(read('en')).not.toMatch(/\b(src|href)="(?!#)|url\(|@import/);
    expect(read('en')).toContain('default-src &#39;none&#39;');
  });

  it.each(['en', 'de-AT'])('shows no key and no hash of a machine: %s', (language) => {
    const text = read(language).replace(/<style>.*<\/style>/s, '');
    for (const hash of hashes) expect(text).not.toContain(hash);
    expect(text).not.toMatch(/[0-9a-f]{16}/);
    for (const key of [
      'product_id',
      'utm_',
      'purchase_7d',
      'close-looker',
      'analytics',
      'Product Viewed',
      '_',
    ])
      expect(text).not.toContain(key);
  });

  it('says in English what a reader wants to know, in the zone of the shop', () => {
    const text = read('en');
    expect(text).toContain('<html lang="en">');
    for (const words of [
      'Your data at Quill &amp; Co',
      MAILBOX,
      '5 January 2026 at 13:00',
      '€1,234.50',
      'Looked at a product',
      'Searched for: <b>blue ink</b>',
      '2 × Heron; Blue ink',
      'viewed a product 2 times in 30 days',
      'ordered twice',
      'Chosen for you',
      'So that it does not get too much',
      'the campaign “',
      '”, what is shown on a page, anything that is shown, all campaigns together',
      'This mailbox gets no more mail:',
      'the shop was asked for it, 8 January 2026 at 13:00',
      'Noted for two days',
    ])
      expect(text).toContain(words);
  });

  it('says it in German', () => {
    const text = read('de-AT').replaceAll('\u00a0', ' ');
    expect(text).toContain('<html lang="de">');
    for (const words of [
      '5. Januar 2026 um 13:00',
      '1.234,50 €',
      'Produkt angesehen',
      'Was Sie erlaubt haben',
      'Damit es nicht zu viel wird',
      'Dieses Postfach bekommt keine E-Mails mehr:',
      'Zwei Tage lang vermerkt',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Looked at');
  });
});

describe('a property', () => {
  const { lines } = phrasesOf('en', BERLIN);
  it.each([
    [{ price: 19.9 }, 'JPY', [['Price', 'JP¥20']]],
    [{ quantity: 1_000 }, undefined, [['Quantity', '1,000']]],
    [{ is_gift: false }, undefined, [['Is gift', 'no']]],
    [{ product_id: 'p1', cart_id: 'c', image_url: 'https://x.example' }, undefined, []],
    [{ reference: 'a'.repeat(64) }, undefined, []],
    [{ sizes: ['S', 'M'] }, undefined, [['Sizes', 'S; M']]],
    [{ products: [{ product_id: 'p1' }] }, undefined, [['Products', '1 item']]],
    [{ address: { city: 'Ghent', id: 7 } }, undefined, [['Address', 'Ghent']]],
    [
      { __proto__x: 'kept', constructor: 'kept too' },
      undefined,
      [
        ['Proto  x', 'kept'],
        ['Constructor', 'kept too'],
      ],
    ],
    [{ nothing: null }, undefined, []],
  ])('is read as a person would: %j', (properties, currency, expected) => {
    const read = lines(properties, currency).map(([label, value]) => [label, value]);
    expect(read).toEqual(expected.map(([label, value]) => [label?.replace(/ +/g, ' '), value]));
  });
});
