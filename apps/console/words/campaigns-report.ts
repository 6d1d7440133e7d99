/** What the report of a campaign says: verdicts, why, and what to do next. */
import type { MissingReason, VerdictCode } from '../api/answers/campaigns.ts';
import type { WordSet } from './words.ts';

type Word = 'ship' | 'stop' | 'keep_running' | 'broken' | 'not_enough_data';

/** Written numbers; `needed` is null where nobody can tell yet. */
export type VerdictFigures = {
  readonly arm: string;
  readonly effect: string;
  readonly days: string;
  readonly visitors: string;
  readonly control: string;
  readonly needed: string | null;
};

type Say = (figures: VerdictFigures) => string;

export type CampaignReportWords = {
  readonly title: string;
  readonly intro: string;
  readonly version: string;
  readonly ofVersion: (version: string, since: string) => string;
  readonly empty: string;
  readonly emptyText: string;
  readonly units: Readonly<Record<'person' | 'visitor_day', string>>;
  readonly unitNotes: Readonly<Record<'person' | 'visitor_day', string>>;
  readonly unitEmpty: string;
  readonly columns: {
    readonly arm: string;
    readonly visitors: string;
    readonly shown: string;
    readonly clicked: string;
    readonly dismissed: string;
    readonly converted: string;
    readonly rate: string;
    readonly value: string;
    readonly difference: (per: string) => string;
    readonly lift: string;
  };
  readonly per: Readonly<Record<'share' | 'sum', string>>;
  readonly controlArm: (key: string) => string;
  readonly holdoutArm: string;
  readonly compared: string;
  readonly nothingYet: string;
  readonly interval: (estimate: string, low: string, high: string) => string;
  readonly missing: Readonly<Record<MissingReason, string>>;
  readonly noControl: { readonly title: string; readonly because: string; readonly next: string };
  readonly verdicts: Readonly<Record<Word, (arm: string) => string>>;
  readonly because: Readonly<Record<VerdictCode, Say>>;
  readonly next: Readonly<Record<Word, Say>>;
  readonly nextLabel: string;
  readonly plot: string;
  readonly plotNote: string;
  readonly sampleRatio: Readonly<
    Record<'quiet' | 'mismatch' | 'not_enough', (visitors: string, due: string) => string>
  >;
  readonly cuped: (share: string) => string;
  readonly noCuped: string;
  readonly liftIsLessSure: string;
  readonly seenInSeveral: (count: string) => string;
  readonly needed: (lift: string, visitors: string) => string;
  readonly holdout: (effect: string) => string;
  readonly uplift: Readonly<Record<'chance' | 'uplift', (share: string) => string>>;
  readonly notes: string;
  readonly save: string;
};

