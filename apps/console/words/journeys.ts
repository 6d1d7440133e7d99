/** What the page of journeys says. */
import { counted, type WordSet } from './words.ts';

type ModelNames = Readonly<Record<'last' | 'first' | 'linear' | 'timeDecay' | 'position' | 'markov', string>>;

export type JourneysWords = {
  readonly intro: string;
  readonly signals: {
    readonly title: string;
    readonly warning: string;
    readonly warningText: string;
    readonly question: (days: string, from: string, to: string) => string;
    readonly stayed: (stayed: string, visitors: string, share: string) => string;
    readonly columns: readonly string[];
    readonly behaviour: (name: string, times: string) => string;
    readonly shares: (did: string, didNot: string) => string;
    readonly times: (lift: string, low: string, high: string) => string;
    readonly verdicts: Readonly<Record<'signal' | 'leaving' | 'confounded' | 'unclear', string>>;
    readonly next: string;
    readonly empty: string;
    readonly immature: (count: string, day: string) => string;
    readonly rare: (count: string) => string;
    readonly sample: string;
    readonly steps: string;
    readonly file: readonly string[];
  };
  readonly attribution: {
    readonly title: string;
    readonly text: string;
    readonly period: string;
    readonly periods: (days: string) => string;
    readonly by: string;
    readonly bys: Readonly<Record<'campaigns' | 'channels', string>>;
    readonly measure: string;
    readonly measures: Readonly<Record<'conversions' | 'value', string>>;
    readonly window: string;
    readonly unit: string;
    readonly units: Readonly<Record<'person' | 'visitor_day', string>>;
    readonly unitNote: string;
    readonly total: Readonly<Record<'conversions' | 'value', (attributed: string, all: string) => string>>;
    readonly columns: {
      readonly name: Readonly<Record<'campaigns' | 'channels', string>>;
      readonly visitors: string;
      readonly caused: string;
    };
    readonly models: ModelNames;
    readonly modelTitle: string;
    readonly modelTexts: ModelNames;
    readonly caused: (value: string, low: string, high: string) => string;
    readonly notCompared: string;
    readonly withheld: string;
    readonly believe: string;
    readonly steps: string;
    readonly empty: string;
  };
  readonly save: string;
};

