import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { makeBody } from '../../../integrations/email/body.ts';
import { writeHtml } from '../../../integrations/email/html-part.ts';
import { writeDone, writeNothing, writeQuestion } from '../../../integrations/email/pages.ts';
import { findViolations } from '../../support/axe.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { CART_MAIL } from './world.ts';

const IMAGE = 'https://img.example/shoe.svg';
const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="88" height="88"><rect width="88" height="88" fill="#2f6f55"/></svg>';

const mail = writeHtml(
  makeBody(
    {
      isTransactional: false,
      saysWhy: true,
      products: [
        {
          product: '1',
          title: 'Trail shoe, waterproof',
          price: 129.9,
          currency: 'EUR',
          url: 'https://x.example/',
          image: IMAGE,
        },
        {
          product: '2',
          title: 'Donaudampfschifffahrtsgesellschaftskapitänsmütze',
          price: 3.5,
          currency: 'EUR',
        },
      ],
    },
    CART_MAIL,
    {
      shop: 'Heron Outdoor',
      postalAddress: 'Heron Ltd\n1 Reed Lane',
      languages: ['de'],
      links: {
        follow: () => 'https://i.example/c/t',
        resolve: (url) => url,
        unsubscribe: () => 'https://i.example/u/t',
        pixel: null,
      },
    },
  ),
);

const DOCUMENTS: readonly (readonly [string, string])[] = [
  ['a mail', mail],
  ['the question whether to unsubscribe', writeQuestion('Heron Outdoor', 'de')],
  ['the answer to it', writeDone('Heron Outdoor', 'en')],
  ['the page of a link that is none', writeNothing()],
];

describeBrowser('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await shareBrowser();
  });

  async function open(html: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await enterPage(browser, { viewport: { width, height: 800 }, colorScheme });
    await page.route('**/*', (route) => route.fulfill({ contentType: 'image/svg+xml', body: PICTURE }));
    await page.setContent(html);
    return page;
  }

  const cases = DOCUMENTS.flatMap(([name, html]) =>
    (html === mail ? [600, 360] : [360]).flatMap((width) =>
      (['light', 'dark'] as const).map((scheme) => ({ name, html, width, scheme })),
    ),
  );

  it.each(cases)(
    '$name fits $width px and can be read by everybody, $scheme',
    async ({ html, width, scheme }) => {
      const page = await open(html, width, scheme);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      // A mail program gives the landmarks and the heading of the page around a mail.
      const rules = { region: { enabled: false }, 'landmark-one-main': { enabled: false } };
      expect(await findViolations(page, { rules })).toEqual([]);
    },
  );

  it('a mail is dark where the reader’s eyes want it dark', async () => {
    const inks: string[] = [];
    for (const scheme of ['light', 'dark'] as const) {
      const page = await open(mail, 600, scheme);
      inks.push(
        String(await page.evaluate(`getComputedStyle(document.querySelector('.card')).backgroundColor`)),
      );
    }
    expect(inks).toEqual(['rgb(255, 255, 255)', 'rgb(24, 28, 34)']);
  });
});
