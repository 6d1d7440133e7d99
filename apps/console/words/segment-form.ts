// biome-ignore-all lint/style/noExcessiveLinesPerFile: data table
/** What the builder of segments says. */
import type { Kpi } from '../../../core/segments/condition.ts';
import type { Beginning } from '../view-models/segment-form/change.ts';
import type {
  LengthBound,
  MeasureField,
  NumberBound,
  Operator,
  RfmPart,
  ScalarType,
  WindowKind,
} from '../view-models/segment-form/form.ts';
import type { WordSet } from './words.ts';

export type SegmentFormWords = {
  readonly title: string;
  readonly editTitle: (name: string) => string;
  readonly intro: string;
  readonly tabs: { readonly label: string; readonly form: string; readonly line: string };
  readonly name: string;
  readonly key: string;
  readonly keyHelp: string;
  readonly keyTaken: string;
  readonly purpose: string;
  readonly noPurpose: string;
  readonly purposes: Readonly<Record<Kpi, string>>;
  readonly about: string;
  readonly want: string;
  readonly action: string;
  readonly urgency: string;
  readonly urgencyHelp: string;
  readonly save: string;
  readonly saved: (name: string) => string;
  readonly stays: string;
  readonly line: string;
  readonly lineHelp: string;
  readonly lineBehind: string;
  readonly formBehind: string;
  readonly doubts: string;
  readonly kinds: Readonly<Record<Beginning, string>>;
  readonly kind: string;
  readonly add: string;
  readonly addWhat: string;
  readonly remove: string;
  readonly up: string;
  readonly down: string;
  readonly intoAll: string;
  readonly intoAny: string;
  readonly intoNot: string;
  readonly unwrap: string;
  readonly event: string;
  readonly orEvent: string;
  readonly removeEvent: string;
  readonly property: string;
  readonly twice: string;
  readonly how: string;
  readonly operators: Readonly<Record<Operator, string>>;
  readonly value: string;
  readonly addValue: string;
  readonly type: string;
  readonly types: Readonly<Record<ScalarType, string>>;
  readonly yes: string;
  readonly no: string;
  readonly addAsk: string;
  readonly addWhere: string;
  readonly source: string;
  readonly sources: Readonly<Record<'' | 'web' | 'server' | 'email', string>>;
  readonly window: string;
  readonly windows: Readonly<Record<WindowKind, string>>;
  readonly amount: string;
  readonly unit: string;
  readonly units: Readonly<Record<string, string>>;
  readonly from: string;
  readonly until: string;
  readonly measure: string;
  readonly measures: Readonly<Record<MeasureField['kind'], string>>;
  readonly bound: string;
  readonly bounds: Readonly<Record<NumberBound, string>>;
  readonly lengthBounds: Readonly<Record<LengthBound, string>>;
  readonly number: string;
  readonly addBound: string;
  readonly removeBound: string;
  readonly per: string;
  readonly addPer: string;
  readonly perHelp: string;
  readonly addSource: string;
  readonly unless: string;
  readonly addUnless: string;
  readonly before: string;
  readonly after: string;
  readonly addBefore: string;
  readonly addAfter: string;
  readonly fact: string;
  readonly addAge: string;
  readonly age: string;
  readonly step: (place: string) => string;
  readonly stepKinds: { readonly event: string; readonly absent: string };
  readonly addStep: string;
  readonly addAbsence: string;
  readonly stepWithin: string;
  readonly addStepWithin: string;
  readonly stepFor: string;
  readonly tie: string;
  readonly addTie: string;
  readonly begun: string;
  readonly begunKinds: { readonly none: string; readonly lifetime: string; readonly last: string };
  readonly segment: string;
  readonly stage: string;
  readonly trait: string;
  readonly account: string;
  readonly context: string;
  readonly birthday: string;
  readonly recency: string;
  readonly rfm: Readonly<Record<RfmPart, string>>;
  readonly score: string;
  readonly gte: string;
  readonly leave: string;
  readonly addLeave: string;
  readonly dwell: string;
  readonly addDwell: string;
  readonly share: string;
  readonly seed: string;
  readonly idle: string;
  readonly preview: {
    readonly title: string;
    readonly asking: string;
    readonly none: string;
    readonly visitors: string;
    readonly exact: (total: string) => string;
    readonly estimate: (low: string, high: string, looked: string, total: string) => string;
    readonly few: (least: string) => string;
    readonly fewExact: (total: string) => string;
    readonly fewOf: (looked: string, high: string, total: string) => string;
    readonly why: string;
    readonly wait: string;
  };
};

