/** What the pages of campaigns say of each, and of what there is to start from. */
import type { Standing } from '../view-models/campaigns-list.ts';
import type { WordSet } from './words.ts';

export type CampaignsWords = {
  readonly intro: string;
  readonly fresh: string;
  readonly empty: string;
  readonly emptyText: string;
  readonly columns: {
    readonly name: string;
    readonly state: string;
    readonly does: string;
    readonly lift: string;
    readonly caps: string;
  };
  readonly more: string;
  readonly standings: Readonly<Record<Standing, string>>;
  readonly channels: Readonly<Record<string, string>>;
  readonly notBegun: string;
  readonly unread: string;
  readonly noControl: string;
  readonly verdicts: Readonly<
    Record<'ship' | 'stop' | 'keep_running' | 'broken' | 'not_enough_data', string>
  >;
  readonly perHundred: string;
  readonly perVisitor: string;
  readonly liftWord: (verdict: string, lift: string, low: string, high: string) => string;
  readonly triggers: {
    readonly event: (name: string) => string;
    readonly entry: (segment: string) => string;
    readonly exit: (segment: string) => string;
    readonly exitIntent: string;
    readonly idle: (length: string) => string;
    readonly slot: (slot: string) => string;
    readonly schedule: (at: string) => string;
  };
  readonly audience: {
    readonly everybody: string;
    readonly any: (segments: string) => string;
    readonly all: (segments: string) => string;
    readonly none: (segments: string) => string;
  };
  readonly goals: Readonly<
    Record<
      'conversion' | 'revenue' | 'count' | 'activation' | 'retention' | 'expansion',
      (event: string, within: string, of: string) => string
    >
  >;
  readonly noLimits: string;
  readonly never: string;
  readonly atMost: (count: string, span: string) => string;
  readonly spans: Readonly<Record<string, string>>;
  readonly inSpan: (length: string) => string;
  readonly scopes: Readonly<Record<'channel' | 'tag' | 'all', string>>;
  readonly ofScope: (scope: string, tag: string, most: string) => string;
  readonly cooldown: (length: string) => string;
  readonly quietHours: (from: string, to: string) => string;
};

