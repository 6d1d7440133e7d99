/** What stands in a mail, before it is text or HTML: texts in one language, links that may be followed, prices written out. */
import type { Mail, ShownProduct, Text } from '../../core/decisions/treatment.ts';
import type { Outgoing } from '../../core/ports.ts';
import { chooseLanguage, readText, wordsOf } from './language.ts';
import type { MailLinks } from './links.ts';

export type MailProduct = {
  readonly title: string;
  readonly url: string | null;
  readonly image: string | null;
  readonly price: string | null;
};

export type MailBody = {
  /** BCP 47. */
  readonly language: string;
  readonly subject: string;
  readonly preheader: string;
  readonly heading: string | null;
  readonly paragraphs: readonly string[];
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly products: readonly MailProduct[];
  readonly because: string | null;
  /** Name of the shop. */
  readonly shop: string;
  /** Line by line. */
  readonly postalAddress: readonly string[];
  /** Null in a transactional mail. */
  readonly unsubscribe: string | null;
  readonly pixel: string | null;
};

export type MailFrame = {
  readonly shop: string;
  readonly postalAddress: string;
  /** In the order in which they are tried: the reader's, the site's. */
  readonly languages: readonly (string | null)[];
  readonly links: MailLinks;
};

const MOST_SUBJECT = 200;
/** Line separators too; joiners stay, without which emoji and Persian fall apart. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** @example makeBody(message, message.treatment, frame).subject */
export function makeBody(
  message: Pick<Outgoing, 'isTransactional' | 'saysWhy' | 'products'>,
  mail: Mail,
  frame: MailFrame,
): MailBody {
  const { shop, links } = frame;
  const language = chooseLanguage(mail.subject, frame.languages);
  const read = (text: Text | undefined): string =>
    text === undefined ? '' : readText(text, language).trim();
  const target = mail.action === undefined ? null : links.follow(mail.action.url);
  return {
    language,
    subject: [...toLine(read(mail.subject))].slice(0, MOST_SUBJECT).join(''),
    preheader: toLine(read(mail.preheader)),
    heading: toLine(read(mail.heading)) || null,
    paragraphs: toParagraphs(read(mail.text)),
    action: target === null ? null : { label: toLine(read(mail.action?.label)) || target, url: target },
    products:
      mail.products === undefined ? [] : message.products.map((one) => showProduct(one, language, links)),
    because: message.saysWhy ? wordsOf(language).because(shop) : null,
    shop: toLine(shop),
    postalAddress: frame.postalAddress.split(/\r?\n/).map(toLine).filter(Boolean),
    unsubscribe: message.isTransactional ? null : links.unsubscribe(language),
    pixel: links.pixel,
  };
}

/** One line without controls: what stands in a header ends no header. */
export function toLine(text: string): string {
  return text.replace(CONTROLS, ' ').replace(/ {2,}/g, ' ').trim();
}

function toParagraphs(text: string): readonly string[] {
  return text
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map((paragraph) => toLine(paragraph))
    .filter(Boolean);
}

function showProduct(
  { title, url, image, price, currency }: ShownProduct,
  language: string,
  links: MailLinks,
): MailProduct {
  return {
    title: toLine(title),
    url: url === undefined ? null : links.follow(url),
    image: image === undefined ? null : links.resolve(image),
    price: price === undefined || currency === undefined ? null : writePrice(price, currency, language),
  };
}

function writePrice(price: number, currency: string, language: string): string {
  try {
    return new Intl.NumberFormat(language.replace('_', '-'), { style: 'currency', currency }).format(price);
  } catch (error) {
    // A language or currency that this machine does not know.
    if (error instanceof RangeError) return `${price.toFixed(2)} ${currency}`;
    throw error;
  }
}