export const SEGMENT_FORM: WordSet<SegmentFormWords> = {
  en: {
    title: 'New segment',
    editTitle: (name) => `Edit ${name}`,
    intro: 'Say whom you mean, as a form or in one line. How many that are stands beside it while you write.',
    tabs: { label: 'How to write the condition', form: 'Form', line: 'One line' },
    name: 'Name',
    key: 'Key',
    keyHelp: 'Campaigns and the API name the segment by it. It stays as it is.',
    keyTaken: 'Another segment has this key. Take another name, or another key.',
    purpose: 'What it is to move',
    noPurpose: 'Nothing named yet',
    purposes: {
      conversion: 'Conversion',
      'revenue per visitor': 'Revenue per visitor',
      'lifetime value': 'Lifetime value',
      activation: 'Activation',
      retention: 'Retention',
      expansion: 'Expansion',
    },
    about: 'What it is for',
    want: 'What they want, in their words',
    action: 'What you do for them',
    urgency: 'An answer helps within, hours',
    urgencyHelp: 'Leave it empty where it does not matter.',
    save: 'Save segment',
    saved: (name) => `${name} is saved. Its visitors are being counted.`,
    stays: 'Until everybody has been looked at under the new condition, the old one stays in force.',
    line: 'The condition in one line',
    lineHelp:
      'English words that are read exactly, for example: viewed the same product 3 times in 7 days without adding it',
    lineBehind: 'The form has something that cannot be taken yet: the line is the last condition that could.',
    formBehind: 'The line has something that cannot be read yet: the form is the last condition that could.',
    doubts: 'Is this what you mean?',
    kinds: {
      event: 'Did something',
      absence: 'Has not done something',
      sequence: 'Did things one after the other',
      idle: 'Has not been here',
      since: 'Last did something',
      segment: 'Is in another segment',
      stage: 'Is at a stage',
      rfm: 'Bought: how recently, often, much',
      score: 'Has a score',
      trait: 'Has a trait',
      anniversary: 'Has an anniversary today',
      context: 'Is here by device, page or campaign',
      account: 'Has an account with',
      accountFold: 'The account as a whole',
      random: 'A share by chance',
      all: 'All of these',
      any: 'Any of these',
      not: 'Not',
    },
    kind: 'Condition',
    add: 'Add a condition',
    addWhat: 'What to add',
    remove: 'Remove this condition',
    up: 'Move up',
    down: 'Move down',
    intoAll: 'and …',
    intoAny: 'or …',
    intoNot: 'not',
    unwrap: 'Take out of the group',
    event: 'Event',
    orEvent: '+ or another event',
    removeEvent: 'Remove this event',
    property: 'Property',
    twice: 'This property stands here twice: put both comparisons into one.',
    how: 'Comparison',
    operators: {
      eq: 'is',
      ne: 'is not',
      gt: 'over',
      gte: 'at least',
      lt: 'under',
      lte: 'at most',
      in: 'one of',
      nin: 'none of',
      contains: 'contains',
      startsWith: 'starts with',
      exists: 'is known',
    },
    value: 'Value',
    addValue: '+ value',
    type: 'Kind of value',
    types: { text: 'text', number: 'number', truth: 'yes or no' },
    yes: 'yes',
    no: 'no',
    addAsk: '+ and also',
    addWhere: '+ only where a property …',
    source: 'From',
    sources: { '': 'anywhere', web: 'the website', server: 'a server', email: 'e-mail' },
    window: 'When',
    windows: {
      none: 'ever',
      last: 'in the last',
      session: 'in this visit',
      today: 'today',
      yesterday: 'yesterday',
      thisWeek: 'this week',
      thisMonth: 'this month',
      between: 'between two times ago',
      lifetime: 'in all time',
    },
    amount: 'How long',
    unit: 'Unit',
    units: { ms: 'milliseconds', s: 'seconds', m: 'minutes', h: 'hours', d: 'days', w: 'weeks' },
    from: 'From so long ago',
    until: 'Until so long ago',
    measure: 'How much of it',
    measures: {
      none: 'at least once',
      count: 'times',
      sum: 'total of',
      avg: 'average of',
      min: 'lowest',
      max: 'highest',
      distinct: 'different values of',
    },
    bound: 'Bound',
    bounds: { gte: 'at least', gt: 'over', lte: 'at most', lt: 'under', eq: 'exactly', ne: 'other than' },
    lengthBounds: { gte: 'at least', gt: 'over', lte: 'at most', lt: 'under' },
    number: 'Number',
    addBound: '+ bound',
    removeBound: 'Remove this bound',
    per: 'All with the same',
    addPer: '+ with the same …',
    perHelp: 'for example product_id: three times the same product, not three products',
    addSource: '+ only from …',
    unless: 'Unless they did',
    addUnless: '+ unless they did …',
    before: 'Before the last',
    after: 'After the last',
    addBefore: '+ before a fact',
    addAfter: '+ after a fact',
    fact: 'Fact of the shop',
    addAge: '+ how long ago',
    age: 'It was',
    step: (place) => `Step ${place}`,
    stepKinds: { event: 'Did', absent: 'Then did not do' },
    addStep: '+ then they did',
    addAbsence: '+ then they did not',
    stepWithin: 'Within',
    addStepWithin: '+ within a time of the step before',
    stepFor: 'For',
    tie: 'All steps with the same',
    addTie: '+ all steps with the same …',
    begun: 'Begun',
    begunKinds: { none: 'ever', lifetime: 'in all time', last: 'in the last' },
    segment: 'Segment',
    stage: 'Stage',
    trait: 'Trait',
    account: 'Fact of the account',
    context: 'Of the latest event',
    birthday: 'Trait with a date',
    recency: 'Last order, so long ago',
    rfm: {
      frequency: 'Orders',
      monetary: 'Spent',
      r: 'Fifth by recency (5 is latest)',
      f: 'Fifth by frequency (5 is most)',
      m: 'Fifth by money (5 is most)',
    },
    score: 'Score',
    gte: 'In from',
    leave: 'Out under',
    addLeave: '+ stays in until under …',
    dwell: 'Stays at least',
    addDwell: '+ stays at least …',
    share: 'Share, 0 to 1',
    seed: 'Name of the draw',
    idle: 'For',
    preview: {
      title: 'In it now',
      asking: 'Being counted …',
      none: 'As soon as the condition can be read, its size stands here.',
      visitors: 'visitors',
      exact: (total) => `Counted exactly, among all ${total} visitors.`,
      estimate: (low, high, looked, total) =>
        `Between ${low} and ${high}, nineteen times in twenty. Estimated from ${looked} of ${total} visitors.`,
      few: (least) => `Fewer than ${least}`,
      fewExact: (total) => `Among all ${total} visitors.`,
      fewOf: (looked, high, total) =>
        `of the ${looked} that were looked at: at most about ${high} of all ${total} visitors.`,
      why: 'A preview tells no number of so few, so that nobody can be picked out by trying conditions. Once the segment is saved, its size and members are yours to see.',
      wait: 'The number is of the condition before.',
    },
  },
  de: {
    title: 'Neues Segment',
    editTitle: (name) => `${name} ändern`,
    intro:
      'Sagen Sie, wen Sie meinen, als Formular oder in einer Zeile. Wie viele das sind, steht daneben, während Sie schreiben.',
    tabs: { label: 'Wie die Bedingung geschrieben wird', form: 'Formular', line: 'Eine Zeile' },
    name: 'Name',
    key: 'Schlüssel',
    keyHelp: 'So nennen Kampagnen und die API das Segment. Er bleibt, wie er ist.',
    keyTaken: 'Ein anderes Segment hat diesen Schlüssel. Nehmen Sie einen anderen Namen oder Schlüssel.',
    purpose: 'Was es bewegen soll',
    noPurpose: 'Noch nichts genannt',
    purposes: {
      conversion: 'Käufe',
      'revenue per visitor': 'Umsatz je Besucher',
      'lifetime value': 'Kundenwert',
      activation: 'Aktivierung',
      retention: 'Bindung',
      expansion: 'Ausbau',
    },
    about: 'Wofür es da ist',
    want: 'Was sie wollen, in ihren Worten',
    action: 'Was Sie für sie tun',
    urgency: 'Eine Antwort hilft innerhalb von, Stunden',
    urgencyHelp: 'Lassen Sie es leer, wo es nicht darauf ankommt.',
    save: 'Segment speichern',
    saved: (name) => `${name} ist gespeichert. Die Besucher werden gezählt.`,
    stays: 'Bis alle unter der neuen Bedingung angesehen sind, gilt die alte weiter.',
    line: 'Die Bedingung in einer Zeile',
    lineHelp:
      'Englische Wörter, die genau gelesen werden, zum Beispiel: viewed the same product 3 times in 7 days without adding it',
    lineBehind:
      'Im Formular steht etwas, das noch nicht angenommen wird: Die Zeile ist die letzte Bedingung, die ging.',
    formBehind:
      'In der Zeile steht etwas, das noch nicht gelesen werden kann: Das Formular ist die letzte Bedingung, die ging.',
    doubts: 'Meinen Sie das so?',
    kinds: {
      event: 'Hat etwas getan',
      absence: 'Hat etwas nicht getan',
      sequence: 'Hat eins nach dem anderen getan',
      idle: 'War nicht mehr da',
      since: 'Hat zuletzt etwas getan',
      segment: 'Ist in einem anderen Segment',
      stage: 'Ist auf einer Stufe',
      rfm: 'Hat gekauft: wann, wie oft, wie viel',
      score: 'Hat eine Bewertung',
      trait: 'Hat ein Merkmal',
      anniversary: 'Hat heute Jahrestag',
      context: 'Ist hier über Gerät, Seite oder Kampagne',
      account: 'Hat ein Konto mit',
      accountFold: 'Das Konto im Ganzen',
      random: 'Ein Anteil nach Zufall',
      all: 'Alle davon',
      any: 'Eine davon',
      not: 'Nicht',
    },
    kind: 'Bedingung',
    add: 'Bedingung hinzufügen',
    addWhat: 'Was hinzukommt',
    remove: 'Diese Bedingung entfernen',
    up: 'Nach oben',
    down: 'Nach unten',
    intoAll: 'und …',
    intoAny: 'oder …',
    intoNot: 'nicht',
    unwrap: 'Aus der Gruppe nehmen',
    event: 'Ereignis',
    orEvent: '+ oder ein anderes Ereignis',
    removeEvent: 'Dieses Ereignis entfernen',
    property: 'Eigenschaft',
    twice: 'Diese Eigenschaft steht hier zweimal: Fassen Sie beide Vergleiche in einen.',
    how: 'Vergleich',
    operators: {
      eq: 'ist',
      ne: 'ist nicht',
      gt: 'über',
      gte: 'mindestens',
      lt: 'unter',
      lte: 'höchstens',
      in: 'eins von',
      nin: 'keins von',
      contains: 'enthält',
      startsWith: 'beginnt mit',
      exists: 'ist bekannt',
    },
    value: 'Wert',
    addValue: '+ Wert',
    type: 'Art des Werts',
    types: { text: 'Text', number: 'Zahl', truth: 'ja oder nein' },
    yes: 'ja',
    no: 'nein',
    addAsk: '+ und außerdem',
    addWhere: '+ nur wo eine Eigenschaft …',
    source: 'Von',
    sources: { '': 'überall', web: 'der Website', server: 'einem Server', email: 'E-Mail' },
    window: 'Wann',
    windows: {
      none: 'irgendwann',
      last: 'in den letzten',
      session: 'in diesem Besuch',
      today: 'heute',
      yesterday: 'gestern',
      thisWeek: 'diese Woche',
      thisMonth: 'diesen Monat',
      between: 'zwischen zwei Zeiten',
      lifetime: 'in der ganzen Zeit',
    },
    amount: 'Wie lange',
    unit: 'Einheit',
    units: { ms: 'Millisekunden', s: 'Sekunden', m: 'Minuten', h: 'Stunden', d: 'Tage', w: 'Wochen' },
    from: 'Seit so langer Zeit',
    until: 'Bis vor so langer Zeit',
    measure: 'Wie viel davon',
    measures: {
      none: 'mindestens einmal',
      count: 'Male',
      sum: 'Summe von',
      avg: 'Durchschnitt von',
      min: 'kleinster Wert von',
      max: 'größter Wert von',
      distinct: 'verschiedene Werte von',
    },
    bound: 'Grenze',
    bounds: {
      gte: 'mindestens',
      gt: 'über',
      lte: 'höchstens',
      lt: 'unter',
      eq: 'genau',
      ne: 'anders als',
    },
    lengthBounds: { gte: 'mindestens', gt: 'über', lte: 'höchstens', lt: 'unter' },
    number: 'Zahl',
    addBound: '+ Grenze',
    removeBound: 'Diese Grenze entfernen',
    per: 'Alle mit gleicher Eigenschaft',
    addPer: '+ mit gleicher Eigenschaft …',
    perHelp: 'zum Beispiel product_id: dreimal dasselbe Produkt, nicht drei Produkte',
    addSource: '+ nur von …',
    unless: 'Außer sie haben',
    addUnless: '+ außer sie haben …',
    before: 'Vor dem letzten Mal',
    after: 'Nach dem letzten Mal',
    addBefore: '+ vor einer Tatsache',
    addAfter: '+ nach einer Tatsache',
    fact: 'Tatsache des Shops',
    addAge: '+ wie lange her',
    age: 'Das war vor',
    step: (place) => `Schritt ${place}`,
    stepKinds: { event: 'Getan', absent: 'Danach nicht getan' },
    addStep: '+ danach getan',
    addAbsence: '+ danach nicht getan',
    stepWithin: 'Innerhalb von',
    addStepWithin: '+ innerhalb einer Zeit nach dem Schritt davor',
    stepFor: 'Für die Dauer von',
    tie: 'Alle Schritte mit gleicher Eigenschaft',
    addTie: '+ alle Schritte mit gleicher Eigenschaft …',
    begun: 'Begonnen',
    begunKinds: { none: 'irgendwann', lifetime: 'in der ganzen Zeit', last: 'in den letzten' },
    segment: 'Segment',
    stage: 'Stufe',
    trait: 'Merkmal',
    account: 'Angabe zum Konto',
    context: 'Vom letzten Ereignis',
    birthday: 'Merkmal mit einem Datum',
    recency: 'Letzte Bestellung, so lange her',
    rfm: {
      frequency: 'Bestellungen',
      monetary: 'Ausgegeben',
      r: 'Fünftel nach Aktualität (5 ist zuletzt)',
      f: 'Fünftel nach Häufigkeit (5 ist am meisten)',
      m: 'Fünftel nach Umsatz (5 ist am meisten)',
    },
    score: 'Bewertung',
    gte: 'Drin ab',
    leave: 'Draußen unter',
    addLeave: '+ bleibt drin bis unter …',
    dwell: 'Bleibt mindestens',
    addDwell: '+ bleibt mindestens …',
    share: 'Anteil, 0 bis 1',
    seed: 'Name der Ziehung',
    idle: 'Seit',
    preview: {
      title: 'Jetzt darin',
      asking: 'Wird gezählt …',
      none: 'Sobald die Bedingung gelesen werden kann, steht hier ihre Größe.',
      visitors: 'Besucher',
      exact: (total) => `Genau gezählt, unter allen ${total} Besuchern.`,
      estimate: (low, high, looked, total) =>
        `Zwischen ${low} und ${high}, in 19 von 20 Fällen. Geschätzt aus ${looked} von ${total} Besuchern.`,
      few: (least) => `Weniger als ${least}`,
      fewExact: (total) => `Unter allen ${total} Besuchern.`,
      fewOf: (looked, high, total) =>
        `von den ${looked}, die angesehen wurden: höchstens etwa ${high} von allen ${total} Besuchern.`,
      why: 'Eine Vorschau nennt keine Zahl von so wenigen, damit niemand durch Probieren von Bedingungen herausgefunden werden kann. Ist das Segment gespeichert, sehen Sie Größe und Mitglieder.',
      wait: 'Die Zahl gehört noch zur vorigen Bedingung.',
    },
  },
};
