/** The mail as plain text: for readers that show no HTML, and for whoever prefers it. */
import type { MailBody, MailProduct } from './body.ts';
import { wordsOf } from './language.ts';

/** RFC 3676 and RFC 5322 ask for lines of at most 78; quoting needs room. */
const MOST_COLUMNS = 76;

/** @example writeText(body).split('\n')[0] */
export function writeText(body: MailBody): string {
  const { heading, paragraphs, action, products } = body;
  const blocks = [
    ...(heading === null ? [] : [wrap(heading)]),
    ...paragraphs.map((text) => wrap(text)),
    ...products.map(writeProduct),
    ...(action === null ? [] : [`${wrap(action.label)}:\n${action.url}`]),
    // No signature's mark: what stands behind that is folded away by many programs.
    `${'-'.repeat(40)}\n${writeFooter(body)}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function writeProduct({ title, price, url }: MailProduct): string {
  const line = price === null ? title : `${title}, ${price}`;
  return url === null ? wrap(line, '* ') : `${wrap(line, '* ')}\n  ${url}`;
}

function writeFooter({ because, shop, postalAddress, unsubscribe, language }: MailBody): string {
  const lines = [
    ...(because === null ? [] : [wrap(because), '']),
    wrap([shop, ...postalAddress].join(', ')),
    ...(unsubscribe === null ? [] : ['', `${wordsOf(language).unsubscribe}:`, unsubscribe]),
  ];
  return lines.join('\n');
}

/** A word that is longer than a line, an address for example, has one of its own. */
function wrap(text: string, bullet = ''): string {
  const indent = ' '.repeat(bullet.length);
  const lines: string[] = [];
  let line = bullet;
  for (const word of text.split(' ')) {
    const isFirst = line === bullet || line === indent;
    const longer = isFirst ? line + word : `${line} ${word}`;
    if (longer.length <= MOST_COLUMNS || isFirst) line = longer;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return [...lines, line].join('\n');
}
