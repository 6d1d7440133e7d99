/** What each setting of a site is called, and what it does, in a sentence. */
import type { WordSet } from './words.ts';

type Setting = { readonly label: string; readonly help: string };
export type SettingFieldWords = {
  readonly fields: { readonly [path: string]: Setting };
  readonly choices: { readonly [path: string]: { readonly [choice: string]: string } };
};

export const SETTING_FIELD_WORDS: WordSet<SettingFieldWords> = {
  en: {
    fields: {
      name: { label: 'Name', help: 'Stands at the top of this console and in mails.' },
      timezone: {
        label: 'Time zone',
        help: 'In which days begin and quiet hours hold, for example Europe/Berlin.',
      },
      currency: {
        label: 'Currency',
        help: 'The one that is summed, by its three letters, for example EUR. Orders in another are not added to it.',
      },
      sessionGapMinutes: {
        label: 'Minutes that end a visit',
        help: 'After so long without a sign, what comes next is a new visit. 30 is usual.',
      },
      orders: {
        label: 'Whose orders count',
        help: 'A page can lose an order, or make one up. Choose your server where it tells of orders itself.',
      },
      hashRouting: {
        label: 'Pages differ behind the #',
        help: 'For shops of one page whose addresses look like /#/cart.',
      },
      analyticsJs: {
        label: 'Pages run Segment’s analytics.js too',
        help: 'With consent, the script takes over whom that already knows.',
      },
      policy: {
        label: 'Before a visitor decides',
        help: 'What happens until somebody has allowed or refused. The page Privacy says what each means.',
      },
      honoursDoNotTrack: {
        label: 'Take Do Not Track at its word',
        help: 'Like Global Privacy Control, which is always honoured: nothing of such a visit is stored.',
      },
      remembersChoice: {
        label: 'Remember the choice on the device',
        help: 'Only where visitors choose in a bar of your own and no consent tool remembers it for you.',
      },
      linksWholeDay: {
        label: 'Join earlier visits of the day',
        help: 'Only where the text of your consent says so: what the same anonymous number did that day joins the visitor.',
      },
      serverConsent: {
        label: 'What silence of your server means',
        help: 'Events of servers and of Segment’s libraries that say nothing of consent. Unless you say what it means, they are only counted.',
      },
      consentCategories: {
        label: 'Categories of your consent banner',
        help: 'One a line: name, =, and analytics, personalization, contact or share. For example: Advertising = share',
      },
      'smallNumbers.k': {
        label: 'Smallest group that is told',
        help: 'Numbers by source, product or feature leave out smaller groups, so that nobody can be found in them. At least 3.',
      },
      eventDays: {
        label: 'What visitors did',
        help: 'Days. Counts, sums and first and last times stay in the profile.',
      },
      'retention.idleDays': {
        label: 'Profiles of visitors who stay away',
        help: 'Days after their last sign; never shorter than the events.',
      },
      'retention.resultDays': {
        label: 'What campaigns chose and showed',
        help: 'Days. The totals of every campaign stay.',
      },
      'retention.noticeDays': {
        label: 'Segments entered and left',
        help: 'Days. The latest of each segment stays.',
      },
      'retention.violationDays': { label: 'Faults in events', help: 'Days after one was last met.' },
      'retention.auditDays': {
        label: 'Audit log',
        help: 'Days. Three years is usual: that long claims may be raised.',
      },
      'decisions.holdout': {
        label: 'Visitors whom nothing reaches, in percent',
        help: 'So that you learn what all campaigns together are worth. 5 is advised; 0 to 50.',
      },
      'decisions.caps': {
        label: 'How often at most',
        help: 'For all campaigns together. Every campaign keeps to it, but for what was asked for itself.',
      },
      'decisions.perMinute.onsite': {
        label: 'Messages on pages, a minute',
        help: 'Empty: as many as there are.',
      },
      'decisions.perMinute.email': { label: 'Mails, a minute', help: 'Empty: as many as there are.' },
      'decisions.perMinute.webhook': {
        label: 'Calls of webhooks, a minute',
        help: 'Empty: as many as there are.',
      },
      'scoring.leastOfEach': {
        label: 'Examples before a model is trained',
        help: 'Of buyers, and of those who did not buy. Below that, points are given instead. At least 20.',
      },
      'scoring.discountPerYear': {
        label: 'What a year takes off money, in percent',
        help: 'Money next year is worth less than today: used for what a customer will bring. 15 is usual.',
      },
      postsPerSecondPerAddress: {
        label: 'Posts a second from one network',
        help: 'More are put off. Raise it where many visitors share an office or a mobile network.',
      },
      postsPerSecondPerKey: {
        label: 'Posts a second from all pages',
        help: 'More are put off. Raise it for sales that everybody waits for.',
      },
      postsPerSecondPerVisitor: {
        label: 'Posts a second for one visitor',
        help: 'From however many networks. Empty: as many as one network may send.',
      },
    },
    choices: {
      orders: { any: 'Whoever tells of them first', server: 'Your server’s alone' },
      policy: {
        auto: 'Automatic',
        statistics: 'Sums only',
        session: 'Within the day',
        'consented-only': 'Nothing',
      },
    },
  },
  de: {
    fields: {
      name: { label: 'Name', help: 'Steht oben in dieser Konsole und in E-Mails.' },
      timezone: {
        label: 'Zeitzone',
        help: 'In ihr beginnen Tage und gelten Ruhezeiten, zum Beispiel Europe/Berlin.',
      },
      currency: {
        label: 'Währung',
        help: 'Die eine, in der summiert wird, mit drei Buchstaben, zum Beispiel EUR. Bestellungen in einer anderen werden nicht dazugezählt.',
      },
      sessionGapMinutes: {
        label: 'Minuten, die einen Besuch beenden',
        help: 'Nach so langer Pause ist das Nächste ein neuer Besuch. 30 ist üblich.',
      },
      orders: {
        label: 'Wessen Bestellungen zählen',
        help: 'Eine Seite kann eine Bestellung verlieren oder erfinden. Wählen Sie Ihren Server, wenn er selbst davon berichtet.',
      },
      hashRouting: {
        label: 'Seiten unterscheiden sich hinter dem #',
        help: 'Für Shops aus einer Seite, deren Adressen wie /#/cart aussehen.',
      },
      analyticsJs: {
        label: 'Auf den Seiten läuft auch analytics.js von Segment',
        help: 'Mit Einwilligung übernimmt das Skript, wen jenes schon kennt.',
      },
      policy: {
        label: 'Bevor ein Besucher entscheidet',
        help: 'Was gilt, bis jemand erlaubt oder abgelehnt hat. Die Seite Datenschutz sagt, was jedes heißt.',
      },
      honoursDoNotTrack: {
        label: 'Do Not Track beim Wort nehmen',
        help: 'Wie Global Privacy Control, das immer gilt: Von einem solchen Besuch wird nichts gespeichert.',
      },
      remembersChoice: {
        label: 'Die Wahl auf dem Gerät merken',
        help: 'Nur wenn Besucher in einer eigenen Leiste wählen und kein Einwilligungsdienst sie für Sie merkt.',
      },
      linksWholeDay: {
        label: 'Frühere Besuche des Tages verbinden',
        help: 'Nur wenn Ihr Einwilligungstext das sagt: Was dieselbe anonyme Nummer an dem Tag tat, kommt zum Besucher.',
      },
      serverConsent: {
        label: 'Was Schweigen Ihres Servers heißt',
        help: 'Ereignisse von Servern und Bibliotheken von Segment, die nichts über Einwilligung sagen. Solange Sie nicht sagen, was es heißt, werden sie nur gezählt.',
      },
      consentCategories: {
        label: 'Kategorien Ihres Einwilligungsbanners',
        help: 'Eine je Zeile: Name, =, und analytics, personalization, contact oder share. Zum Beispiel: Werbung = share',
      },
      'smallNumbers.k': {
        label: 'Kleinste Gruppe, die gezeigt wird',
        help: 'Zahlen nach Herkunft, Produkt oder Merkmal lassen kleinere Gruppen weg, damit niemand darin zu finden ist. Mindestens 3.',
      },
      eventDays: {
        label: 'Was Besucher taten',
        help: 'Tage. Anzahlen, Summen, erste und letzte Zeiten bleiben im Profil.',
      },
      'retention.idleDays': {
        label: 'Profile von Besuchern, die wegbleiben',
        help: 'Tage nach ihrem letzten Zeichen; nie kürzer als die Ereignisse.',
      },
      'retention.resultDays': {
        label: 'Was Kampagnen wählten und zeigten',
        help: 'Tage. Die Summen jeder Kampagne bleiben.',
      },
      'retention.noticeDays': {
        label: 'Betretene und verlassene Segmente',
        help: 'Tage. Das Letzte je Segment bleibt.',
      },
      'retention.violationDays': {
        label: 'Fehler in Ereignissen',
        help: 'Tage, nachdem einer zuletzt vorkam.',
      },
      'retention.auditDays': {
        label: 'Protokoll',
        help: 'Tage. Drei Jahre sind üblich: So lange können Ansprüche gestellt werden.',
      },
      'decisions.holdout': {
        label: 'Besucher, die nichts erreicht, in Prozent',
        help: 'Damit Sie erfahren, was alle Kampagnen zusammen wert sind. Geraten wird zu 5; 0 bis 50.',
      },
      'decisions.caps': {
        label: 'Wie oft höchstens',
        help: 'Für alle Kampagnen zusammen. Jede hält sich daran, außer dem, was ausdrücklich verlangt wurde.',
      },
      'decisions.perMinute.onsite': {
        label: 'Nachrichten auf Seiten, je Minute',
        help: 'Leer: so viele, wie es gibt.',
      },
      'decisions.perMinute.email': { label: 'E-Mails, je Minute', help: 'Leer: so viele, wie es gibt.' },
      'decisions.perMinute.webhook': {
        label: 'Aufrufe von Webhooks, je Minute',
        help: 'Leer: so viele, wie es gibt.',
      },
      'scoring.leastOfEach': {
        label: 'Beispiele, bevor ein Modell trainiert wird',
        help: 'Von Käufern und von denen, die nicht kauften. Darunter gibt es Punkte stattdessen. Mindestens 20.',
      },
      'scoring.discountPerYear': {
        label: 'Was ein Jahr vom Geld abzieht, in Prozent',
        help: 'Geld im nächsten Jahr ist weniger wert als heute: für das, was ein Kunde bringen wird. 15 ist üblich.',
      },
      postsPerSecondPerAddress: {
        label: 'Meldungen je Sekunde aus einem Netz',
        help: 'Mehr werden vertagt. Erhöhen Sie es, wenn viele Besucher ein Büro oder ein Mobilnetz teilen.',
      },
      postsPerSecondPerKey: {
        label: 'Meldungen je Sekunde von allen Seiten',
        help: 'Mehr werden vertagt. Erhöhen Sie es für Aktionen, auf die alle warten.',
      },
      postsPerSecondPerVisitor: {
        label: 'Meldungen je Sekunde für einen Besucher',
        help: 'Aus wie vielen Netzen auch immer. Leer: so viele, wie ein Netz senden darf.',
      },
    },
    choices: {
      orders: { any: 'Wer zuerst davon berichtet', server: 'Nur die Ihres Servers' },
      policy: {
        auto: 'Automatisch',
        statistics: 'Nur Summen',
        session: 'Innerhalb des Tages',
        'consented-only': 'Nichts',
      },
    },
  },
};
