/**
 * An export as one document that a person reads: no script, nothing loaded from anywhere, no key or hash of a machine.
 * It is written in pieces, so that a long history needs no more memory than a short one.
 */
import { createHash } from 'node:crypto';
import type { VisitorExport } from '../../../core/privacy/export/read-export.ts';
import type { ExportListName } from '../../../core/privacy/export/schema.ts';
import type { EntryView } from '../../../core/profiles/visitors.ts';
import { type Html, html } from '../../shop/html.ts';
import { type Phrases, phrasesOf } from './phrases.ts';
import * as sections from './sections.ts';
import { STYLE } from './style.ts';
import { type Column, tableRow } from './tables.ts';

/** Nothing in it runs and nothing is fetched, whoever opens it and wherever. */
const DOCUMENT_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE, 'utf8').digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
/** As a header it also says that no page may frame it, which a document cannot say of itself. */
export const ANSWER_POLICY = `${DOCUMENT_POLICY}; frame-ancestors 'none'`;

export type DocumentOptions = {
  /** BCP 47; German or, for everything else, English. */
  readonly language: string | null;
  /** What a segment or a campaign is called; null: it is gone. */
  readonly nameOf: (kind: 'segment' | 'campaign', key: string) => string | null;
};

type Writing = VisitorExport & { readonly phrases: Phrases; readonly nameOf: DocumentOptions['nameOf'] };
type Section = {
  readonly id: string;
  readonly title: string;
  readonly pieces: () => AsyncIterable<string> | Iterable<string>;
};

