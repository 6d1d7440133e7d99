/** The parts of the document that are made of an export's head. */
import type { ExportHead } from '../../../core/privacy/export/schema.ts';
import { type Html, html } from '../../shop/html.ts';
import type { Phrases } from './phrases.ts';
import { facts, table } from './tables.ts';

/** What a reader is shown of the reasons for an estimate. */
const MOST_REASONS = 5;
const MINUTE_MS = 60_000;
const PURPOSES = ['analytics', 'personalization', 'contact', 'share'] as const;

export function glance(head: ExportHead, phrases: Phrases): Html {
  const { words, number, date } = phrases;
  const { events } = head.profile;
  const lines = [
    [words.eventsHeld, number(events?.count ?? 0)],
    [words.visits, number(head.sessions.count)],
    [words.ordersHeld, number(head.orders.frequency)],
    [words.firstSeen, events === null ? null : date(events.first)],
    [words.lastSeen, events === null ? null : date(events.last)],
  ] as const;
  return facts(lines, 'glance');
}

export function who({ visitor, profile, traits }: ExportHead, phrases: Phrases): Html {
  const { words, word } = phrases;
  const { device, country, zone } = profile.context;
  const { length } = visitor.recordedUnder;
  const campaign = profile.campaigns.first;
  return html`<p>${visitor.kind === 'anonymous' ? words.anonymous : words.lasting}</p>
${length > 1 && html`<p>${words.ids(length)}</p>`}
${facts([
  [words.device, typeof device === 'string' ? word(words.devices, device) : null],
  [words.country, typeof country === 'string' ? countryName(country, phrases) : null],
  [words.timeZone, typeof zone === 'string' ? zone : null],
  [words.cameBy, campaign === null ? null : Object.values(campaign.campaign).join(', ')],
])}
${Object.keys(traits).length > 0 && html`<h3>${words.traits}</h3>${facts(phrases.lines(traits, undefined))}`}`;
}

function countryName(code: string, { language }: Phrases): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
}

export function consent({ consent: standing, objection }: ExportHead, phrases: Phrases): Html {
  const { words, instant, word } = phrases;
  const isEnding = PURPOSES.some((purpose) => (standing[purpose]?.until ?? null) !== null);
  const heads = [words.purpose, words.standing, words.since, isEnding ? words.until : null, words.saidBy];
  const columns = heads.flatMap((head) => (head === null ? [] : [{ head }]));
  const rows = PURPOSES.map((purpose) => {
    const now = standing[purpose];
    if (now === undefined) return [words.purposes[purpose], words.unsaid, ...columns.slice(2).map(() => '')];
    const state = now.allowed ? html`<span class="yes">${words.allowed}</span>` : words.denied;
    const until = now.until === null ? '' : instant(now.until);
    const ends = isEnding ? [until] : [];
    return [words.purposes[purpose], state, instant(now.since), ...ends, word(words.sources, now.source)];
  });
  return html`${objection && html`<p class="note">${words.objected}</p>`}${table(columns, rows, words.consent)}`;
}

export function contacts({ contacts: kept, suppressions }: ExportHead, phrases: Phrases): Html {
  const { words, word, instant } = phrases;
  const refused = suppressions.map(
    ({ reason, since }) => html`<li>${words.suppressions[reason]}, ${instant(since)}</li>`,
  );
  const lines = kept.map(({ kind, value, givenAt }) => {
    const given = `${words.given} ${givenAt === null ? words.fromShop : instant(givenAt)}`;
    const text = html`${value ?? words.kept}<br><small>${given}</small>`;
    return [word(words.contactKinds, kind), text] as const;
  });
  return html`<p>${words.contactsLead}</p>${facts(lines)}
${refused.length > 0 && html`<p>${words.suppressed}</p><ul>${refused}</ul>`}`;
}

/** From what is the visitor's best known to what takes in everything. */
const KINDS: readonly string[] = ['campaign', 'tag', 'channel', 'offer', 'any', 'all'];

type NameOf = (kind: 'campaign', key: string) => string | null;

/** One line for each showing, with all that it counts toward. */
export function limits({ limits: held }: ExportHead, phrases: Phrases, nameOf: NameOf): Html {
  const { words, instant } = phrases;
  const columns = [{ head: words.when }, { head: words.countsToward }, { head: words.state }];
  const showings = Map.groupBy(held, ({ at, state }) => `${at} ${state}`);
  const rows = [...showings.values()].flatMap((lines) => {
    const [first] = lines;
    if (first === undefined) return [];
    const told = lines.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
    const toward = told.map((line) => writeLimit(line, phrases, nameOf)).join(', ');
    return [[instant(first.at), toward, words.limitStates[first.state]]];
  });
  return html`<p>${words.limitsLead}</p>${table(columns, rows, words.limits)}`;
}

function writeLimit({ kind, of }: ExportHead['limits'][number], phrases: Phrases, nameOf: NameOf): string {
  const { words, word } = phrases;
  if (of === null) return words.limitKinds[kind];
  if (kind === 'channel') return `${words.limitKinds.channel} ${word(words.channels, of)}`;
  const named = kind === 'campaign' ? nameOf('campaign', of) : null;
  return `${words.limitKinds[kind]} ${words.quoted(named ?? word({}, of))}`;
}

