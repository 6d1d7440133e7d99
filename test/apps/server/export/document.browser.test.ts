import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findViolations } from '../../../support/axe.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../../support/chromium.ts';
import { bearer } from '../../../support/sites.ts';
import { prepareRegular, type Regular } from './regular.ts';

const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

describeBrowser('the document in a browser', () => {
  let browser: Browser;
  let regular: Regular;
  beforeAll(async () => {
    [browser, regular] = [await shareBrowser(), await prepareRegular()];
  });
  afterAll(() => regular.served.stop());

  const cases = [
    { scheme: 'light', media: 'screen', width: 900, lang: 'en' },
    { scheme: 'light', media: 'print', width: 700, lang: 'en' },
    { scheme: 'dark', media: 'screen', width: 360, lang: 'de' },
    { scheme: 'dark', media: 'print', width: 700, lang: 'de' },
  ] as const;

  it.each(cases)(
    'can be read by everybody, runs and loads nothing: $scheme, $media, $width px',
    async ({ scheme, media, width, lang }) => {
      const { served, site, visitor } = regular;
      const address = `${served.url}/v1/visitors/${visitor}/export?format=html&lang=${lang}`;
      const html = await (await fetch(address, { headers: bearer(site.secretKey) })).text();
      const page = await enterPage(browser, { viewport: { width, height: 900 }, colorScheme: scheme });
      const asked: string[] = [];
      page.on('request', ({ url }) => asked.push(url()));
      page.on('dialog', (dialog) => asked.push(dialog.message()));
      await page.setContent(html);
      await page.emulateMedia({ media, colorScheme: scheme });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await findViolations(page, RULES)).toEqual([]);
      expect(asked).toEqual([]);
    },
  );
});
