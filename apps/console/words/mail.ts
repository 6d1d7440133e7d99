/** What the settings of mail say. */
import type { WordSet } from './words.ts';

type Setting = { readonly label: string; readonly help: string };
export type MailWords = {
  readonly title: string;
  readonly text: string;
  readonly canSend: string;
  readonly cannotSend: string;
  readonly fields: { readonly [path: string]: Setting };
  readonly services: {
    readonly title: string;
    readonly text: string;
    readonly isSet: string;
    readonly isNotSet: string;
    readonly take: string;
    readonly ask: string;
    readonly goes: string;
    readonly stays: string;
  };
  readonly templates: string;
  readonly save: string;
  readonly saved: string;
  readonly undo: string;
  readonly unchanged: string;
};

export const MAIL: WordSet<MailWords> = {
  en: {
    title: 'Sender of mails',
    text: 'What stands in every mail of your campaigns. What a mail says is written in its campaign.',
    canSend: 'Mail can be sent.',
    cannotSend: 'Mail cannot be sent yet.',
    fields: {
      fromName: { label: 'Name of the sender', help: 'As readers see it, for example Heron Paper.' },
      from: {
        label: 'Address of the sender',
        help: 'One of your own domain. Empty: the one that the server is set up with.',
      },
      replyTo: { label: 'Answers go to', help: 'Empty: to the sender.' },
      postalAddress: {
        label: 'Postal address',
        help: 'Stands below every mail, line by line. The law asks for it in advertising.',
      },
      siteUrl: {
        label: 'Address of your shop',
        help: 'Where links and pictures of mails begin, for example https://shop.example.',
      },
      language: { label: 'Language', help: 'Of what we write around your text, for example en or de.' },
      openPixel: {
        label: 'See whether mails are opened',
        help: 'By a picture of one pixel. Many mailboxes load it unseen, so it says little.',
      },
      'utm.source': {
        label: 'utm_source of links',
        help: 'So that your other tools know where a visit came from. Empty: left out.',
      },
      'utm.medium': { label: 'utm_medium of links', help: 'For example email.' },
      'utm.campaign': { label: 'utm_campaign of links', help: 'Empty: left out.' },
      'utm.term': { label: 'utm_term of links', help: 'Empty: left out.' },
      'utm.content': { label: 'utm_content of links', help: 'Empty: left out.' },
      'services.postmark.user': {
        label: 'Postmark: user',
        help: 'That stands in the address of its webhook.',
      },
      'services.postmark.password': {
        label: 'Postmark: password',
        help: 'That stands in the address of its webhook.',
      },
      'services.sendgrid.publicKey': {
        label: 'SendGrid: verification key',
        help: 'Of its signed event webhook.',
      },
      'services.mailgun.signingKey': { label: 'Mailgun: signing key', help: 'Of its HTTP webhooks.' },
    },
    services: {
      title: 'Mail services that report back',
      text: 'So that bounced mails and complaints stop further mail. What they prove themselves with is never shown again.',
      isSet: 'Set',
      isNotSet: 'Not set',
      take: 'Take it away',
      ask: 'Take this secret away?',
      goes: 'Reports of this service are refused from now on: bounces and complaints no longer stop mail.',
      stays: 'Who has unsubscribed, bounced or complained so far stays without mail.',
    },
    templates: 'Templates of mails stand with campaigns: start one from a template there.',
    save: 'Save',
    saved: 'Saved.',
    undo: 'Undo',
    unchanged: 'Nothing is changed.',
  },
  de: {
    title: 'Absender der E-Mails',
    text: 'Was in jeder E-Mail Ihrer Kampagnen steht. Was eine E-Mail sagt, steht in ihrer Kampagne.',
    canSend: 'E-Mails können gesendet werden.',
    cannotSend: 'E-Mails können noch nicht gesendet werden.',
    fields: {
      fromName: { label: 'Name des Absenders', help: 'Wie Leser ihn sehen, zum Beispiel Reiher Papier.' },
      from: {
        label: 'Adresse des Absenders',
        help: 'Eine Ihrer eigenen Domain. Leer: die, mit der der Server eingerichtet ist.',
      },
      replyTo: { label: 'Antworten gehen an', help: 'Leer: an den Absender.' },
      postalAddress: {
        label: 'Postanschrift',
        help: 'Steht unter jeder E-Mail, Zeile für Zeile. In Werbung verlangt sie das Gesetz.',
      },
      siteUrl: {
        label: 'Adresse Ihres Shops',
        help: 'Wo Links und Bilder in E-Mails beginnen, zum Beispiel https://shop.example.',
      },
      language: {
        label: 'Sprache',
        help: 'Dessen, was wir um Ihren Text schreiben, zum Beispiel de oder en.',
      },
      openPixel: {
        label: 'Sehen, ob E-Mails geöffnet werden',
        help: 'Durch ein Bild von einem Pixel. Viele Postfächer laden es ungesehen; es sagt also wenig.',
      },
      'utm.source': {
        label: 'utm_source der Links',
        help: 'Damit Ihre anderen Werkzeuge wissen, woher ein Besuch kam. Leer: weggelassen.',
      },
      'utm.medium': { label: 'utm_medium der Links', help: 'Zum Beispiel email.' },
      'utm.campaign': { label: 'utm_campaign der Links', help: 'Leer: weggelassen.' },
      'utm.term': { label: 'utm_term der Links', help: 'Leer: weggelassen.' },
      'utm.content': { label: 'utm_content der Links', help: 'Leer: weggelassen.' },
      'services.postmark.user': {
        label: 'Postmark: Benutzer',
        help: 'Der in der Adresse seines Webhooks steht.',
      },
      'services.postmark.password': {
        label: 'Postmark: Passwort',
        help: 'Das in der Adresse seines Webhooks steht.',
      },
      'services.sendgrid.publicKey': {
        label: 'SendGrid: Prüfschlüssel',
        help: 'Seines signierten Ereignis-Webhooks.',
      },
      'services.mailgun.signingKey': { label: 'Mailgun: Signierschlüssel', help: 'Seiner HTTP-Webhooks.' },
    },
    services: {
      title: 'Maildienste, die zurückmelden',
      text: 'Damit unzustellbare E-Mails und Beschwerden weitere Post beenden. Womit sie sich ausweisen, wird nie wieder gezeigt.',
      isSet: 'Gesetzt',
      isNotSet: 'Nicht gesetzt',
      take: 'Wegnehmen',
      ask: 'Dieses Geheimnis wegnehmen?',
      goes: 'Meldungen dieses Dienstes werden ab jetzt abgelehnt: Unzustellbares und Beschwerden beenden keine Post mehr.',
      stays:
        'Wer bisher abbestellt hat, unzustellbar war oder sich beschwert hat, bekommt weiterhin keine Post.',
    },
    templates: 'Vorlagen für E-Mails stehen bei den Kampagnen: Beginnen Sie dort eine aus einer Vorlage.',
    save: 'Speichern',
    saved: 'Gespeichert.',
    undo: 'Zurücksetzen',
    unchanged: 'Nichts ist geändert.',
  },
};