export function mails({ mails: sent }: ExportHead, { words, instant }: Phrases): Html {
  return html`<p>${words.mailsLead}</p><ul>${sent.map(({ at }) => html`<li>${instant(at)}</li>`)}</ul>`;
}

export function orders({ orders: held }: ExportHead, phrases: Phrases): Html {
  const { words, money, instant } = phrases;
  const columns = [
    { head: words.ordered },
    { head: words.total, kind: 'num' as const },
    { head: words.refunded, kind: 'num' as const },
    { head: words.state },
  ];
  const rows = held.items.map(({ at, total, refunded, cancelled }) => [
    instant(at),
    total === null ? '' : money(total, held.currency),
    refunded === null ? words.all : refunded === 0 ? '' : money(refunded, held.currency),
    cancelled ? words.cancelled : words.completed,
  ]);
  return html`<p>${words.together(held.frequency, money(held.monetary, held.currency))}</p>
${rows.length > 0 && table(columns, rows, words.orders)}`;
}

export function visits({ sessions }: ExportHead, phrases: Phrases): Html {
  const { words, instant, number, word } = phrases;
  const columns = [
    { head: words.began },
    { head: words.lasted },
    { head: words.did, kind: 'num' as const },
    { head: words.reached },
  ];
  const shown = [...sessions.recent, ...(sessions.open === null ? [] : [sessions.open])].toReversed();
  const rows = shown.map(({ start, durationMs, events, drop }) => [
    instant(start),
    words.minutes(Math.round(durationMs / MINUTE_MS)),
    number(events),
    word(words.steps, drop.step),
  ]);
  return html`<p>${words.visitsLead(sessions.count)}</p>${table(columns, rows, words.visits)}`;
}

export function links({ links: made }: ExportHead, phrases: Phrases): Html {
  const { words, instant } = phrases;
  const items = made.map(
    ({ kind, at, proved }) =>
      html`<li><time datetime="${at}">${instant(at)}</time><span>${words.link[kind]}${kind === 'login' && !proved && html`<small>${words.claimed}</small>`}</span></li>`,
  );
  return html`<p>${words.linksLead}</p><ol class="log dated">${items}</ol>`;
}

export function groups({ segments }: ExportHead, phrases: Phrases): Html {
  const { words, instant, language } = phrases;
  const columns = [{ head: words.group }, { head: words.rule }, { head: words.since }, { head: words.until }];
  const rows = segments.map(({ name, words: rule, since, until }) => [
    name,
    language === 'en' ? rule : html`<span lang="en">${rule}</span>`,
    instant(since),
    until === null ? '' : instant(until),
  ]);
  return html`<p>${words.groupsLead}</p>${table(columns, rows, words.groups)}`;
}

export function scores({ scores: made }: ExportHead, phrases: Phrases): Html {
  const { words, language } = phrases;
  const items = made.map((score) => {
    const reasons = score.reasons.slice(0, MOST_REASONS).map(({ words: reason, shap }) => {
      const text = language === 'en' ? reason : html`<span lang="en">${reason}</span>`;
      return html`<li>${text} <span class="soft">(${shap < 0 ? words.lowers : words.raises})</span></li>`;
    });
    return html`<h4>${foretold(score, phrases)}</h4><p><strong>${estimate(score, phrases)}</strong>${score.heuristic && html` <span class="soft">(${words.points})</span>`}</p>
${reasons.length > 0 && html`<p class="soft">${words.because} ${words.reasonsElsewhere}</p><ul>${reasons}</ul>`}`;
  });
  return html`<p>${words.scoresLead}</p>${items}`;
}

type Score = ExportHead['scores'][number];

function foretold({ label, foretells }: Score, { words }: Phrases): string {
  const own: Readonly<Record<string, string>> = words.foretold;
  return own[label] ?? foretells.charAt(0).toUpperCase() + foretells.slice(1);
}

function estimate({ kind, p, shares = {} }: Score, { words, money, percent, word }: Phrases): string {
  if (kind === 'amount') return money(p);
  if (kind !== 'next') return percent(p);
  return Object.entries(shares)
    .toSorted(([, a], [, b]) => b - a)
    .map(([action, share]) => `${word(words.actions, action)} ${percent(share)}`)
    .join(', ');
}

export function retention({ retention: terms, removed }: ExportHead, phrases: Phrases): Html {
  const { words, instant } = phrases;
  const gone = removed === null ? words.removedNone : words.removed(removed.events, instant(removed.upTo));
  const { eventDays, resultDays, noticeDays, idleDays, endsAt } = terms;
  const rest = endsAt === null ? words.retentionLasts(idleDays) : words.retentionEnds(instant(endsAt));
  const others = words.retentionOthers(resultDays, noticeDays);
  return html`<p>${words.retentionDays(eventDays)} ${others}</p><p>${rest}</p><p>${gone}</p>`;
}

export function rights({ words }: Phrases): Html {
  return html`<ul>${words.rightsList.map((line) => html`<li>${line}</li>`)}</ul><p class="soft">${words.absent}</p>`;
}
