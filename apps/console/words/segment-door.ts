/** What the settings say of the door for Segment's webhooks. */
import type { WordSet } from './words.ts';

export type SegmentDoorWords = {
  readonly title: string;
  readonly text: string;
  readonly on: string;
  readonly off: string;
  readonly secret: string;
  readonly secretHelp: string;
  readonly open: string;
  readonly opened: string;
  readonly close: {
    readonly title: string;
    readonly goes: string;
    readonly stays: string;
    readonly yes: string;
  };
  readonly closed: string;
};

export const SEGMENT_DOOR: WordSet<SegmentDoorWords> = {
  en: {
    title: 'Events from Segment by Webhooks (Actions)',
    text: 'Segment sends its events to the address of this server, with the secret key, and signs them with a secret that you choose here and write down there.',
    on: 'Open',
    off: 'Closed',
    secret: 'Shared secret',
    secretHelp: 'The one that stands in the settings of the destination in Segment. Never shown again.',
    open: 'Open with this secret',
    opened: 'Open: Segment’s events are taken if they are signed with this secret.',
    close: {
      title: 'Close this door?',
      goes: 'The secret goes. Whatever Segment sends this way is refused from now on.',
      stays: 'What came this way so far stays, and so does every other way in.',
      yes: 'Close it',
    },
    closed: 'Closed.',
  },
  de: {
    title: 'Ereignisse von Segment durch Webhooks (Actions)',
    text: 'Segment sendet seine Ereignisse an die Adresse dieses Servers, mit dem geheimen Schlüssel, und signiert sie mit einem Geheimnis, das Sie hier wählen und dort eintragen.',
    on: 'Offen',
    off: 'Geschlossen',
    secret: 'Gemeinsames Geheimnis',
    secretHelp: 'Das in den Einstellungen des Ziels in Segment steht. Wird nie wieder gezeigt.',
    open: 'Mit diesem Geheimnis öffnen',
    opened: 'Offen: Ereignisse von Segment werden angenommen, wenn sie damit signiert sind.',
    close: {
      title: 'Diesen Eingang schließen?',
      goes: 'Das Geheimnis geht. Was Segment auf diesem Weg sendet, wird ab jetzt abgewiesen.',
      stays: 'Was bisher auf diesem Weg kam, bleibt, und ebenso jeder andere Eingang.',
      yes: 'Schließen',
    },
    closed: 'Geschlossen.',
  },
};
