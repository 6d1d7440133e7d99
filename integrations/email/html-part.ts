/**
 * The mail as HTML. Mail programs know tables and inline styles and little else; what they do not know of the style
 * block (dark colours, narrow screens) may be missing without harm. Everything of a merchant or a visitor is escaped.
 */
import type { MailBody, MailProduct } from './body.ts';
import { directionOf, wordsOf } from './language.ts';
import { html, type Markup } from './markup.ts';

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const PLAIN: Markup = {
  markup: `${FONT};font-size:16px;line-height:1.55;color:#1f2328;overflow-wrap:anywhere;word-break:break-word`,
};
const SMALL: Markup = {
  markup: `${FONT};font-size:13px;line-height:1.5;color:#59636e;overflow-wrap:anywhere;word-break:break-word`,
};
const TABLE: Markup = { markup: 'role="presentation" cellpadding="0" cellspacing="0" border="0"' };
/** Fills what a list of mails shows beside the subject, so that the beginning of the mail does not stand there twice. */
const FILLER: Markup = { markup: '&#847;&zwnj;&nbsp;'.repeat(60) };

const STYLES: Markup = {
  markup: `<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;-webkit-text-size-adjust:100%}
a{text-decoration-thickness:1px;text-underline-offset:2px}
img{display:block;border:0}
@media (max-width:480px){.edge{padding-left:20px!important;padding-right:20px!important}.outer{padding:0!important}.card{border-radius:0!important;border-left:0!important;border-right:0!important}.heading{font-size:23px!important}.button{display:block!important}.wide{width:100%!important}}
@media (prefers-color-scheme:dark){.page{background:#0f1216!important}.card{background:#181c22!important;border-color:#2b313a!important}.ink{color:#e8ebef!important}.soft,.soft a{color:#a3adb9!important}.rule{border-color:#2b313a!important}.button{background:#e8ebef!important;color:#14171b!important;border-color:#e8ebef!important}.wide{background:#e8ebef!important}}
</style>
<!--[if mso]><style>.button{padding:0!important}</style><![endif]-->`,
};

/** @example writeHtml(body).startsWith('<!doctype html>') */
export function writeHtml(body: MailBody): string {
  const { language, subject, pixel } = body;
  const direction = directionOf(language);
  return html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${subject}</title>
${STYLES}
</head>
<body class="page" style="margin:0;padding:0;background:#f2f4f6">
${writePreheader(body)}
<table ${TABLE} width="100%" class="page" style="background:#f2f4f6"><tr><td align="center" class="outer" style="padding:24px 12px">
<!--[if mso]><table ${TABLE} width="600"><tr><td><![endif]-->
<table ${TABLE} width="100%" lang="${language}" dir="${direction}" style="max-width:600px">
<tr><td class="card edge" style="background:#ffffff;border:1px solid #e3e7eb;border-radius:12px;padding:32px 40px">
${writeContent(body)}
</td></tr>
<tr><td class="edge soft" style="${SMALL};padding:20px 40px">${writeFooter(body)}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>${pixel !== null && html`<img src="${pixel}" width="1" height="1" alt="">`}
</body>
</html>
`.markup;
}

function writePreheader({ preheader }: MailBody): Markup | false {
  if (preheader === '') return false;
  return html`<div style="display:none;max-height:0;overflow:hidden;mso-hide:all" aria-hidden="true">${preheader}${FILLER}</div>`;
}

function writeContent({ shop, heading, paragraphs, products, action }: MailBody): Markup {
  return html`<p class="soft" style="${SMALL};margin:0 0 20px;font-weight:600">${shop}</p>
${
  heading !== null &&
  html`<h1 class="ink heading" style="${PLAIN};margin:0 0 16px;font-size:26px;line-height:1.25;font-weight:700">${heading}</h1>`
}
${paragraphs.map((text) => html`<p class="ink" style="${PLAIN};margin:0 0 16px">${text}</p>\n`)}
${
  products.length > 0 &&
  html`<table ${TABLE} width="100%" style="margin:8px 0 0">${products.map((one, i) => writeProduct(one, i === 0, products))}</table>`
}
${action !== null && writeButton(action)}`;
}

function writeProduct(
  { title, url, image, price }: MailProduct,
  isFirst: boolean,
  all: readonly MailProduct[],
): Markup {
  const isWide = image === null && all.some((one) => one.image !== null);
  const line = isFirst ? '' : 'border-top:1px solid #e3e7eb;';
  const picture =
    image !== null &&
    html`<img src="${image}" width="88" height="88" alt="${title}" style="width:88px;height:88px;border-radius:8px;object-fit:cover">`;
  return html`<tr>${
    picture !== false &&
    html`<td width="88" class="rule" valign="middle" style="${line}padding:14px 0">${linked(url, picture)}</td>`
  }<td${isWide && html` colspan="2"`} class="rule" valign="middle" style="${line}padding:14px ${image === null ? '0' : '16px'}">
<p class="ink" style="${PLAIN};margin:0;font-weight:600">${linked(url, html`${title}`)}</p>
${price !== null && html`<p class="soft" style="${PLAIN};margin:2px 0 0;color:#59636e">${price}</p>`}</td></tr>`;
}

function linked(url: string | null, inner: Markup): Markup {
  return url === null
    ? inner
    : html`<a class="ink" href="${url}" style="color:#1f2328;text-decoration:none">${inner}</a>`;
}

/** The cell has the colour, so that it is a button also where a link has no background. */
function writeButton({ label, url }: NonNullable<MailBody['action']>): Markup {
  return html`<table ${TABLE} class="wide" style="margin:24px 0 4px;background:#1f2328;border-radius:8px"><tr><td align="center" style="border-radius:8px">
<a class="button" href="${url}" style="${FONT};display:inline-block;padding:13px 26px;font-size:16px;line-height:1.25;font-weight:600;color:#ffffff;background:#1f2328;border:1px solid #1f2328;border-radius:8px;text-decoration:none">${label}</a></td></tr></table>`;
}

function writeFooter({ because, shop, postalAddress, unsubscribe, language }: MailBody): Markup {
  return html`${because !== null && html`<p style="margin:0 0 8px">${because}</p>`}
<p style="margin:0 0 8px">${[shop, ...postalAddress].join(' · ')}</p>
${
  unsubscribe !== null &&
  html`<p style="margin:0"><a href="${unsubscribe}" style="color:#59636e">${wordsOf(language).unsubscribe}</a></p>`
}`;
}