export const CAMPAIGN_REPORT: WordSet<CampaignReportWords> = {
  en: {
    title: 'What it achieved',
    intro: 'Everybody counts once, from the moment they saw it, or would have seen it in the control arm.',
    version: 'Version',
    ofVersion: (version, since) => `${version}, since ${since}`,
    empty: 'Nothing to report yet',
    emptyText: 'Results begin with the first visitor after the start. Come back after a day.',
    units: { person: 'People', visitor_day: 'Visitors by day' },
    unitNotes: {
      person: 'Who gave consent or is logged in: known over days and devices.',
      visitor_day: 'Who gave no consent is known for a day only, and may come back as somebody else.',
    },
    unitEmpty: 'Nobody of them has come to see it yet.',
    columns: {
      arm: 'Arm',
      visitors: 'Visitors',
      shown: 'Times shown',
      clicked: 'Clicked',
      dismissed: 'Closed it',
      converted: 'Reached the goal',
      rate: 'Of 100',
      value: 'Value a visitor',
      difference: (per) => `More than the control, ${per}`,
      lift: 'Lift: the same, relative to the control',
    },
    per: { share: 'of 100', sum: 'a visitor' },
    controlArm: (key) => `${key} (sees nothing)`,
    holdoutArm: 'Left out of everything',
    compared: 'What the others are compared with',
    nothingYet: 'Nobody yet',
    interval: (estimate, low, high) => `${estimate} (${low} to ${high})`,
    missing: {
      too_few_visitors: 'Withheld: fewer than two visitors in an arm',
      no_variance: 'Withheld: everybody did the same so far',
      control_not_above_zero: 'Withheld: too little happened in the control arm to compare with',
      no_covariate: 'Withheld: nothing is known of what they did before',
      not_a_conversion: 'Withheld: the goal is no yes or no',
      not_detectable: 'Withheld: no lift could be shown yet',
    },
    noControl: {
      title: 'Nothing says what it did',
      because: 'Without a control arm there is nobody to compare with.',
      next: 'Add an arm that gets nothing, with a tenth of the visitors. The result begins anew then.',
    },
    verdicts: {
      ship: (arm) => `${arm} surely does better`,
      stop: (arm) => `${arm} surely does worse`,
      keep_running: (arm) => `It is open whether ${arm} helps`,
      broken: () => 'These numbers cannot be believed',
      not_enough_data: (arm) => `It is too early to say anything of ${arm}`,
    },
    because: {
      gain: ({ effect }) =>
        `The difference to the control is ${effect}. All of the interval lies above zero.`,
      loss: ({ effect }) =>
        `The difference to the control is ${effect}. All of the interval lies below zero.`,
      guard_lost: () => 'Something that must not get worse got worse.',
      no_gain: ({ effect }) =>
        `The difference to the control is ${effect}. That is less than would be worth it.`,
      undecided: ({ effect }) =>
        `The difference to the control is ${effect}. No difference at all is in the interval as well.`,
      sample_ratio_mismatch: ({ visitors, control }) =>
        `The arms are not filled as their weights say: ${visitors} visitors against ${control} in the control.`,
      stray_visitors: () => 'Visitors stand in an arm that nobody is given to.',
      too_few_visitors: ({ visitors, control }) =>
        `There are ${visitors} visitors, and ${control} in the control. It takes 100 in each.`,
      too_few_conversions: ({ visitors, control }) =>
        `There are ${visitors} visitors, and ${control} in the control, but too few of them did otherwise than the rest. It takes ten in an arm.`,
      too_few_days: ({ days }) =>
        `It has run for ${days} full days. It takes seven: people look on some days and buy on others.`,
      no_variance: ({ visitors, control }) =>
        `There are ${visitors} visitors, and ${control} in the control, and all of them did the same.`,
    },
    next: {
      ship: ({ arm }) =>
        `Give ${arm} to more visitors. Keep a small control arm, so that you see if it wears off.`,
      stop: ({ arm }) => `Pause it, or take ${arm} out. Then try another text or another moment.`,
      keep_running: ({ needed }) =>
        needed === null
          ? 'Let it run on. You may look whenever you like.'
          : `Let it run on, up to ${needed} visitors in each arm. You may look whenever you like.`,
      broken: () =>
        'Look for the fault first: a page without the script, an arm that loads slowly, weights that were changed.',
      not_enough_data: () => 'Let it run, and come back in a week.',
    },
    nextLabel: 'What to do next',
    plot: 'How much more each arm brings than the control, with an interval that holds whenever you look',
    plotNote: 'Where a bar crosses the line, no difference at all is possible as well.',
    sampleRatio: {
      quiet: (visitors, due) => `The arms are filled as they should be: ${visitors}, where ${due} were due.`,
      mismatch: (visitors, due) =>
        `The arms are not filled as they should be: ${visitors}, where ${due} were due.`,
      not_enough: (visitors) =>
        `Too few visitors (${visitors}) to tell whether the arms are filled as they should be.`,
    },
    cuped: (share) =>
      `What visitors did before is taken into account: that makes the interval narrower by as much as ${share} more visitors would.`,
    noCuped:
      'What visitors did before is not known, or the same for all of them: nothing is taken into account for it.',
    liftIsLessSure:
      'Verdicts rest on the difference. The lift is less sure than that, since the control arm is only measured as well.',
    seenInSeveral: (count) => `Visitors who saw more than one arm and are left out of all: ${count}.`,
    needed: (lift, visitors) => `A lift of ${lift} takes about ${visitors} visitors in each arm.`,
    holdout: (effect) => `Against those who are left out of every campaign: ${effect}.`,
    uplift: {
      chance: (share) =>
        `It goes to ${share} of visitors, drawn by chance until it is known whom it changes.`,
      uplift: (share) => `It goes to ${share} of visitors: those whom it changes most.`,
    },
    notes: 'How far this can be trusted',
    save: 'Save as a file',
  },
  de: {
    title: 'Was sie gebracht hat',
    intro:
      'Jeder zählt einmal, ab dem Augenblick, in dem er sie sah oder in der Kontrollgruppe gesehen hätte.',
    version: 'Fassung',
    ofVersion: (version, since) => `${version}, seit ${since}`,
    empty: 'Noch nichts zu berichten',
    emptyText:
      'Ergebnisse beginnen mit dem ersten Besucher nach dem Start. Kommen Sie nach einem Tag wieder.',
    units: { person: 'Personen', visitor_day: 'Besucher nach Tagen' },
    unitNotes: {
      person: 'Wer eingewilligt hat oder angemeldet ist: über Tage und Geräte bekannt.',
      visitor_day:
        'Wer nicht eingewilligt hat, ist nur für einen Tag bekannt und kann als jemand anderes wiederkommen.',
    },
    unitEmpty: 'Von ihnen ist noch niemand so weit gekommen.',
    columns: {
      arm: 'Gruppe',
      visitors: 'Besucher',
      shown: 'Gezeigt',
      clicked: 'Geklickt',
      dismissed: 'Geschlossen',
      converted: 'Ziel erreicht',
      rate: 'Von 100',
      value: 'Wert je Besucher',
      difference: (per) => `Mehr als die Kontrollgruppe, ${per}`,
      lift: 'Zuwachs: dasselbe im Verhältnis zur Kontrollgruppe',
    },
    per: { share: 'von 100', sum: 'je Besucher' },
    controlArm: (key) => `${key} (sieht nichts)`,
    holdoutArm: 'Von allem ausgelassen',
    compared: 'Damit werden die anderen verglichen',
    nothingYet: 'Noch niemand',
    interval: (estimate, low, high) => `${estimate} (${low} bis ${high})`,
    missing: {
      too_few_visitors: 'Nicht genannt: weniger als zwei Besucher in einer Gruppe',
      no_variance: 'Nicht genannt: Bisher taten alle dasselbe',
      control_not_above_zero: 'Nicht genannt: In der Kontrollgruppe geschah zu wenig für einen Vergleich',
      no_covariate: 'Nicht genannt: Über die Zeit davor ist nichts bekannt',
      not_a_conversion: 'Nicht genannt: Das Ziel ist kein Ja oder Nein',
      not_detectable: 'Nicht genannt: Noch ließe sich kein Zuwachs zeigen',
    },
    noControl: {
      title: 'Nichts sagt, was sie bewirkt hat',
      because: 'Ohne Kontrollgruppe gibt es niemanden zum Vergleich.',
      next: 'Fügen Sie eine Gruppe hinzu, die nichts bekommt, mit einem Zehntel der Besucher. Das Ergebnis beginnt dann von vorn.',
    },
    verdicts: {
      ship: (arm) => `${arm} ist sicher besser`,
      stop: (arm) => `${arm} ist sicher schlechter`,
      keep_running: (arm) => `Es ist offen, ob ${arm} hilft`,
      broken: () => 'Diesen Zahlen ist nicht zu trauen',
      not_enough_data: (arm) => `Für ${arm} ist es noch zu früh`,
    },
    because: {
      gain: ({ effect }) =>
        `Der Unterschied zur Kontrollgruppe ist ${effect}. Der ganze Bereich liegt über null.`,
      loss: ({ effect }) =>
        `Der Unterschied zur Kontrollgruppe ist ${effect}. Der ganze Bereich liegt unter null.`,
      guard_lost: () => 'Etwas, das nicht schlechter werden darf, wurde schlechter.',
      no_gain: ({ effect }) =>
        `Der Unterschied zur Kontrollgruppe ist ${effect}. Das ist weniger, als sich lohnen würde.`,
      undecided: ({ effect }) =>
        `Der Unterschied zur Kontrollgruppe ist ${effect}. In diesem Bereich liegt auch, dass sich gar nichts ändert.`,
      sample_ratio_mismatch: ({ visitors, control }) =>
        `Die Gruppen sind nicht so gefüllt, wie ihre Gewichte sagen: ${visitors} Besucher gegen ${control} in der Kontrollgruppe.`,
      stray_visitors: () => 'Besucher stehen in einer Gruppe, die niemandem zugeteilt wird.',
      too_few_visitors: ({ visitors, control }) =>
        `Es sind ${visitors} Besucher, und ${control} in der Kontrollgruppe. Nötig sind je 100.`,
      too_few_conversions: ({ visitors, control }) =>
        `Es sind ${visitors} Besucher, und ${control} in der Kontrollgruppe, aber zu wenige taten etwas anderes als die übrigen. Nötig sind zehn je Gruppe.`,
      too_few_days: ({ days }) =>
        `Sie läuft seit ${days} vollen Tagen. Nötig sind sieben: An manchen Tagen wird geschaut, an anderen gekauft.`,
      no_variance: ({ visitors, control }) =>
        `Es sind ${visitors} Besucher, und ${control} in der Kontrollgruppe, und alle taten dasselbe.`,
    },
    next: {
      ship: ({ arm }) =>
        `Geben Sie ${arm} mehr Besuchern. Behalten Sie eine kleine Kontrollgruppe, damit Sie sehen, ob die Wirkung nachlässt.`,
      stop: ({ arm }) =>
        `Halten Sie die Kampagne an, oder nehmen Sie ${arm} heraus. Versuchen Sie dann einen anderen Text oder Moment.`,
      keep_running: ({ needed }) =>
        needed === null
          ? 'Lassen Sie sie weiterlaufen. Sie dürfen jederzeit nachsehen.'
          : `Lassen Sie sie weiterlaufen, bis zu ${needed} Besuchern je Gruppe. Sie dürfen jederzeit nachsehen.`,
      broken: () =>
        'Suchen Sie zuerst den Fehler: eine Seite ohne das Skript, eine Gruppe, die langsam lädt, geänderte Gewichte.',
      not_enough_data: () => 'Lassen Sie sie laufen, und kommen Sie in einer Woche wieder.',
    },
    nextLabel: 'Was jetzt zu tun ist',
    plot: 'Wie viel mehr jede Gruppe bringt als die Kontrollgruppe, mit einem Bereich, der gilt, wann immer Sie nachsehen',
    plotNote: 'Wo ein Balken die Linie kreuzt, ist auch möglich, dass sich gar nichts ändert.',
    sampleRatio: {
      quiet: (visitors, due) =>
        `Die Gruppen sind gefüllt, wie sie sollen: ${visitors}, wo ${due} zu erwarten waren.`,
      mismatch: (visitors, due) =>
        `Die Gruppen sind nicht gefüllt, wie sie sollen: ${visitors}, wo ${due} zu erwarten waren.`,
      not_enough: (visitors) =>
        `Zu wenige Besucher (${visitors}), um zu sagen, ob die Gruppen richtig gefüllt sind.`,
    },
    cuped: (share) =>
      `Was Besucher vorher taten, ist berücksichtigt: Das macht den Bereich so viel schmaler, wie es ${share} mehr Besucher täten.`,
    noCuped:
      'Was Besucher vorher taten, ist nicht bekannt oder bei allen gleich: Dafür wird nichts berücksichtigt.',
    liftIsLessSure:
      'Urteile beruhen auf dem Unterschied. Der Zuwachs ist weniger sicher, weil auch die Kontrollgruppe nur gemessen ist.',
    seenInSeveral: (count) => `Besucher, die mehr als eine Gruppe sahen und in keiner zählen: ${count}.`,
    needed: (lift, visitors) => `Ein Zuwachs von ${lift} braucht etwa ${visitors} Besucher je Gruppe.`,
    holdout: (effect) => `Gegen alle, die von jeder Kampagne ausgelassen werden: ${effect}.`,
    uplift: {
      chance: (share) => `Sie geht an ${share} der Besucher, ausgelost, bis bekannt ist, wen sie verändert.`,
      uplift: (share) => `Sie geht an ${share} der Besucher: an die, die sie am meisten verändert.`,
    },
    notes: 'Wie weit dem zu trauen ist',
    save: 'Als Datei speichern',
  },
};
