/** What the page of events says. */
import type { PropertyType } from '../api/answers/events.ts';
import type { CatalogueOrder } from '../view-models/events.ts';
import type { WordSet } from './words.ts';

export type EventsWords = {
  readonly intro: string;
  readonly tabs: string;
  readonly tail: string;
  readonly mend: string;
  readonly catalogue: string;
  readonly plan: string;
  readonly tailText: string;
  readonly tailEmpty: string;
  readonly unnamed: string;
  readonly taken: string;
  readonly refused: string;
  readonly offPlan: string;
  readonly counted: string;
  readonly ofVisitor: string;
  readonly inHour: (hour: string) => string;
  readonly skipped: (count: string) => string;
  /** Why an event is refused, by code. */
  readonly codes: Readonly<Record<string, string>>;
  readonly catalogueText: string;
  readonly catalogueEmpty: string;
  readonly catalogueEmptyText: string;
  readonly inPlan: string;
  readonly known: string;
  readonly unknown: string;
  readonly notSeen: string;
  readonly thisHour: string;
  readonly columns: Readonly<Record<'name' | 'came' | 'seen', string>>;
  readonly order: string;
  readonly orders: Readonly<Record<CatalogueOrder, string>>;
  readonly others: (count: string) => string;
  readonly property: (name: string, type: string, isRequired: boolean) => string;
  readonly types: Readonly<Record<PropertyType, string>>;
  readonly planText: string;
  readonly planLabel: string;
  readonly planHelp: string;
  readonly save: string;
  readonly saved: string;
  readonly noJson: string;
  readonly line: (line: string, fault: string) => string;
};

