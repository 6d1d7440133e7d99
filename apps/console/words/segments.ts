// biome-ignore-all lint/style/noExcessiveLinesPerFile: data table
/** What the pages of segments say. */
import type { FindingKind } from '../api/answers/segments.ts';
import type { WordSet } from './words.ts';

export type SegmentsWords = {
  readonly intro: string;
  readonly tabs: { readonly label: string; readonly list: string; readonly health: string };
  readonly create: string;
  readonly empty: string;
  readonly emptyText: string;
  readonly templates: string;
  readonly columns: {
    readonly name: string;
    readonly size: string;
    readonly overTime: string;
    readonly state: string;
  };
  readonly ready: string;
  readonly building: (share: string) => string;
  readonly uncounted: string;
  readonly spark: (from: string, to: string) => string;
  readonly next: string;
  readonly previous: string;
  readonly back: string;
  readonly edit: string;
  readonly missing: string;
  readonly missingText: string;
  readonly visitors: string;
  readonly share: (share: string) => string;
  readonly newVersion: (share: string) => string;
  readonly want: string;
  readonly action: string;
  readonly noAction: string;
  readonly moves: string;
  readonly truncated: (time: string) => string;
  readonly sizeOverTime: string;
  readonly sizeSummary: (name: string) => string;
  readonly noSizes: string;
  readonly day: string;
  readonly plot: { readonly asTable: string; readonly save: string };
  readonly condition: string;
  readonly kinds: {
    readonly all: string;
    readonly any: string;
    readonly not: string;
    readonly account: string;
  };
  readonly parts: string;
  readonly members: string;
  readonly membersIntro: string;
  readonly nobody: string;
  readonly nobodyText: string;
  readonly why: string;
  readonly whyOf: (visitor: string) => string;
  readonly explain: {
    readonly tab: string;
    readonly title: string;
    readonly intro: string;
    readonly by: string;
    readonly kinds: { readonly userId: string; readonly email: string; readonly visitor: string };
    readonly value: string;
    readonly ask: string;
    readonly unknown: string;
    readonly inside: string;
    readonly outside: string;
    readonly leaves: (time: string) => string;
    readonly enters: (time: string) => string;
    readonly stays: string;
    readonly staysOut: string;
    readonly unseen: string;
    readonly declined: string;
    readonly yes: string;
    readonly no: string;
    readonly until: (time: string) => string;
    readonly events: (count: string) => string;
    readonly against: string;
    readonly at: (time: string) => string;
    readonly sessionStarted: string;
    readonly sessionEnded: string;
  };
  readonly remove: string;
  readonly removeTitle: (name: string) => string;
  readonly removeText: string;
  readonly removed: (name: string) => string;
  readonly health: {
    readonly intro: string;
    readonly findings: string;
    readonly fine: string;
    readonly fineText: string;
    readonly kinds: Readonly<Record<FindingKind, { readonly title: string; readonly cure: string }>>;
    readonly segment: string;
    readonly finding: string;
    readonly todo: string;
    readonly overlaps: string;
    readonly overlapsIntro: string;
    readonly noOverlaps: string;
    readonly other: string;
    readonly both: string;
    readonly alike: string;
    readonly of: (both: string, either: string) => string;
    readonly merges: string;
    readonly merge: (merge: string, into: string) => string;
    readonly mergeWhy: (share: string) => string;
    readonly within: (merge: string, into: string) => string;
    readonly noMerges: string;
    readonly more: (count: string) => string;
    readonly sampled: (share: string) => string;
  };
  readonly shelf: {
    readonly title: string;
    readonly intro: string;
    readonly blank: string;
    readonly families: { readonly shop: string; readonly saas: string; readonly content: string };
    readonly open: string;
    readonly openOf: (name: string) => string;
    readonly lacks: string;
  };
};

