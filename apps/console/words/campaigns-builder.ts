/** What the builder of campaigns says around its fields. */
import type { SectionName } from '../view-models/campaigns-fields.ts';
import type { Gap } from '../view-models/campaigns-gaps.ts';
import { counted, type WordSet } from './words.ts';

export type CampaignBuilderWords = {
  readonly title: (name: string) => string;
  readonly unnamed: string;
  readonly save: string;
  readonly saved: string;
  readonly taken: string;
  readonly anew: string;
  readonly tabs: { readonly label: string; readonly form: string; readonly json: string };
  readonly json: { readonly label: string; readonly help: string; readonly broken: string };
  readonly sections: Readonly<Record<SectionName, string>>;
  readonly notes: Readonly<Record<'who' | 'when' | 'arms' | 'steps' | 'limits' | 'goal', string>>;
  readonly trigger: string;
  readonly unasked: (count: string) => string;
  readonly faultTitle: string;
  readonly faultAt: (at: string) => string;
  readonly reading: string;
  readonly readsWell: string;
  readonly gapsTitle: string;
  readonly gapsText: string;
  readonly gaps: Readonly<Record<Gap['lacks'], (text: string) => string>>;
  readonly toFill: string;
  readonly filled: string;
  readonly arm: (key: string, share: string) => string;
  readonly step: (place: string) => string;
  readonly addArm: string;
  readonly addControl: string;
  readonly addStep: string;
  readonly addOne: string;
  readonly one: (label: string, place: string) => string;
  readonly remove: (what: string) => string;
  readonly addSegment: (label: string) => string;
  readonly choose: string;
  readonly noSegments: string;
  readonly unit: (label: string) => string;
  readonly inLanguage: (label: string, language: string) => string;
  readonly firstLanguage: string;
  readonly moreLanguage: string;
  readonly languages: string;
  readonly preview: {
    readonly title: string;
    readonly note: string;
    readonly signal: string;
    readonly control: string;
    readonly width: string;
    readonly phone: string;
    readonly desktop: string;
    readonly look: string;
    readonly light: string;
    readonly dark: string;
    readonly language: string;
    readonly use: string;
    readonly useHelp: string;
    readonly frame: (arm: string) => string;
    readonly standIns: {
      readonly heading: string;
      readonly text: string;
      readonly place: string;
      readonly button: string;
      readonly chat: string;
      readonly shop: string;
      readonly subject: string;
      readonly products: readonly string[];
    };
  };
};