export const EVENTS: WordSet<EventsWords> = {
  en: {
    intro: 'What your pages and servers send, whether it is as planned, and what to do where it is not.',
    tabs: 'About events',
    tail: 'As they come in',
    mend: 'To mend',
    catalogue: 'Catalogue',
    plan: 'Tracking plan',
    tailText:
      'Do something in your shop and see it arrive. Nothing here says whose it is, and nothing is kept for this list.',
    tailEmpty:
      'Nothing has come in since you opened this page. Open your shop in another window and look at a product.',
    unnamed: 'Without a known name',
    taken: 'Taken',
    refused: 'Refused',
    offPlan: 'Not as planned',
    counted: 'only counted',
    ofVisitor: 'of a visitor',
    inHour: (hour) => `in ${hour}`,
    skipped: (count) => `${count} more came in at once`,
    codes: {
      bot: 'A robot: not recorded',
      prefetch: 'Loaded ahead, seen by nobody',
      gpc: 'The browser asks for privacy (GPC): nothing kept',
      dnt: 'The browser asks not to be tracked: nothing kept',
      opted_out: 'The visitor declined: nothing kept',
      consent_required: 'No consent yet: nothing kept',
      personal_data: 'The name of the event is personal data',
      invalid_name: 'This is no name of an event',
      unknown_event: 'The plan does not know this event',
      missing_property: 'A property that the plan requires is missing',
      invalid_value: 'A value is of the wrong type',
      invalid_body: 'It does not have the expected shape',
      time_out_of_range: 'Its time cannot be right',
      erased: 'Of somebody who was erased',
    },
    catalogueText:
      'Events that came in the last 28 days, that your plan names, or that were not as planned. Counted once a minute; each event once, also when it is sent again.',
    catalogueEmpty: 'No event is known by name yet',
    catalogueEmptyText: 'Keep this page open and use your shop: each event that comes in gets a line.',
    inPlan: 'In your plan',
    known: 'Known event',
    unknown: 'Not planned',
    notSeen: 'Not seen yet',
    thisHour: 'within the last hour',
    columns: { name: 'Event', came: '28 days', seen: 'Last seen' },
    order: 'Sorted by',
    orders: { count: 'How often it came', seen: 'When it was last seen', name: 'Name' },
    others: (count) =>
      `${count} more came under names that were too many to tell apart. Names that change, such as those with a number in them, belong into a property.`,
    property: (name, type, isRequired) => `${name} (${type}${isRequired ? ', required' : ''})`,
    types: {
      string: 'text',
      number: 'number',
      integer: 'whole number',
      money: 'amount',
      boolean: 'yes or no',
      id: 'id',
      sku: 'article number',
      time: 'time',
      url: 'address',
      products: 'products',
      list: 'list',
      object: 'group of properties',
    },
    planText:
      'Known events need no plan. A plan adds your own, and tightens or loosens the known ones. With "mode": "strict" whatever is not as planned is refused.',
    planLabel: 'Tracking plan as JSON',
    planHelp: 'It is checked before it is saved; what is wrong is named with its line.',
    save: 'Check and save',
    saved: 'The plan is saved. It counts from now on.',
    noJson: 'This is not valid JSON. Look for a missing comma, bracket or quote.',
    line: (line, fault) => `Line ${line}: ${fault}`,
  },
  de: {
    intro:
      'Was Ihre Seiten und Server senden, ob es dem Plan entspricht, und was zu tun ist, wo es das nicht tut.',
    tabs: 'Über Ereignisse',
    tail: 'Wie sie eintreffen',
    mend: 'Zu beheben',
    catalogue: 'Katalog',
    plan: 'Messplan',
    tailText:
      'Tun Sie etwas in Ihrem Shop und sehen Sie zu, wie es ankommt. Hier steht nie, von wem es ist, und für diese Liste wird nichts aufbewahrt.',
    tailEmpty:
      'Seit Sie diese Seite geöffnet haben, ist nichts eingetroffen. Öffnen Sie Ihren Shop in einem zweiten Fenster und sehen Sie ein Produkt an.',
    unnamed: 'Ohne bekannten Namen',
    taken: 'Angenommen',
    refused: 'Abgelehnt',
    offPlan: 'Nicht nach Plan',
    counted: 'nur gezählt',
    ofVisitor: 'von einem Besucher',
    inHour: (hour) => `ab ${hour}`,
    skipped: (count) => `${count} weitere kamen auf einmal`,
    codes: {
      bot: 'Ein Roboter: wird nicht aufgezeichnet',
      prefetch: 'Im Voraus geladen, von niemandem gesehen',
      gpc: 'Der Browser bittet um Privatsphäre (GPC): nichts behalten',
      dnt: 'Der Browser will nicht verfolgt werden: nichts behalten',
      opted_out: 'Der Besucher hat abgelehnt: nichts behalten',
      consent_required: 'Noch keine Einwilligung: nichts behalten',
      personal_data: 'Der Name des Ereignisses enthält Persönliches',
      invalid_name: 'Das ist kein Name eines Ereignisses',
      unknown_event: 'Der Plan kennt dieses Ereignis nicht',
      missing_property: 'Eine Eigenschaft fehlt, die der Plan verlangt',
      invalid_value: 'Ein Wert hat die falsche Art',
      invalid_body: 'Es hat nicht die erwartete Form',
      time_out_of_range: 'Seine Zeit kann nicht stimmen',
      erased: 'Von jemandem, der gelöscht wurde',
    },
    catalogueText:
      'Ereignisse, die in den letzten 28 Tagen eintrafen, die Ihr Plan nennt, oder die nicht dem Plan entsprachen. Gezählt wird jede Minute; jedes Ereignis einmal, auch wenn es noch einmal gesendet wird.',
    catalogueEmpty: 'Noch ist kein Ereignis mit Namen bekannt',
    catalogueEmptyText:
      'Lassen Sie diese Seite offen und benutzen Sie Ihren Shop: Jedes Ereignis, das eintrifft, bekommt eine Zeile.',
    inPlan: 'In Ihrem Plan',
    known: 'Bekanntes Ereignis',
    unknown: 'Nicht geplant',
    notSeen: 'Noch nicht gesehen',
    thisHour: 'in der letzten Stunde',
    columns: { name: 'Ereignis', came: '28 Tage', seen: 'Zuletzt gesehen' },
    order: 'Sortiert nach',
    orders: { count: 'Wie oft es kam', seen: 'Wann es zuletzt kam', name: 'Name' },
    others: (count) =>
      `${count} weitere kamen unter Namen, die zu viele sind, um sie auseinanderzuhalten. Namen, die sich ändern, etwa weil sie eine Nummer enthalten, gehören in eine Eigenschaft.`,
    property: (name, type, isRequired) => `${name} (${type}${isRequired ? ', nötig' : ''})`,
    types: {
      string: 'Text',
      number: 'Zahl',
      integer: 'ganze Zahl',
      money: 'Betrag',
      boolean: 'ja oder nein',
      id: 'Kennung',
      sku: 'Artikelnummer',
      time: 'Zeit',
      url: 'Adresse',
      products: 'Produkte',
      list: 'Liste',
      object: 'Gruppe von Eigenschaften',
    },
    planText:
      'Bekannte Ereignisse brauchen keinen Plan. Ein Plan fügt eigene hinzu und verschärft oder lockert die bekannten. Mit "mode": "strict" wird abgelehnt, was nicht dem Plan entspricht.',
    planLabel: 'Messplan als JSON',
    planHelp: 'Er wird vor dem Speichern geprüft; was falsch ist, wird mit seiner Zeile genannt.',
    save: 'Prüfen und speichern',
    saved: 'Der Plan ist gespeichert. Er gilt ab jetzt.',
    noJson:
      'Das ist kein gültiges JSON. Suchen Sie ein fehlendes Komma, eine Klammer oder ein Anführungszeichen.',
    line: (line, fault) => `Zeile ${line}: ${fault}`,
  },
};
