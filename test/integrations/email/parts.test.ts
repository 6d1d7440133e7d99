import { describe, expect, it } from 'vitest';
import type { Mail } from '../../../core/decisions/treatment.ts';
import { type MailFrame, makeBody } from '../../../integrations/email/body.ts';
import { writeHtml } from '../../../integrations/email/html-part.ts';
import { chooseLanguage, readText } from '../../../integrations/email/language.ts';
import { writeText } from '../../../integrations/email/text-part.ts';
import { CART_MAIL } from './world.ts';

const frame: MailFrame = {
  shop: 'Heron',
  postalAddress: 'Heron Ltd\n1 Reed Lane',
  languages: [null, 'en'],
  links: {
    follow: (target) => (target.startsWith('https:') ? 'https://i.example/c/token' : null),
    resolve: (target) => (target.startsWith('https:') ? target : null),
    unsubscribe: () => `https://i.example/u/${'t'.repeat(120)}`,
    pixel: null,
  },
};
const plain = { isTransactional: false, saysWhy: false, products: [] };
const body = (mail: Partial<Mail> = {}, message: object = {}) =>
  makeBody({ ...plain, ...message }, { ...CART_MAIL, ...mail }, frame);

describe('a language', () => {
  const text = { en: 'Hello', de: 'Hallo', 'pt-BR': 'Olá' };
  it.each([
    [['de', 'en'], 'de', 'Hallo'],
    [['de-AT', 'en'], 'de', 'Hallo'],
    [['de_CH', 'en'], 'de', 'Hallo'],
    [['PT-br', 'en'], 'pt-BR', 'Olá'],
    [['pt', 'en'], 'pt-BR', 'Olá'],
    [['fr', 'de'], 'de', 'Hallo'],
    [['fr', 'it'], 'en', 'Hello'],
    [[null, 'de'], 'de', 'Hallo'],
    [['"><script>', 'de'], 'de', 'Hallo'],
  ])('of %j is %s', (wanted, language, said) => {
    expect(chooseLanguage(text, wanted)).toBe(language);
    expect(readText(text, language)).toBe(said);
  });

  it('of a text in one language alone is the site’s', () => {
    expect(chooseLanguage('Hello', ['de', 'fr'])).toBe('fr');
  });

  it('that is written from the right is set from the right', () => {
    const html = writeHtml(makeBody(plain, { ...CART_MAIL, subject: { ar: 'سلة' } }, frame));
    expect(html).toContain('<html lang="ar" dir="rtl">');
  });
});

describe('the plain text', () => {
  it('has lines of 76 columns at most, but for addresses', () => {
    const long = 'word '.repeat(60).trim();
    const products = [{ product: 'p', title: long, price: 1, currency: 'EUR', url: 'https://shop.example/' }];
    const text = writeText(body({ text: long, products: 'cart' }, { products, saysWhy: true }));
    const lines = text.split('\n');
    expect(lines.filter((line) => line.length > 76 && !line.includes('https:'))).toEqual([]);
    expect(lines.filter((line) => /^ {2}word/.test(line)).length).toBeGreaterThan(2);
  });

  it('says everything that the HTML says', () => {
    const products = [{ product: 'p', title: 'Boots & Co', price: 1_234.5, currency: 'JPY' }];
    const both = body({}, { products, saysWhy: true });
    const html = writeHtml(both);
    for (const said of [
      'Your cart is waiting',
      'Hello,',
      'Back to the cart',
      '¥1,235',
      '1 Reed Lane',
      'bought at Heron',
    ]) {
      expect(writeText(both)).toContain(said);
      expect(html).toContain(said);
    }
    expect(html).toContain('Boots &amp; Co');
  });
});

describe('what a mail has', () => {
  it('is no more than it was given', () => {
    const { action: _, preheader: __, heading: ___, ...bare } = CART_MAIL;
    const made = makeBody(plain, bare, frame);
    expect(made).toMatchObject({ heading: null, action: null, products: [], because: null, preheader: '' });
    expect(writeHtml(made)).not.toMatch(/<h1|class="button" href|display:none/);
  });

  it('has no button that leads nowhere', () => {
    expect(body({ action: { label: 'Go', url: 'javascript:alert(1)' } }).action).toBeNull();
  });

  it('keeps its subject in one line of 200 letters', () => {
    expect(body({ subject: `a\u0000b\u2028c\td ${'😀'.repeat(300)}` }).subject).toBe(
      `a b c d ${'😀'.repeat(192)}`,
    );
  });

  it('keeps the joiners without which emoji fall apart', () => {
    expect(body({ subject: 'For the 👨‍👩‍👧' }).subject).toBe('For the 👨‍👩‍👧');
  });

  it('shows products only where the merchant asked for them', () => {
    const { products: _, ...bare } = CART_MAIL;
    const products = [{ product: 'p', title: 'Boots' }];
    expect(makeBody({ ...plain, products }, bare, frame).products).toEqual([]);
    expect(body({}, { products }).products).toEqual([
      { title: 'Boots', url: null, image: null, price: null },
    ]);
  });

  it('writes a price that this machine has no sign for in plain letters', () => {
    const products = [{ product: 'p', title: 'Boots', price: 5, currency: 'nonsense' }];
    expect(body({}, { products }).products[0]?.price).toBe('5.00 nonsense');
  });
});
