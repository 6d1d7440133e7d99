/** What model cards, drift and history say. */
import type { WordSet } from './words.ts';

export type CardWords = {
  readonly title: string;
  readonly none: string;
  readonly quality: Readonly<Record<'chance' | 'weak' | 'fair' | 'good' | 'strong', string>>;
  readonly auc: string;
  readonly aucText: (value: string, low: string, high: string) => string;
  readonly learnedFrom: (visitors: string, from: string, to: string) => string;
  readonly testedOn: (from: string, to: string) => string;
  readonly examples: (positives: string, negatives: string) => string;
  readonly sampled: string;
  readonly held: (share: string) => string;
  readonly noMeasures: string;
  readonly calibration: {
    readonly title: string;
    readonly text: string;
    readonly said: string;
    readonly came: string;
    readonly perfect: string;
    readonly error: (points: string) => string;
  };
  readonly roc: {
    readonly title: string;
    readonly text: string;
    readonly wrong: string;
    readonly found: string;
    readonly chance: string;
    readonly absent: string;
  };
  readonly lift: {
    readonly title: string;
    readonly text: (times: string, captured: string) => string;
    readonly columns: readonly string[];
    readonly tenth: (number: string) => string;
    readonly times: (times: string) => string;
  };
  readonly importance: {
    readonly title: string;
    readonly text: string;
    readonly columns: readonly string[];
  };
  readonly compared: {
    readonly title: string;
    readonly text: string;
    readonly columns: readonly string[];
    readonly names: Readonly<Record<'logistic' | 'boosting' | 'champion' | 'heuristic' | 'constant', string>>;
  };
  readonly brier: string;
  readonly logLoss: string;
  readonly drift: {
    readonly title: string;
    readonly unlooked: string;
    readonly kinds: Readonly<Record<'none' | 'rate' | 'ranking' | 'inputs', string>>;
    readonly does: Readonly<Record<'recalibrate' | 'retrain' | 'nothing', string>>;
    readonly labels: (observed: string, labels: string, expected: string) => string;
    readonly noLabels: string;
    readonly lookedAt: (time: string) => string;
    readonly psi: string;
    readonly columns: readonly string[];
    readonly bands: Readonly<Record<'same' | 'watch' | 'moved', string>>;
    readonly server: string;
  };
  readonly history: {
    readonly title: string;
    readonly columns: readonly string[];
    readonly served: string;
    readonly empty: string;
    readonly verdicts: Readonly<
      Record<'promoted' | 'too_little_to_test' | 'no_better_than_the_rate' | 'no_better_than_served', string>
    >;
    readonly recalibrated: (from: string) => string;
    readonly kinds: Readonly<Record<'logistic' | 'boosting', string>>;
    readonly rollBack: string;
    readonly rollBackTo: (version: string) => string;
    readonly rollBackToPoints: string;
    readonly rollBackText: string;
    readonly rolledBack: string;
  };
};