export const CAMPAIGN_BUILDER: WordSet<CampaignBuilderWords> = {
  en: {
    title: (name) => `Edit ${name}`,
    unnamed: 'New campaign',
    save: 'Save',
    saved: 'The campaign is saved.',
    taken: 'There is a campaign with this short name already. Take another one.',
    anew: 'Goal, arms or shares are others than before: once this is saved, the result begins anew. The former one stays in the report.',
    tabs: { label: 'How to write it', form: 'Form', json: 'JSON' },
    json: {
      label: 'The campaign as JSON',
      help: 'What is written here stands in the form as well, and the other way round.',
      broken: 'This is no JSON yet. The form shows what was there before.',
    },
    sections: {
      name: 'What it is called',
      who: 'For whom',
      when: 'What sets it off',
      arms: 'What they see',
      steps: 'What follows',
      limits: 'How often at most',
      goal: 'What it is to achieve',
      offer: 'Discount',
      more: 'More settings',
    },
    notes: {
      who: 'Everything that is chosen must hold. With nothing chosen it is for everybody.',
      when: 'Nobody is interrupted who is paying.',
      arms: 'Visitors are shared out by weight. The arm that gets nothing shows what the others are worth.',
      steps: 'Each follows after a time. Whoever reaches the goal gets no further one.',
      limits: 'All limits must pass.',
      goal: 'Counted from the moment it is seen. What came before never counts.',
    },
    trigger: 'When',
    unasked: (count) =>
      counted(
        count,
        'One more setting stands in the JSON alone. It is kept as it is.',
        `${count} more settings stand in the JSON alone. They are kept as they are.`,
      ),
    faultTitle: 'This cannot be saved yet',
    faultAt: (at) => `Place: ${at}`,
    reading: 'Is being read.',
    readsWell: 'Everything is well written.',
    gapsTitle: 'Before it goes live',
    gapsText:
      'The template left these for you. A draft can be saved with them; to start, each has to be filled in.',
    gaps: {
      code: (text) => `Write your own code in place of ${text}`,
      end: () => 'Say when the code stops working',
      address: () => 'Write the address of your page',
      words: (text) => `Write what is true of you in place of the brackets: ${text}`,
    },
    toFill: 'To do',
    filled: 'Done',
    arm: (key, share) => `${key}: ${share}`,
    step: (place) => `Step ${place}`,
    addArm: 'Add an arm',
    addControl: 'Add a control arm',
    addStep: 'Add a step',
    addOne: 'Add one',
    one: (label, place) => `${label}, ${place}`,
    remove: (what) => `Remove ${what}`,
    addSegment: (label) => `${label}: add a segment`,
    choose: 'Choose',
    noSegments: 'None chosen',
    unit: (label) => `${label}: unit`,
    inLanguage: (label, language) => `${label} (${language})`,
    firstLanguage: 'Which language are the texts in?',
    moreLanguage: 'Write in another language too',
    languages: 'Languages',
    preview: {
      title: 'How it looks',
      note: 'Drawn by the script that your pages load. Nothing is sent or counted. Products, pictures and the code are examples.',
      signal: 'Nobody sees this: it tells another system who and why.',
      control: 'This arm sees the page as it is.',
      width: 'Width',
      phone: 'Phone',
      desktop: 'Desktop',
      look: 'Page',
      light: 'Light',
      dark: 'Dark',
      language: 'Language',
      use: 'Let me use it',
      useHelp: 'Press its buttons. Escape closes it.',
      frame: (arm) => `Preview of ${arm}`,
      standIns: {
        heading: 'A page of your shop',
        text: 'Here stands what visitors are looking at.',
        place: 'The place that the page keeps for it',
        button: 'Add to cart',
        chat: 'Here your chat opens.',
        shop: 'Your shop',
        subject: 'Subject:',
        products: ['First product', 'Second product', 'Third product', 'Fourth product', 'Fifth product'],
      },
    },
  },
  de: {
    title: (name) => `${name} bearbeiten`,
    unnamed: 'Neue Kampagne',
    save: 'Speichern',
    saved: 'Die Kampagne ist gespeichert.',
    taken: 'Es gibt schon eine Kampagne mit diesem Kurznamen. Nehmen Sie einen anderen.',
    anew: 'Ziel, Gruppen oder Anteile sind andere als zuvor: Nach dem Speichern beginnt das Ergebnis von vorn. Das bisherige bleibt im Bericht.',
    tabs: { label: 'Wie Sie schreiben', form: 'Formular', json: 'JSON' },
    json: {
      label: 'Die Kampagne als JSON',
      help: 'Was hier steht, steht auch im Formular, und umgekehrt.',
      broken: 'Das ist noch kein JSON. Das Formular zeigt, was vorher dastand.',
    },
    sections: {
      name: 'Wie sie heißt',
      who: 'Für wen',
      when: 'Was sie auslöst',
      arms: 'Was zu sehen ist',
      steps: 'Was folgt',
      limits: 'Wie oft höchstens',
      goal: 'Was sie erreichen soll',
      offer: 'Rabatt',
      more: 'Weitere Einstellungen',
    },
    notes: {
      who: 'Alles Gewählte muss gelten. Ist nichts gewählt, ist sie für alle.',
      when: 'Niemand wird beim Bezahlen unterbrochen.',
      arms: 'Besucher werden nach Gewicht verteilt. Die Gruppe, die nichts bekommt, zeigt, was die anderen wert sind.',
      steps: 'Jeder folgt nach einer Zeit. Wer das Ziel erreicht, bekommt keinen weiteren.',
      limits: 'Alle Grenzen müssen eingehalten sein.',
      goal: 'Gezählt ab dem Augenblick, in dem sie zu sehen ist. Was davor war, zählt nie.',
    },
    trigger: 'Wann',
    unasked: (count) =>
      counted(
        count,
        'Eine weitere Einstellung steht nur im JSON. Sie bleibt, wie sie ist.',
        `${count} weitere Einstellungen stehen nur im JSON. Sie bleiben, wie sie sind.`,
      ),
    faultTitle: 'So kann sie noch nicht gespeichert werden',
    faultAt: (at) => `Stelle: ${at}`,
    reading: 'Wird gelesen.',
    readsWell: 'Alles ist richtig geschrieben.',
    gapsTitle: 'Bevor sie startet',
    gapsText:
      'Das hat die Vorlage Ihnen überlassen. Ein Entwurf lässt sich so speichern; zum Starten muss jedes ausgefüllt sein.',
    gaps: {
      code: (text) => `Schreiben Sie Ihren eigenen Code statt ${text}`,
      end: () => 'Sagen Sie, bis wann der Code gilt',
      address: () => 'Schreiben Sie die Adresse Ihrer Seite',
      words: (text) => `Schreiben Sie statt der Klammern, was bei Ihnen wahr ist: ${text}`,
    },
    toFill: 'Offen',
    filled: 'Erledigt',
    arm: (key, share) => `${key}: ${share}`,
    step: (place) => `Schritt ${place}`,
    addArm: 'Gruppe hinzufügen',
    addControl: 'Kontrollgruppe hinzufügen',
    addStep: 'Schritt hinzufügen',
    addOne: 'Hinzufügen',
    one: (label, place) => `${label}, ${place}`,
    remove: (what) => `${what} entfernen`,
    addSegment: (label) => `${label}: Segment hinzufügen`,
    choose: 'Wählen',
    noSegments: 'Keines gewählt',
    unit: (label) => `${label}: Einheit`,
    inLanguage: (label, language) => `${label} (${language})`,
    firstLanguage: 'In welcher Sprache sind die Texte?',
    moreLanguage: 'Auch in einer anderen Sprache schreiben',
    languages: 'Sprachen',
    preview: {
      title: 'Wie es aussieht',
      note: 'Gezeichnet von dem Skript, das Ihre Seiten laden. Nichts wird gesendet oder gezählt. Produkte, Bilder und Code sind Beispiele.',
      signal: 'Das sieht niemand: Es sagt einem anderen System, wer und warum.',
      control: 'Diese Gruppe sieht die Seite, wie sie ist.',
      width: 'Breite',
      phone: 'Telefon',
      desktop: 'Computer',
      look: 'Seite',
      light: 'Hell',
      dark: 'Dunkel',
      language: 'Sprache',
      use: 'Selbst ausprobieren',
      useHelp: 'Drücken Sie seine Schaltflächen. Escape schließt es.',
      frame: (arm) => `Vorschau von ${arm}`,
      standIns: {
        heading: 'Eine Seite Ihres Shops',
        text: 'Hier steht, was Besucher gerade ansehen.',
        place: 'Der Platz, den die Seite dafür freihält',
        button: 'In den Warenkorb',
        chat: 'Hier öffnet sich Ihr Chat.',
        shop: 'Ihr Shop',
        subject: 'Betreff:',
        products: [
          'Erstes Produkt',
          'Zweites Produkt',
          'Drittes Produkt',
          'Viertes Produkt',
          'Fünftes Produkt',
        ],
      },
    },
  },
};