/** @example for await (const piece of writeExportHtml(found, { language: 'de', nameOf })) response.write(piece) */
export async function* writeExportHtml(
  found: VisitorExport,
  { language, nameOf }: DocumentOptions,
): AsyncGenerator<string> {
  const phrases = phrasesOf(language, found.head.site);
  const listed = listSections({ ...found, phrases, nameOf });
  yield writeTop(found, phrases, listed).markup;
  for (const { id, title, pieces } of listed) {
    yield html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n`.markup;
    yield* pieces();
    yield '</section>\n';
  }
  yield html`</main><footer><p>${phrases.words.made} ${phrases.instant(found.head.madeAt)} · Inkling</p></footer></body></html>\n`
    .markup;
}

function writeTop({ head }: VisitorExport, phrases: Phrases, listed: readonly Section[]): Html {
  const { words, language, instant } = phrases;
  const { name, timezone } = head.site;
  const items = listed.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="${DOCUMENT_POLICY}"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<title>${words.title(name)}</title><style>${{ markup: STYLE }}</style></head>
<body><header><p class="shop">${name}</p><h1>${words.title(name)}</h1>
<p class="lead">${head.scope === 'device' ? words.leadDevice(name) : words.lead(name)}</p>
<p class="soft">${words.made} ${instant(head.madeAt)}. ${words.zone(timezone)}</p></header>
<nav aria-label="${words.contents}"><ol>${items}</ol></nav><main>
`;
}

/** Those of which there is something to tell, and those that say that there is nothing. */
function listSections(writing: Writing): readonly Section[] {
  const { head, phrases, nameOf } = writing;
  const { words } = phrases;
  const plain = (id: string, title: string, part: Html): Section => ({
    id,
    title,
    pieces: () => [part.markup],
  });
  const own = (id: string, title: string, pieces: Section['pieces']): Section => ({ id, title, pieces });
  return [
    plain('glance', words.glance, sections.glance(head, phrases)),
    plain('who', words.who, sections.who(head, phrases)),
    own('consent', words.consent, () => writeConsent(writing)),
    ...(head.contacts.length > 0
      ? [plain('contacts', words.contacts, sections.contacts(head, phrases))]
      : []),
    ...(head.links.length > 0 ? [plain('links', words.links, sections.links(head, phrases))] : []),
    ...(head.orders.frequency + head.orders.items.length > 0
      ? [plain('orders', words.orders, sections.orders(head, phrases))]
      : []),
    ...(head.sessions.count > 0 ? [plain('visits', words.visits, sections.visits(head, phrases))] : []),
    own('concluded', words.concluded, () => writeConcluded(writing)),
    own('shown', words.shown, () => writeShown(writing)),
    ...(head.limits.length > 0
      ? [plain('limits', words.limits, sections.limits(head, phrases, nameOf))]
      : []),
    ...(head.mails.length > 0 ? [plain('mails', words.mails, sections.mails(head, phrases))] : []),
    own('events', words.events, () => writeEvents(writing)),
    plain('retention', words.retention, sections.retention(head, phrases)),
    plain('rights', words.rights, sections.rights(phrases)),
  ];
}

async function* writeConsent(writing: Writing): AsyncGenerator<string> {
  const { head, phrases } = writing;
  const { words, word } = phrases;
  yield sections.consent(head, phrases).markup;
  yield* writeList(writing, 'consentHistory', {
    title: words.history,
    columns: [{ head: words.when }, { head: words.what }, { head: words.saidBy }],
    rowOf: ({ properties }) => [
      describePurposes(properties.purposes, phrases),
      word(words.sources, String(properties.source)),
    ],
  });
}

function describePurposes(purposes: unknown, { words }: Phrases): Html {
  const named = Object.entries(purposes ?? {}).map(([purpose, allowed], at) => {
    const what = words.purposes[purpose as keyof typeof words.purposes] ?? purpose;
    return html`${at > 0 && html`<br>`}${what}: ${allowed === true ? words.allowed : words.denied}`;
  });
  return html`${named}`;
}

async function* writeConcluded(writing: Writing): AsyncGenerator<string> {
  const { head, phrases, nameOf } = writing;
  const { words } = phrases;
  let isEmpty = true;
  if (head.segments.length > 0) {
    isEmpty = false;
    yield html`<h3>${words.groups}</h3>${sections.groups(head, phrases)}`.markup;
  }
  for await (const piece of writeList(writing, 'segmentHistory', {
    title: words.groupHistory,
    columns: [{ head: words.when }, { head: words.group }, { head: words.what }],
    rowOf: ({ name, properties }) => {
      // What was taken back, when two histories became one, is told again by itself.
      if ((name !== 'entered' && name !== 'left') || properties.revokes !== undefined) return null;
      const segment = nameOf('segment', String(properties.segment));
      return [segment ?? phrases.word({}, String(properties.segment)), words[name]];
    },
  })) {
    isEmpty = false;
    yield piece;
  }
  if (head.scores.length > 0) {
    isEmpty = false;
    yield html`<h3>${words.scores}</h3>${sections.scores(head, phrases)}`.markup;
  }
  for await (const piece of writeList(writing, 'scoreHistory', {
    title: words.scoreHistory,
    columns: [{ head: words.when }, { head: words.what }, { head: words.estimate, kind: 'num' }],
    rowOf: ({ name, properties: { p } }) => {
      const what = phrases.word(words.foretold, name);
      if (typeof p !== 'number') return null;
      return [what, name === 'order_value' ? phrases.money(p / 100) : phrases.percent(p)];
    },
  })) {
    isEmpty = false;
    yield piece;
  }
  // Of a device that is linked to anything else, conclusions are left out, and "nothing" would be untrue.
  const none = head.scope === 'device' ? words.concludedElsewhere : words.none;
  if (isEmpty) yield html`<p>${none}</p>`.markup;
}

async function* writeShown(writing: Writing): AsyncGenerator<string> {
  const { phrases, nameOf } = writing;
  const { words, word } = phrases;
  let isEmpty = true;
  const rowOf = ({ name, properties: { campaign, channel } }: EntryView) => {
    // What was only considered names no one campaign, and was not carried out.
    if (typeof campaign !== 'string') return null;
    const called = nameOf('campaign', campaign) ?? phrases.word({}, campaign);
    return [
      called,
      word(words.outcomes, name),
      typeof channel === 'string' ? word(words.channels, channel) : '',
    ];
  };
  const columns = [{ head: words.when }, { head: words.campaign }, { head: words.what }, { head: words.how }];
  for (const [list, title] of [
    ['decisions', null],
    ['exposures', words.exposures],
  ] as const) {
    for await (const piece of writeList(writing, list, { title, columns, rowOf })) {
      isEmpty = false;
      yield piece;
    }
  }
  if (isEmpty) yield html`<p>${words.none}</p>`.markup;
}

type ListTable = {
  readonly title: string | null;
  /** The first one is when it was. */
  readonly columns: readonly Column[];
  /** Null: it is nothing that a reader would miss. */
  readonly rowOf: (entry: EntryView) => readonly (string | Html)[] | null;
};

/** Nothing at all where no entry makes a row. */
async function* writeList(
  { pages, phrases }: Writing,
  list: ExportListName,
  { title, columns, rowOf }: ListTable,
): AsyncGenerator<string> {
  let isOpen = false;
  let before = '';
  for await (const page of pages(list)) {
    const rows = page.flatMap((entry) => {
      const cells = rowOf(entry);
      const row = cells === null ? null : tableRow(columns, [phrases.instant(entry.time), ...cells]);
      // Recorded under two ids before a log-in joined them, it is one thing to a reader.
      if (row === null || row.markup === before) return [];
      before = row.markup;
      return [row];
    });
    if (rows.length === 0) continue;
    if (!isOpen) yield openTable(title, columns, phrases).markup;
    isOpen = true;
    yield html`${rows}`.markup;
  }
  if (isOpen) yield '</tbody></table></div>\n';
}

function openTable(title: string | null, columns: readonly Column[], { words }: Phrases): Html {
  const heads = columns.map(({ head, kind = 'at' }) => html`<th scope="col" class="${kind}">${head}</th>`);
  return html`${title !== null && html`<h3>${title}</h3>`}<div class="wide" role="group" aria-label="${title ?? words.shown}" tabindex="0"><table><thead><tr>${heads}</tr></thead><tbody>`;
}

/** By the days of the site's calendar. */
async function* writeEvents({ pages, phrases }: Writing): AsyncGenerator<string> {
  const { words } = phrases;
  let day: string | null = null;
  for await (const page of pages('events')) {
    let text = '';
    for (const entry of page) {
      const own = phrases.day(entry.time);
      if (day === null) text += html`<p>${words.eventsLead}</p>`.markup;
      if (own !== day)
        text += `${day === null ? '' : '</ol>\n'}${html`<h3>${own}</h3><ol class="log">`.markup}`;
      day = own;
      text += renderEvent(entry, phrases).markup;
    }
    yield text;
  }
  yield day === null ? html`<p>${words.none}</p>`.markup : '</ol>\n';
}

function renderEvent(entry: EntryView, phrases: Phrases): Html {
  const { properties, context, currency, time } = entry;
  const path = context?.path === undefined ? {} : { path: context.path };
  const lines = phrases.lines({ ...path, ...properties }, currency);
  const details = lines.map(([label, value], at) => html`${at > 0 && ' · '}${label}: <b>${value}</b>`);
  return html`<li><time datetime="${time}">${phrases.time(time)}</time><span>${phrases.sentence(entry)}${details.length > 0 && html`<small>${details}</small>`}</span></li>\n`;
}
