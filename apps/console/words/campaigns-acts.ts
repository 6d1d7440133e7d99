/** What there is to start from, and what can be done with a campaign. */
import { counted, type WordSet } from './words.ts';

export type CampaignActsWords = {
  readonly templates: {
    readonly title: string;
    readonly intro: string;
    readonly blank: string;
    readonly blankText: string;
    readonly families: Readonly<Record<string, string>>;
    readonly worth: string;
    readonly measure: string;
    readonly control: string;
    readonly before: string;
    readonly needs: (segments: string) => string;
    readonly missing: string;
    readonly start: string;
    readonly startFrom: (name: string) => string;
    readonly details: (name: string) => string;
    readonly made: (name: string, segments: number) => string;
  };
  readonly acts: {
    readonly edit: string;
    readonly start: string;
    readonly pause: string;
    readonly resume: string;
    readonly end: string;
    readonly remove: string;
    readonly startTitle: (name: string) => string;
    readonly startText: string;
    readonly endTitle: (name: string) => string;
    readonly endText: string;
    readonly removeTitle: (name: string) => string;
    readonly removeText: string;
    readonly started: string;
    readonly paused: string;
    readonly ended: string;
    readonly removed: string;
    readonly refused: string;
    readonly fill: string;
  };
  readonly about: {
    readonly title: string;
    readonly who: string;
    readonly when: string;
    readonly goal: string;
    readonly limits: string;
    readonly since: string;
    readonly wentLive: string;
    readonly everybody: string;
    readonly onlyKnown: string;
    readonly back: string;
  };
};

export const CAMPAIGN_ACTS: WordSet<CampaignActsWords> = {
  en: {
    templates: {
      title: 'Start a campaign',
      intro:
        'Each of these is a tactic with limits, a goal and a control arm. It becomes a draft that you fill in.',
      blank: 'Start from nothing',
      blankText: 'An empty draft: a message after a product was added.',
      families: { shop: 'For shops', saas: 'For software', content: 'For magazines and blogs' },
      worth: 'When it is worth it',
      measure: 'What it is measured by',
      control: 'Who is left out',
      before: 'Before it goes live',
      needs: (segments) => `Segments that come with it: ${segments}`,
      missing: 'Not yet on this site:',
      start: 'Start from this',
      startFrom: (name) => `Start from ${name}`,
      details: (name) => `More about ${name}`,
      made: (name, segments) =>
        segments === 0
          ? `${name} is a draft now.`
          : `${name} is a draft now, with ${counted(String(segments), 'a segment', `${segments} segments`)}.`,
    },
    acts: {
      edit: 'Edit',
      start: 'Start',
      pause: 'Pause',
      resume: 'Go on',
      end: 'End',
      remove: 'Delete',
      startTitle: (name) => `Start ${name}?`,
      startText: 'From now on visitors get it, within its limits. You can pause it at any time.',
      endTitle: (name) => `End ${name}?`,
      endText: 'Nobody gets it any more, and what waits is not sent. Its report stays.',
      removeTitle: (name) => `Delete ${name}?`,
      removeText: 'The campaign and the way to its report are gone. This cannot be undone.',
      started: 'The campaign is live.',
      paused: 'The campaign is paused.',
      ended: 'The campaign has ended.',
      removed: 'The campaign is deleted.',
      refused: 'It cannot start like this',
      fill: 'Fill it in',
    },
    about: {
      title: 'What it does',
      who: 'For whom',
      when: 'When',
      goal: 'Measured by',
      limits: 'At most',
      since: 'Live since',
      wentLive: 'Last went live',
      everybody: 'Reaches everybody, with consent or without.',
      onlyKnown:
        'Reaches only visitors who gave consent or are known: what it asks for lasts longer than a day.',
      back: 'All campaigns',
    },
  },
  de: {
    templates: {
      title: 'Eine Kampagne beginnen',
      intro:
        'Jede davon ist eine Taktik mit Grenzen, Ziel und Kontrollgruppe. Sie wird ein Entwurf, den Sie ausfüllen.',
      blank: 'Von vorn beginnen',
      blankText: 'Ein leerer Entwurf: eine Nachricht, nachdem ein Produkt in den Warenkorb kam.',
      families: { shop: 'Für Shops', saas: 'Für Software', content: 'Für Magazine und Blogs' },
      worth: 'Wann sie sich lohnt',
      measure: 'Woran sie gemessen wird',
      control: 'Wer ausgelassen wird',
      before: 'Bevor sie startet',
      needs: (segments) => `Segmente, die mitkommen: ${segments}`,
      missing: 'Auf dieser Website noch nicht möglich:',
      start: 'Damit beginnen',
      startFrom: (name) => `Mit ${name} beginnen`,
      details: (name) => `Mehr zu ${name}`,
      made: (name, segments) =>
        segments === 0
          ? `${name} ist jetzt ein Entwurf.`
          : `${name} ist jetzt ein Entwurf, mit ${counted(String(segments), 'einem Segment', `${segments} Segmenten`)}.`,
    },
    acts: {
      edit: 'Bearbeiten',
      start: 'Starten',
      pause: 'Anhalten',
      resume: 'Fortsetzen',
      end: 'Beenden',
      remove: 'Löschen',
      startTitle: (name) => `${name} starten?`,
      startText: 'Ab jetzt bekommen Besucher sie, in ihren Grenzen. Sie können sie jederzeit anhalten.',
      endTitle: (name) => `${name} beenden?`,
      endText: 'Niemand bekommt sie mehr, und was wartet, wird nicht gesendet. Ihr Bericht bleibt.',
      removeTitle: (name) => `${name} löschen?`,
      removeText:
        'Die Kampagne und der Weg zu ihrem Bericht sind weg. Das lässt sich nicht rückgängig machen.',
      started: 'Die Kampagne ist aktiv.',
      paused: 'Die Kampagne ist angehalten.',
      ended: 'Die Kampagne ist beendet.',
      removed: 'Die Kampagne ist gelöscht.',
      refused: 'So kann sie nicht starten',
      fill: 'Ausfüllen',
    },
    about: {
      title: 'Was sie tut',
      who: 'Für wen',
      when: 'Wann',
      goal: 'Gemessen an',
      limits: 'Höchstens',
      since: 'Aktiv seit',
      wentLive: 'Zuletzt gestartet',
      everybody: 'Erreicht alle, mit Einwilligung oder ohne.',
      onlyKnown:
        'Erreicht nur Besucher, die eingewilligt haben oder bekannt sind: Was sie verlangt, dauert länger als einen Tag.',
      back: 'Alle Kampagnen',
    },
  },
};
