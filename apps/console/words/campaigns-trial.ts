/** What a trial run on past visitors says. */
import { counted, type WordSet } from './words.ts';

export type CampaignTrialWords = {
  readonly title: string;
  readonly intro: string;
  readonly days: string;
  readonly lastDays: (days: string) => string;
  readonly run: string;
  readonly runAgain: string;
  readonly isOld: string;
  readonly reached: (reached: string, visitors: string) => string;
  readonly nobody: string;
  readonly nobodyText: string;
  readonly treatments: (count: string) => string;
  readonly control: (count: string) => string;
  readonly passedOver: (count: string) => string;
  readonly holdout: (count: string) => string;
  readonly aDay: (count: string) => string;
  readonly timesTitle: string;
  readonly times: (times: string) => string;
  readonly timesColumn: string;
  readonly visitorsColumn: string;
  readonly reasonsTitle: string;
  readonly reasonColumn: string;
  readonly momentsColumn: string;
  readonly reasons: Readonly<Record<string, string>>;
  readonly assumes: string;
};

export const CAMPAIGN_TRIAL: WordSet<CampaignTrialWords> = {
  en: {
    title: 'Whom it would have reached',
    intro:
      'Tries the campaign as it is written now on the visitors of the last days. Nothing is shown to anybody.',
    days: 'Try it on',
    lastDays: (days) => `the last ${days} days`,
    run: 'Try it',
    runAgain: 'Try it again',
    isOld: 'The campaign has changed since this trial.',
    reached: (reached, visitors) => `${reached} of ${visitors} visitors`,
    nobody: 'Nobody would have seen it',
    nobodyText: 'Choose fewer segments, another moment or wider limits, or try more days.',
    treatments: (count) => counted(count, 'Shown or sent once.', `Shown or sent ${count} times in all.`),
    control: (count) =>
      counted(
        count,
        'One more stands in the control arm and sees nothing.',
        `${count} more stand in the control arm and see nothing.`,
      ),
    passedOver: (count) =>
      counted(
        count,
        'One is passed over, since it is not for everybody.',
        `${count} are passed over, since it is not for everybody.`,
      ),
    holdout: (count) =>
      counted(count, 'One is left out of every campaign.', `${count} are left out of every campaign.`),
    aDay: (count) => `About ${count} visitors a day would take part.`,
    timesTitle: 'How often',
    times: (times) => counted(times, 'once', `${times} times`),
    timesColumn: 'Seen',
    visitorsColumn: 'Visitors',
    reasonsTitle: 'Why not more often',
    reasonColumn: 'Reason',
    momentsColumn: 'Times',
    reasons: {
      out_of_window: 'Before its beginning, or after its end',
      not_in_traffic: 'Outside the share that takes part',
      no_consent: 'No consent for this channel',
      dismissed: 'Closed before',
      entered_before: 'Taken in before',
      quiet_hours: 'Quiet hours',
      capped: 'A limit was reached',
      lower_priority: 'Another campaign went first',
      unreachable: 'No way to reach them',
      no_products: 'Too few products to show',
      no_code: 'No code could be made',
      sale_item: 'Something reduced in the cart',
      margin_too_low: 'Too little margin',
      offer_over: 'The code has ended',
      serial_leaver: 'Too many left carts',
    },
    assumes:
      'It takes for granted that pages stay open and that everything decided is seen: it errs to the high side.',
  },
  de: {
    title: 'Wen sie erreicht hätte',
    intro:
      'Probiert die Kampagne, wie sie jetzt dasteht, an den Besuchern der letzten Tage. Niemandem wird etwas gezeigt.',
    days: 'Ausprobieren an',
    lastDays: (days) => `den letzten ${days} Tagen`,
    run: 'Ausprobieren',
    runAgain: 'Noch einmal ausprobieren',
    isOld: 'Die Kampagne wurde seit diesem Probelauf geändert.',
    reached: (reached, visitors) => `${reached} von ${visitors} Besuchern`,
    nobody: 'Niemand hätte sie gesehen',
    nobodyText: 'Wählen Sie weniger Segmente, einen anderen Moment oder weitere Grenzen, oder mehr Tage.',
    treatments: (count) =>
      counted(count, 'Einmal gezeigt oder gesendet.', `Insgesamt ${count}-mal gezeigt oder gesendet.`),
    control: (count) =>
      counted(
        count,
        'Jemand ist in der Kontrollgruppe und sieht nichts.',
        `${count} weitere sind in der Kontrollgruppe und sehen nichts.`,
      ),
    passedOver: (count) =>
      counted(
        count,
        'Jemand wird übergangen, weil sie nicht für alle ist.',
        `${count} werden übergangen, weil sie nicht für alle ist.`,
      ),
    holdout: (count) =>
      counted(
        count,
        'Jemand ist von jeder Kampagne ausgenommen.',
        `${count} sind von jeder Kampagne ausgenommen.`,
      ),
    aDay: (count) => `Etwa ${count} Besucher am Tag würden teilnehmen.`,
    timesTitle: 'Wie oft',
    times: (times) => counted(times, 'einmal', `${times}-mal`),
    timesColumn: 'Gesehen',
    visitorsColumn: 'Besucher',
    reasonsTitle: 'Warum nicht öfter',
    reasonColumn: 'Grund',
    momentsColumn: 'Male',
    reasons: {
      out_of_window: 'Vor ihrem Beginn oder nach ihrem Ende',
      not_in_traffic: 'Außerhalb des Anteils, der teilnimmt',
      no_consent: 'Keine Einwilligung für diesen Kanal',
      dismissed: 'Zuvor geschlossen',
      entered_before: 'Schon einmal aufgenommen',
      quiet_hours: 'Ruhezeit',
      capped: 'Eine Grenze war erreicht',
      lower_priority: 'Eine andere Kampagne ging vor',
      unreachable: 'Kein Weg zu ihnen',
      no_products: 'Zu wenige Produkte zum Zeigen',
      no_code: 'Kein Code ließ sich erzeugen',
      sale_item: 'Etwas Reduziertes im Warenkorb',
      margin_too_low: 'Zu wenig Marge',
      offer_over: 'Der Code ist abgelaufen',
      serial_leaver: 'Zu viele verlassene Warenkörbe',
    },
    assumes:
      'Dabei gilt, dass Seiten offen bleiben und alles Entschiedene gesehen wird: Die Zahlen sind eher zu hoch.',
  },
};