export const SEGMENTS: WordSet<SegmentsWords> = {
  en: {
    intro: 'A segment is a condition with a name. Who is in it changes as visitors act, and as time passes.',
    tabs: { label: 'What to see of the segments', list: 'All segments', health: 'Health' },
    create: 'New segment',
    empty: 'Your first segment',
    emptyText:
      'Start from a template, or describe in a line whom you mean. Its visitors are counted from the events that are there.',
    templates: 'Start from a template',
    columns: {
      name: 'Segment',
      size: 'Visitors now',
      overTime: '30 days',
      state: 'State',
    },
    ready: 'Live',
    building: (share) => `Counting, ${share}`,
    uncounted: 'Not counted yet',
    spark: (from, to) => `From ${from} to ${to} visitors`,
    next: 'Next page',
    previous: 'Previous page',
    back: 'All segments',
    edit: 'Edit',
    missing: 'There is no such segment',
    missingText: 'It may have been removed. All that there are stand in the list.',
    visitors: 'visitors in it now',
    share: (share) => `${share} of all visitors`,
    newVersion: (share) =>
      `A new version is being counted: ${share} of the visitors have been looked at. Until then size and members are those of the version before.`,
    want: 'What they want',
    action: 'What you do',
    noAction: 'Nothing yet. A segment without a treatment changes nothing: give it a campaign.',
    moves: 'It is to move',
    truncated: (time) => `What happened before ${time} is no longer kept and does not count.`,
    sizeOverTime: 'Size over time',
    sizeSummary: (name) => `Visitors in ${name}, by day`,
    noSizes: 'The size is noted once a day: the line begins after two days.',
    day: 'Day',
    plot: { asTable: 'Show as a table', save: 'Save as CSV' },
    condition: 'Who is in it',
    kinds: {
      all: 'All of these',
      any: 'Any of these',
      not: 'Not this',
      account: 'The account as a whole',
    },
    parts: 'What to see of its visitors',
    members: 'Visitors in it',
    membersIntro: 'By their ids, which are hashes: nobody is named.',
    nobody: 'Nobody is in it now',
    nobodyText: 'As soon as somebody meets the condition, they stand here.',
    why: 'Why?',
    whyOf: (visitor) => `Why is ${visitor} in it?`,
    explain: {
      tab: 'Explain a visitor',
      title: 'Why is somebody in it, or not?',
      intro:
        'Look a customer up, or type the id of a visitor. What you type is not kept and never stands in the address.',
      by: 'Look up by',
      kinds: { userId: 'User id', email: 'E-mail', visitor: 'Visitor id' },
      value: 'Whom',
      ask: 'Explain',
      unknown: 'Nothing is held of such a visitor.',
      inside: 'In the segment',
      outside: 'Not in the segment',
      leaves: (time) => `If nothing happens, they leave on ${time}.`,
      enters: (time) => `If nothing happens, they come in on ${time}.`,
      stays: 'They stay in it as long as nothing happens.',
      staysOut: 'They stay outside as long as nothing happens.',
      unseen: 'This visitor has not been seen yet: nobody is in a segment before the first event.',
      declined: 'This visitor declines to be counted: they are in no segment, whatever the tree says.',
      yes: 'True',
      no: 'False',
      until: (time) => `if nothing happens, until ${time}`,
      events: (count) => `Events behind it: ${count}`,
      against: 'stands in the way',
      at: (time) => `As of ${time}`,
      sessionStarted: 'Session Started',
      sessionEnded: 'Session Ended',
    },
    remove: 'Remove segment',
    removeTitle: (name) => `Remove ${name}?`,
    removeText:
      'Whoever is in it has left it then; no notice says so. While other segments, stages or campaigns build on it, it stays, and they are named here.',
    removed: (name) => `${name} is removed.`,
    health: {
      intro: 'If a segment lacks a tailored treatment, merge it. What follows says where.',
      findings: 'What to do',
      fine: 'Nothing to do',
      fineText: 'Each segment has a purpose, a campaign and enough visitors.',
      kinds: {
        'no campaign': { title: 'No campaign', cure: 'Give it a campaign, or merge it with one that has.' },
        'no KPI': { title: 'No purpose', cure: 'Say what it is to move, so that it can be measured.' },
        'too small': {
          title: 'Too small',
          cure: 'Fewer than 30 visitors cannot be measured. Loosen the condition, or merge it.',
        },
        'never changes': {
          title: 'Never changes',
          cure: 'Nobody came or went in 30 days. Check whether its events still arrive.',
        },
      },
      segment: 'Segment',
      finding: 'Finding',
      todo: 'What helps',
      overlaps: 'Overlaps',
      overlapsIntro: 'Visitors who are in both of two segments, those most alike first.',
      noOverlaps: 'No two segments have a visitor in common.',
      other: 'And',
      both: 'In both',
      alike: 'Alike',
      of: (both, either) => `${both} of ${either}`,
      merges: 'Merge',
      merge: (merge, into) => `Merge ${merge} into ${into}`,
      mergeWhy: (share) => `Of all who are in one of them, ${share} are in both.`,
      within: (merge, into) => `Everybody in ${merge} is in ${into} too.`,
      noMerges: 'No two segments are alike enough to be one.',
      more: (count) => `${count} more are not shown; the API has all of them.`,
      sampled: (share) => `Compared on ${share} of the visitors.`,
    },
    shelf: {
      title: 'Templates',
      intro:
        'Segments that work in other shops. Open one, change its numbers to those of your trade, save it.',
      blank: 'Start from nothing',
      families: { shop: 'Shops', saas: 'Software by subscription', content: 'Content' },
      open: 'Open',
      openOf: (name) => `Open ${name}`,
      lacks: 'Needs events of e-mails, which nothing reports here yet.',
    },
  },
  de: {
    intro:
      'Ein Segment ist eine Bedingung mit einem Namen. Wer darin ist, ändert sich mit dem, was Besucher tun, und mit der Zeit.',
    tabs: { label: 'Was von den Segmenten zu sehen ist', list: 'Alle Segmente', health: 'Zustand' },
    create: 'Neues Segment',
    empty: 'Ihr erstes Segment',
    emptyText:
      'Beginnen Sie mit einer Vorlage, oder beschreiben Sie in einer Zeile, wen Sie meinen. Gezählt wird aus den Ereignissen, die da sind.',
    templates: 'Mit einer Vorlage beginnen',
    columns: {
      name: 'Segment',
      size: 'Besucher jetzt',
      overTime: '30 Tage',
      state: 'Stand',
    },
    ready: 'Aktiv',
    building: (share) => `Wird gezählt, ${share}`,
    uncounted: 'Noch nicht gezählt',
    spark: (from, to) => `Von ${from} auf ${to} Besucher`,
    next: 'Nächste Seite',
    previous: 'Vorige Seite',
    back: 'Zu allen Segmenten',
    edit: 'Ändern',
    missing: 'Dieses Segment gibt es nicht',
    missingText: 'Vielleicht wurde es entfernt. Alle, die es gibt, stehen in der Liste.',
    visitors: 'Besucher sind jetzt darin',
    share: (share) => `${share} aller Besucher`,
    newVersion: (share) =>
      `Eine neue Fassung wird gezählt: ${share} der Besucher sind angesehen. Bis dahin sind Größe und Mitglieder die der vorigen Fassung.`,
    want: 'Was sie wollen',
    action: 'Was Sie tun',
    noAction:
      'Noch nichts. Ein Segment, für das nichts getan wird, ändert nichts: Geben Sie ihm eine Kampagne.',
    moves: 'Es soll bewegen',
    truncated: (time) => `Was vor dem ${time} geschah, ist nicht mehr aufgehoben und zählt nicht.`,
    sizeOverTime: 'Größe im Lauf der Zeit',
    sizeSummary: (name) => `Besucher in ${name}, nach Tagen`,
    noSizes: 'Die Größe wird einmal am Tag notiert: Die Linie beginnt nach zwei Tagen.',
    day: 'Tag',
    plot: { asTable: 'Als Tabelle zeigen', save: 'Als CSV speichern' },
    condition: 'Wer darin ist',
    kinds: {
      all: 'Alle davon',
      any: 'Eine davon',
      not: 'Nicht das',
      account: 'Das Konto im Ganzen',
    },
    parts: 'Was von den Besuchern zu sehen ist',
    members: 'Besucher darin',
    membersIntro: 'Nach ihren Kennungen, die Hashes sind: Niemand wird genannt.',
    nobody: 'Jetzt ist niemand darin',
    nobodyText: 'Sobald jemand die Bedingung erfüllt, steht er hier.',
    why: 'Warum?',
    whyOf: (visitor) => `Warum ist ${visitor} darin?`,
    explain: {
      tab: 'Einen Besucher erklären',
      title: 'Warum ist jemand darin, oder nicht?',
      intro:
        'Suchen Sie einen Kunden, oder geben Sie die Kennung eines Besuchers ein. Was Sie eingeben, wird nicht aufgehoben und steht nie in der Adresse.',
      by: 'Suchen nach',
      kinds: { userId: 'Kundennummer', email: 'E-Mail', visitor: 'Kennung des Besuchers' },
      value: 'Wen',
      ask: 'Erklären',
      unknown: 'Von so einem Besucher ist nichts bekannt.',
      inside: 'Im Segment',
      outside: 'Nicht im Segment',
      leaves: (time) => `Geschieht nichts, geht er am ${time} hinaus.`,
      enters: (time) => `Geschieht nichts, kommt er am ${time} hinein.`,
      stays: 'Er bleibt darin, solange nichts geschieht.',
      staysOut: 'Er bleibt draußen, solange nichts geschieht.',
      unseen:
        'Dieser Besucher wurde noch nicht gesehen: Vor dem ersten Ereignis ist niemand in einem Segment.',
      declined:
        'Dieser Besucher will nicht gezählt werden: Er ist in keinem Segment, was der Baum auch sagt.',
      yes: 'Trifft zu',
      no: 'Trifft nicht zu',
      until: (time) => `geschieht nichts, bis ${time}`,
      events: (count) => `Ereignisse dahinter: ${count}`,
      against: 'steht im Weg',
      at: (time) => `Stand ${time}`,
      sessionStarted: 'Besuch begann',
      sessionEnded: 'Besuch endete',
    },
    remove: 'Segment entfernen',
    removeTitle: (name) => `${name} entfernen?`,
    removeText:
      'Wer darin ist, ist dann nicht mehr darin; keine Nachricht sagt es. Solange andere Segmente, Stufen oder Kampagnen darauf bauen, bleibt es, und sie werden hier genannt.',
    removed: (name) => `${name} ist entfernt.`,
    health: {
      intro: 'Fehlt einem Segment eine eigene Behandlung, legen Sie es zusammen. Hier steht, wo.',
      findings: 'Was zu tun ist',
      fine: 'Nichts zu tun',
      fineText: 'Jedes Segment hat einen Zweck, eine Kampagne und genug Besucher.',
      kinds: {
        'no campaign': {
          title: 'Keine Kampagne',
          cure: 'Geben Sie ihm eine Kampagne, oder legen Sie es mit einem zusammen, das eine hat.',
        },
        'no KPI': {
          title: 'Kein Zweck',
          cure: 'Sagen Sie, was es bewegen soll, damit es gemessen werden kann.',
        },
        'too small': {
          title: 'Zu klein',
          cure: 'Weniger als 30 Besucher lassen sich nicht messen. Lockern Sie die Bedingung, oder legen Sie es zusammen.',
        },
        'never changes': {
          title: 'Ändert sich nie',
          cure: 'In 30 Tagen kam und ging niemand. Sehen Sie nach, ob seine Ereignisse noch ankommen.',
        },
      },
      segment: 'Segment',
      finding: 'Befund',
      todo: 'Was hilft',
      overlaps: 'Überschneidungen',
      overlapsIntro: 'Besucher, die in beiden von zwei Segmenten sind; die ähnlichsten zuerst.',
      noOverlaps: 'Keine zwei Segmente haben einen Besucher gemeinsam.',
      other: 'Und',
      both: 'In beiden',
      alike: 'Gleich',
      of: (both, either) => `${both} von ${either}`,
      merges: 'Zusammenlegen',
      merge: (merge, into) => `${merge} in ${into} aufgehen lassen`,
      mergeWhy: (share) => `Von allen, die in einem davon sind, sind ${share} in beiden.`,
      within: (merge, into) => `Alle in ${merge} sind auch in ${into}.`,
      noMerges: 'Keine zwei Segmente gleichen sich genug, um eins zu sein.',
      more: (count) => `${count} weitere sind nicht gezeigt; die API hat sie alle.`,
      sampled: (share) => `Verglichen an ${share} der Besucher.`,
    },
    shelf: {
      title: 'Vorlagen',
      intro:
        'Segmente, die in anderen Shops funktionieren. Öffnen Sie eins, passen Sie die Zahlen an Ihr Geschäft an, und speichern Sie es.',
      blank: 'Ohne Vorlage beginnen',
      families: { shop: 'Shops', saas: 'Software im Abonnement', content: 'Inhalte' },
      open: 'Öffnen',
      openOf: (name) => `${name} öffnen`,
      lacks: 'Braucht Ereignisse von E-Mails, die hier noch nichts meldet.',
    },
  },
};