export const CAMPAIGNS: WordSet<CampaignsWords> = {
  en: {
    intro:
      'A campaign shows or sends something to somebody for a reason, and leaves some out to see what it was worth.',
    fresh: 'New campaign',
    empty: 'Your first campaign',
    emptyText:
      'Start from one that is thought through already. It is a draft: nobody sees anything before you start it.',
    columns: {
      name: 'Campaign',
      state: 'State',
      does: 'Where, when and for whom',
      lift: 'What it achieved',
      caps: 'How often at most',
    },
    more: 'Show more',
    standings: {
      draft: 'Draft',
      live: 'Live',
      paused: 'Paused',
      scheduled: 'Not begun yet',
      ended: 'Ended',
    },
    channels: {
      onsite: 'On the page',
      email: 'By e-mail',
      webhook: 'By webhook',
      flow: 'By Shopify Flow',
      segment: 'To Segment',
    },
    notBegun: 'Not started',
    unread: 'Its report could not be read. Load the page again.',
    noControl: 'No control arm: nothing to compare with',
    verdicts: {
      ship: 'It helps',
      stop: 'It does harm',
      keep_running: 'Open',
      broken: 'Cannot be believed',
      not_enough_data: 'Too early to say',
    },
    perHundred: 'of 100',
    perVisitor: 'a visitor',
    liftWord: (verdict, lift, low, high) => `${verdict}: ${lift} (${low} to ${high})`,
    triggers: {
      event: (name) => `after ${name}`,
      entry: (segment) => `on entering ${segment}`,
      exit: (segment) => `on leaving ${segment}`,
      exitIntent: 'about to leave the page',
      idle: (length) => `after ${length} of nothing`,
      slot: (slot) => `in the slot ${slot}`,
      schedule: (at) => `at ${at}`,
    },
    audience: {
      everybody: 'for everybody',
      any: (segments) => `in one of ${segments}`,
      all: (segments) => `in ${segments}`,
      none: (segments) => `not in ${segments}`,
    },
    goals: {
      conversion: (event, within) => `Share who do ${event} within ${within}`,
      activation: (event, within) => `Share who do ${event} within ${within}`,
      retention: (event, within) => `Share who come back to ${event} within ${within}`,
      count: (event, within) => `How often ${event} comes within ${within}`,
      revenue: (event, within, of) => `Sum of ${of} of ${event} a visitor within ${within}`,
      expansion: (event, within, of) => `Sum of ${of} of ${event} a visitor within ${within}`,
    },
    noLimits: 'No limit',
    never: 'never',
    atMost: (count, span) => `${count} ${span}`,
    spans: { day: 'a day', week: 'a week', lifetime: 'ever' },
    inSpan: (length) => `in ${length}`,
    scopes: { channel: 'on the channel', tag: 'of the tag', all: 'of all campaigns' },
    ofScope: (scope, tag, most) => `${[scope, tag].filter(Boolean).join(' ')} ${most}`,
    cooldown: (length) => `${length} after any other`,
    quietHours: (from, to) => `none from ${from} to ${to}`,
  },
  de: {
    intro:
      'Eine Kampagne zeigt oder sendet jemandem aus einem Grund etwas, und lässt einige aus, damit man sieht, was sie gebracht hat.',
    fresh: 'Neue Kampagne',
    empty: 'Ihre erste Kampagne',
    emptyText:
      'Beginnen Sie mit einer, die schon durchdacht ist. Sie ist ein Entwurf: Niemand sieht etwas, bevor Sie sie starten.',
    columns: {
      name: 'Kampagne',
      state: 'Stand',
      does: 'Wo, wann und für wen',
      lift: 'Was sie gebracht hat',
      caps: 'Wie oft höchstens',
    },
    more: 'Mehr zeigen',
    standings: {
      draft: 'Entwurf',
      live: 'Aktiv',
      paused: 'Pausiert',
      scheduled: 'Beginnt noch',
      ended: 'Beendet',
    },
    channels: {
      onsite: 'Auf der Seite',
      email: 'Per E-Mail',
      webhook: 'Per Webhook',
      flow: 'Über Shopify Flow',
      segment: 'An Segment',
    },
    notBegun: 'Nicht gestartet',
    unread: 'Der Bericht ließ sich nicht lesen. Laden Sie die Seite neu.',
    noControl: 'Keine Kontrollgruppe: kein Vergleich möglich',
    verdicts: {
      ship: 'Sie hilft',
      stop: 'Sie schadet',
      keep_running: 'Noch offen',
      broken: 'Nicht glaubwürdig',
      not_enough_data: 'Noch zu früh',
    },
    perHundred: 'von 100',
    perVisitor: 'je Besucher',
    liftWord: (verdict, lift, low, high) => `${verdict}: ${lift} (${low} bis ${high})`,
    triggers: {
      event: (name) => `nach ${name}`,
      entry: (segment) => `beim Eintritt in ${segment}`,
      exit: (segment) => `beim Verlassen von ${segment}`,
      exitIntent: 'kurz vor dem Verlassen der Seite',
      idle: (length) => `nach ${length} ohne Aktion`,
      slot: (slot) => `am Platz ${slot}`,
      schedule: (at) => `um ${at}`,
    },
    audience: {
      everybody: 'für alle',
      any: (segments) => `in einem von ${segments}`,
      all: (segments) => `in ${segments}`,
      none: (segments) => `nicht in ${segments}`,
    },
    goals: {
      conversion: (event, within) => `Anteil mit ${event} innerhalb von ${within}`,
      activation: (event, within) => `Anteil mit ${event} innerhalb von ${within}`,
      retention: (event, within) => `Anteil, der zu ${event} zurückkommt, innerhalb von ${within}`,
      count: (event, within) => `Wie oft ${event} innerhalb von ${within} vorkommt`,
      revenue: (event, within, of) => `Summe von ${of} aus ${event} je Besucher innerhalb von ${within}`,
      expansion: (event, within, of) => `Summe von ${of} aus ${event} je Besucher innerhalb von ${within}`,
    },
    noLimits: 'Keine Grenze',
    never: 'nie',
    atMost: (count, span) => `${count} ${span}`,
    spans: { day: 'am Tag', week: 'in der Woche', lifetime: 'insgesamt' },
    inSpan: (length) => `in ${length}`,
    scopes: { channel: 'auf dem Kanal', tag: 'mit dem Schlagwort', all: 'über alle Kampagnen' },
    ofScope: (scope, tag, most) => `${[scope, tag].filter(Boolean).join(' ')} ${most}`,
    cooldown: (length) => `${length} nach jeder anderen`,
    quietHours: (from, to) => `nicht von ${from} bis ${to}`,
  },
};