export const JOURNEYS: WordSet<JourneysWords> = {
  en: {
    intro: 'How visitors come to buy and where they stop, what led there, and what those who stay did first.',
    signals: {
      title: 'What goes with staying',
      warning: 'This is association, not proof.',
      warningText:
        'Who does these things may differ in other ways too. To find out, run a campaign that brings some visitors to do it, with a control group from whom it is withheld.',
      question: (days, from, to) =>
        `What newcomers do in their first ${days} days, and whether they come back on days ${from} to ${to}.`,
      stayed: (stayed, visitors, share) => `Of ${visitors} newcomers ${stayed} stayed (${share}).`,
      columns: ['What they did', 'How much oftener they stay', 'What it means'],
      behaviour: (name, times) => (times === '1' ? name : `${name}, ${times} times or more`),
      shares: (did, didNot) => `${did} stay, of the others ${didNot}`,
      times: (lift, low, high) => `${lift} times as often (${low} to ${high})`,
      verdicts: {
        signal: 'Goes with staying',
        leaving: 'Goes with leaving',
        confounded: 'Only since they are more active',
        unclear: 'May be chance',
      },
      next: 'Start with the first that goes with staying: make it easier to do in the first days, for some visitors, and compare.',
      empty:
        'There is nothing to rank yet. It takes newcomers whose days of staying are over, and 30 on each side of a deed.',
      immature: (count, day) =>
        counted(
          count,
          `One newcomer is too new: whether they stay is known after day ${day}.`,
          `${count} newcomers are too new: whether they stay is known after day ${day}.`,
        ),
      rare: (count) =>
        counted(
          count,
          'One deed was too rare, or too common, to be told.',
          `${count} deeds were too rare, or too common, to be told.`,
        ),
      sample: 'There are more newcomers than were looked at: these are a random part of them.',
      steps:
        'Counts of features and categories are rounded to steps, so that no single visitor shows in them.',
      file: [
        'Deed',
        'At least',
        'Stayed',
        'Of',
        'Others stayed',
        'Of others',
        'Lift',
        'Low',
        'High',
        'Verdict',
      ],
    },
    attribution: {
      title: 'What led to orders',
      text: 'Every usual way of sharing out the credit, side by side. Where they agree, you can believe them; where they do not, only a control group knows.',
      period: 'Period',
      periods: (days) => `Last ${days} days`,
      by: 'By',
      bys: { campaigns: 'Campaign and source', channels: 'Channel' },
      measure: 'Shown',
      measures: { conversions: 'Orders', value: 'Money' },
      window: 'A touch counts for',
      unit: 'Visitors',
      units: { person: 'Known over days', visitor_day: 'Of one day' },
      unitNote: 'Without consent a visitor is somebody else the next day. The two are never added up.',
      total: {
        conversions: (attributed, all) => `${attributed} of ${all} orders came after a touch.`,
        value: (attributed, all) => `${attributed} of ${all} came with orders after a touch.`,
      },
      columns: {
        name: { campaigns: 'Campaign or source', channels: 'Channel' },
        visitors: 'Visitors',
        caused: 'Caused, by control group',
      },
      models: {
        last: 'Last',
        first: 'First',
        linear: 'Even',
        timeDecay: 'Lately',
        position: 'Ends',
        markov: 'Without',
      },
      modelTitle: 'What the columns mean',
      modelTexts: {
        last: 'Last: all to the last touch.',
        first: 'First: all to the first touch.',
        linear: 'Even: the same to each touch.',
        timeDecay: 'Lately: half as much for each 7 days before the order.',
        position: 'Ends: 40 % to the first, 40 % to the last, the rest between.',
        markov: 'Without: what would be lost without it, by the paths of everybody (Markov).',
      },
      caused: (value, low, high) => `${value} (${low} to ${high})`,
      notCompared: 'no control group',
      withheld: 'too few to tell',
      believe: 'Where a model gives much and the control group says nothing, believe the control group.',
      steps:
        'Sources are told of whole crowds in steps, so that no single visitor shows; campaigns of very few are withheld.',
      empty:
        'No touch and no order in this period. Choose a longer one, or put campaign parameters (utm_source …) into the links you share.',
    },
    save: 'Save as CSV',
  },
  de: {
    intro:
      'Wie Besucher zum Kauf kommen und wo sie aufhören, was dahin führte, und was die zuerst taten, die bleiben.',
    signals: {
      title: 'Was mit Bleiben einhergeht',
      warning: 'Das ist ein Zusammenhang, kein Beweis.',
      warningText:
        'Wer das tut, kann sich auch sonst unterscheiden. Um es herauszufinden, bringen Sie mit einer Kampagne einige Besucher dazu, und nehmen Sie eine Kontrollgruppe aus.',
      question: (days, from, to) =>
        `Was neue Besucher in den ersten ${days} Tagen tun, und ob sie an Tag ${from} bis ${to} wiederkommen.`,
      stayed: (stayed, visitors, share) =>
        `Von ${visitors} neuen Besuchern sind ${stayed} geblieben (${share}).`,
      columns: ['Was sie taten', 'Wie viel öfter sie bleiben', 'Was es heißt'],
      behaviour: (name, times) => (times === '1' ? name : `${name}, ${times}-mal oder öfter`),
      shares: (did, didNot) => `${did} bleiben, von den anderen ${didNot}`,
      times: (lift, low, high) => `${lift}-mal so oft (${low} bis ${high})`,
      verdicts: {
        signal: 'Geht mit Bleiben einher',
        leaving: 'Geht mit Weggehen einher',
        confounded: 'Nur, weil sie aktiver sind',
        unclear: 'Kann Zufall sein',
      },
      next: 'Beginnen Sie mit dem ersten, das mit Bleiben einhergeht: Machen Sie es in den ersten Tagen leichter, für einige Besucher, und vergleichen Sie.',
      empty:
        'Es gibt noch nichts zu ordnen. Nötig sind neue Besucher, deren Tage des Bleibens vorbei sind, und 30 auf jeder Seite.',
      immature: (count, day) =>
        counted(
          count,
          `Ein Besucher ist zu neu: Ob er bleibt, weiß man nach Tag ${day}.`,
          `${count} Besucher sind zu neu: Ob sie bleiben, weiß man nach Tag ${day}.`,
        ),
      rare: (count) =>
        counted(
          count,
          'Eine Handlung war zu selten oder zu häufig, um etwas zu sagen.',
          `${count} Handlungen waren zu selten oder zu häufig, um etwas zu sagen.`,
        ),
      sample: 'Es gibt mehr neue Besucher, als angesehen wurden: Diese sind ein zufälliger Teil davon.',
      steps:
        'Zahlen zu Funktionen und Kategorien sind auf Stufen gerundet, damit kein einzelner Besucher darin zu sehen ist.',
      file: [
        'Handlung',
        'Mindestens',
        'Geblieben',
        'Von',
        'Andere geblieben',
        'Von anderen',
        'Faktor',
        'Von (95 %)',
        'Bis (95 %)',
        'Urteil',
      ],
    },
    attribution: {
      title: 'Was zu Bestellungen führte',
      text: 'Alle üblichen Arten, den Verdienst zu verteilen, nebeneinander. Wo sie übereinstimmen, können Sie ihnen glauben; wo nicht, weiß es nur eine Kontrollgruppe.',
      period: 'Zeitraum',
      periods: (days) => `Letzte ${days} Tage`,
      by: 'Nach',
      bys: { campaigns: 'Kampagne und Quelle', channels: 'Kanal' },
      measure: 'Gezeigt',
      measures: { conversions: 'Bestellungen', value: 'Geld' },
      window: 'Eine Berührung zählt',
      unit: 'Besucher',
      units: { person: 'Über Tage bekannt', visitor_day: 'Eines Tages' },
      unitNote:
        'Ohne Einwilligung ist ein Besucher am nächsten Tag ein anderer. Die beiden werden nie zusammengezählt.',
      total: {
        conversions: (attributed, all) => `${attributed} von ${all} Bestellungen kamen nach einer Berührung.`,
        value: (attributed, all) => `${attributed} von ${all} kamen mit Bestellungen nach einer Berührung.`,
      },
      columns: {
        name: { campaigns: 'Kampagne oder Quelle', channels: 'Kanal' },
        visitors: 'Besucher',
        caused: 'Bewirkt, laut Kontrollgruppe',
      },
      models: {
        last: 'Letzte',
        first: 'Erste',
        linear: 'Gleich',
        timeDecay: 'Zuletzt',
        position: 'Enden',
        markov: 'Ohne',
      },
      modelTitle: 'Was die Spalten heißen',
      modelTexts: {
        last: 'Letzte: alles der letzten Berührung.',
        first: 'Erste: alles der ersten Berührung.',
        linear: 'Gleich: jeder Berührung dasselbe.',
        timeDecay: 'Zuletzt: halb so viel für je 7 Tage vor der Bestellung.',
        position: 'Enden: 40 % der ersten, 40 % der letzten, der Rest dazwischen.',
        markov: 'Ohne: was ohne sie verloren ginge, nach den Wegen aller (Markov).',
      },
      caused: (value, low, high) => `${value} (${low} bis ${high})`,
      notCompared: 'keine Kontrollgruppe',
      withheld: 'zu wenige für eine Zahl',
      believe:
        'Wo ein Modell viel zuteilt und die Kontrollgruppe nichts sagt, glauben Sie der Kontrollgruppe.',
      steps:
        'Quellen werden nur für ganze Gruppen und in Stufen genannt, damit kein einzelner Besucher zu sehen ist; Kampagnen mit sehr wenigen werden zurückgehalten.',
      empty:
        'Keine Berührung und keine Bestellung in diesem Zeitraum. Wählen Sie einen längeren, oder setzen Sie Kampagnenparameter (utm_source …) in die Links, die Sie teilen.',
    },
    save: 'Als CSV speichern',
  },
};