export const CARD: WordSet<CardWords> = {
  en: {
    title: 'How good is the model?',
    none: 'No model serves yet, so that there is no card.',
    quality: {
      chance: 'It ranks visitors no better than chance.',
      weak: 'It ranks visitors a little better than chance.',
      fair: 'It ranks visitors fairly well.',
      good: 'It ranks visitors well.',
      strong: 'It ranks visitors very well.',
    },
    auc: 'Ranking (AUC)',
    aucText: (value, low, high) =>
      `Of two visitors, one who did it and one who did not, it puts the right one first ${value} of the time (95 %: ${low} to ${high}). Chance is 50 %.`,
    learnedFrom: (visitors, from, to) => `Learned from ${visitors} visitors, ${from} to ${to}.`,
    testedOn: (from, to) => `Tested on ${from} to ${to}, of which it had seen nothing.`,
    examples: (positives, negatives) => `${positives} that it came to, ${negatives} without.`,
    sampled: 'There were more visitors than it could learn from: it took a random part.',
    held: (share) =>
      `${share} of each score still comes from the general points, since there is little data.`,
    noMeasures: 'It foretells no yes or no: it is judged by how far off it was, below.',
    calibration: {
      title: 'Do the percentages come true?',
      text: 'Each dot is a tenth of the test: how likely it was said to be, and how often it came. On the dashed line both are the same.',
      said: 'Said',
      came: 'Came true',
      perfect: 'Said and came true alike',
      error: (points) => `On average ${points} percentage points off.`,
    },
    roc: {
      title: 'How well it tells them apart',
      text: 'Going down from the likeliest: how many of those who did it are found, and how many who did not come along. The further above the dashed line, the better.',
      wrong: 'Did not, yet found',
      found: 'Did it, and found',
      chance: 'By chance',
      absent: 'The card is older than this plot: the next training brings it.',
    },
    lift: {
      title: 'Where to spend an effort',
      text: (times, captured) =>
        `The likeliest tenth did it ${times} times as often as the average. The likeliest three tenths hold ${captured} of all who did.`,
      columns: ['Tenth of the visitors', 'Against the average'],
      tenth: (number) => `${number}, from the likeliest`,
      times: (times) => `${times} times`,
    },
    importance: {
      title: 'What it looks at',
      text: 'How much each thing moves a score on average (mean SHAP value), the strongest first. That is no cause.',
      columns: ['What', 'Moves a score by'],
    },
    compared: {
      title: 'Compared with',
      text: 'On the same test. A smaller error is better; a model serves only if none of the others is.',
      columns: ['What', 'Error (log loss)', 'Ranking (AUC)'],
      names: {
        logistic: 'Regression',
        boosting: 'Trees',
        champion: 'What served before',
        heuristic: 'General points',
        constant: 'The plain rate for everybody',
      },
    },
    brier: 'Brier score',
    logLoss: 'Log loss',
    drift: {
      title: 'Does it still hold?',
      unlooked: 'It was not looked at yet. Inkling looks every day at what came true since.',
      kinds: {
        none: 'Yes: what it says still comes true.',
        rate: 'The rate moved: it comes more often, or less, than it was said to.',
        ranking: 'The ranking fell: it tells visitors apart less well than it did.',
        inputs: 'Visitors behave differently than those it learned from.',
      },
      does: {
        recalibrate: 'Inkling adjusts the percentages by itself.',
        retrain: 'Inkling trains a new model by itself.',
        nothing: 'There is nothing to do.',
      },
      labels: (observed, labels, expected) =>
        `Of ${labels} visitors whose time is over it came to ${observed}; ${expected} were expected.`,
      noLabels: 'Nobody’s time is over yet, so that nothing can be compared.',
      lookedAt: (time) => `Looked at ${time}.`,
      psi: 'How far each thing has moved since the training',
      columns: ['What', 'PSI', 'Which means'],
      bands: { same: 'as before', watch: 'keep an eye on it', moved: 'has moved' },
      server: 'In figures:',
    },
    history: {
      title: 'Trained so far',
      columns: ['Version', 'When', 'Kind', 'Ranking (AUC)', 'What came of it'],
      served: 'Serves now',
      empty: 'Nothing was trained yet.',
      verdicts: {
        promoted: 'Was better, and served',
        too_little_to_test: 'Too little to test it on',
        no_better_than_the_rate: 'No better than the plain rate',
        no_better_than_served: 'No better than what serves',
      },
      recalibrated: (from) => `Version ${from} with adjusted percentages`,
      kinds: { logistic: 'Regression', boosting: 'Trees' },
      rollBack: 'Roll back',
      rollBackTo: (version) => `Serve version ${version} again?`,
      rollBackToPoints: 'Serve the general points again?',
      rollBackText:
        'All scores change at once, and segments that ask for them too. Rolling back once more comes back.',
      rolledBack: 'Rolled back',
    },
  },
  de: {
    title: 'Wie gut ist das Modell?',
    none: 'Noch ist kein Modell im Einsatz, deshalb gibt es keine Karte.',
    quality: {
      chance: 'Es ordnet Besucher nicht besser als der Zufall.',
      weak: 'Es ordnet Besucher etwas besser als der Zufall.',
      fair: 'Es ordnet Besucher ordentlich.',
      good: 'Es ordnet Besucher gut.',
      strong: 'Es ordnet Besucher sehr gut.',
    },
    auc: 'Reihenfolge (AUC)',
    aucText: (value, low, high) =>
      `Von zwei Besuchern, einem, der es tat, und einem, der es nicht tat, stellt es in ${value} der Fälle den richtigen voran (95 %: ${low} bis ${high}). Zufall wären 50 %.`,
    learnedFrom: (visitors, from, to) => `Gelernt von ${visitors} Besuchern, ${from} bis ${to}.`,
    testedOn: (from, to) => `Geprüft an ${from} bis ${to}, wovon es nichts gesehen hatte.`,
    examples: (positives, negatives) => `${positives}-mal kam es dazu, ${negatives}-mal nicht.`,
    sampled: 'Es gab mehr Besucher, als es lernen konnte: Es nahm einen zufälligen Teil.',
    held: (share) =>
      `${share} jedes Werts kommen noch von den allgemeinen Punkten, weil es wenige Daten gibt.`,
    noMeasures:
      'Es sagt kein Ja oder Nein vorher: Beurteilt wird es danach, wie weit es daneben lag (unten).',
    calibration: {
      title: 'Treffen die Prozente ein?',
      text: 'Jeder Punkt ist ein Zehntel der Prüfung: wie wahrscheinlich es genannt wurde, und wie oft es kam. Auf der gestrichelten Linie ist beides gleich.',
      said: 'Vorhergesagt',
      came: 'Eingetroffen',
      perfect: 'Vorhergesagt und eingetroffen gleich',
      error: (points) => `Im Mittel ${points} Prozentpunkte daneben.`,
    },
    roc: {
      title: 'Wie gut es sie auseinanderhält',
      text: 'Vom Wahrscheinlichsten abwärts: wie viele von denen, die es taten, gefunden sind, und wie viele mitkommen, die es nicht taten. Je höher über der gestrichelten Linie, desto besser.',
      wrong: 'Tat es nicht, doch gefunden',
      found: 'Tat es und gefunden',
      chance: 'Durch Zufall',
      absent: 'Die Karte ist älter als diese Grafik: Das nächste Training bringt sie.',
    },
    lift: {
      title: 'Wo sich Mühe lohnt',
      text: (times, captured) =>
        `Das wahrscheinlichste Zehntel tat es ${times}-mal so oft wie der Durchschnitt. In den wahrscheinlichsten drei Zehnteln sind ${captured} aller, die es taten.`,
      columns: ['Zehntel der Besucher', 'Gegenüber dem Durchschnitt'],
      tenth: (number) => `${number}., vom wahrscheinlichsten an`,
      times: (times) => `${times}-mal`,
    },
    importance: {
      title: 'Worauf es sieht',
      text: 'Wie sehr jedes Merkmal einen Wert im Mittel bewegt (mittlerer SHAP-Wert), das stärkste zuerst. Eine Ursache ist das nicht.',
      columns: ['Was', 'Bewegt einen Wert um'],
    },
    compared: {
      title: 'Verglichen mit',
      text: 'An derselben Prüfung. Ein kleinerer Fehler ist besser; ein Modell kommt nur zum Einsatz, wenn keines der anderen besser ist.',
      columns: ['Was', 'Fehler (Log-Loss)', 'Reihenfolge (AUC)'],
      names: {
        logistic: 'Regression',
        boosting: 'Bäume',
        champion: 'Was vorher im Einsatz war',
        heuristic: 'Allgemeine Punkte',
        constant: 'Die bloße Quote für alle',
      },
    },
    brier: 'Brier-Wert',
    logLoss: 'Log-Loss',
    drift: {
      title: 'Stimmt es noch?',
      unlooked: 'Noch wurde nicht nachgesehen. Inkling sieht jeden Tag nach, was seither eintraf.',
      kinds: {
        none: 'Ja: Was es sagt, trifft weiter ein.',
        rate: 'Die Quote hat sich bewegt: Es kommt öfter oder seltener, als gesagt wurde.',
        ranking: 'Die Reihenfolge wurde schlechter: Es hält Besucher weniger gut auseinander als zuvor.',
        inputs: 'Besucher verhalten sich anders als die, von denen es lernte.',
      },
      does: {
        recalibrate: 'Inkling passt die Prozente von selbst an.',
        retrain: 'Inkling trainiert von selbst ein neues Modell.',
        nothing: 'Es ist nichts zu tun.',
      },
      labels: (observed, labels, expected) =>
        `Von ${labels} Besuchern, deren Zeit um ist, kam es bei ${observed} dazu; erwartet waren ${expected}.`,
      noLabels: 'Noch ist für niemanden die Zeit um, deshalb lässt sich nichts vergleichen.',
      lookedAt: (time) => `Nachgesehen ${time}.`,
      psi: 'Wie weit sich jedes Merkmal seit dem Training bewegt hat',
      columns: ['Was', 'PSI', 'Das heißt'],
      bands: { same: 'wie zuvor', watch: 'im Auge behalten', moved: 'hat sich bewegt' },
      server: 'In Zahlen (englisch):',
    },
    history: {
      title: 'Bisher trainiert',
      columns: ['Version', 'Wann', 'Art', 'Reihenfolge (AUC)', 'Was daraus wurde'],
      served: 'Jetzt im Einsatz',
      empty: 'Noch wurde nichts trainiert.',
      verdicts: {
        promoted: 'War besser und kam zum Einsatz',
        too_little_to_test: 'Zu wenig, um es zu prüfen',
        no_better_than_the_rate: 'Nicht besser als die bloße Quote',
        no_better_than_served: 'Nicht besser als das im Einsatz',
      },
      recalibrated: (from) => `Version ${from} mit angepassten Prozenten`,
      kinds: { logistic: 'Regression', boosting: 'Bäume' },
      rollBack: 'Zurücknehmen',
      rollBackTo: (version) => `Wieder Version ${version} benutzen?`,
      rollBackToPoints: 'Wieder die allgemeinen Punkte benutzen?',
      rollBackText:
        'Alle Werte ändern sich sofort, auch Segmente, die danach fragen. Noch einmal zurücknehmen führt wieder hierher.',
      rolledBack: 'Zurückgenommen',
    },
  },
};
