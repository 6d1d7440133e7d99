import type { Outcome } from '../../../../core/errors.ts';
import type { ModelAnswer } from '../../routes/models.ts';
import type { CardView, DriftView, ModelView } from '../../score-answers.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import type { Operations } from '../operations.ts';
import { pause } from '../pause.ts';
import { count, createProgressBar } from '../replay/progress-bar.ts';
import { drawReport } from '../report-table.ts';
import { drawTable } from '../table.ts';
import { done, refused, type Terminal, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

/** What is meant where no label is named. */
const USUAL_LABEL = 'purchase_7d';
const POLL_MS = 200;

export const trainVerb: Verb = {
  name: 'train',
  summary: 'Train a model; it is served where it is better',
  usage: '[LABEL] [--site S]',
  options: { site: SITE_OPTION },
  positionals: [0, 1],
  details: `LABEL is ${USUAL_LABEL} unless said; \`inkling model list\` has all. What is learned and when: docs/scoring.md.`,
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const label = args.positionals[0] ?? USUAL_LABEL;
      const started = await operations.trainModel({ site, label });
      if (!started.ok) return refused(started);
      const trained = await waitUntilTrained({ site, label }, operations, terminal);
      return trained.ok ? done(trained.value, drawRun(trained.value)) : refused(trained);
    }),
};

export const modelListVerb: Verb = {
  name: 'model list',
  summary: 'What is foretold of visitors',
  usage: '[--site S]',
  options: { site: SITE_OPTION },
  positionals: [0, 0],
  run: (args, terminal) =>
    onSite(args, terminal, async (site, { listModels }) => {
      const listed = await listModels({ site });
      return listed.ok ? done(listed.value, drawModels(listed.value.items)) : refused(listed);
    }),
};

export const modelShowVerb: Verb = {
  name: 'model show',
  summary: 'The card of a model: how good, on what, since when',
  usage: '[LABEL] [--site S]',
  options: { site: SITE_OPTION },
  positionals: [0, 1],
  details: 'What each number means: docs/scoring.md.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, { showModel }) => {
      const shown = await showModel({ site, label: args.positionals[0] ?? USUAL_LABEL });
      return shown.ok ? done(shown.value, drawModel(shown.value)) : refused(shown);
    }),
};

export const modelRollbackVerb: Verb = {
  name: 'model rollback',
  summary: 'Serve what was served before',
  usage: 'LABEL [--site S]',
  options: { site: SITE_OPTION },
  positionals: [1, 1],
  run: (args, terminal) =>
    onSite(args, terminal, async (site, { rollBackModel }) => {
      const back = await rollBackModel({ site, label: args.positionals[0] ?? '' });
      return back.ok ? done(back.value, drawServed(back.value)) : refused(back);
    }),
};

/** Until none is under way. */
async function waitUntilTrained(
  asked: { readonly site: string; readonly label: string },
  { showModel }: Operations,
  { columns, warn, clock, stopped }: Terminal,
): Promise<Outcome<ModelAnswer>> {
  const bar = createProgressBar({ columns, write: warn, now: clock.now });
  for (;;) {
    const shown = await showModel(asked);
    if (!shown.ok || shown.value.training === null || stopped.aborted) {
      bar.clear();
      return shown;
    }
    bar.update({ label: 'training', share: shown.value.training, rows: shown.value.lastRun?.positives ?? 0 });
    await pause(POLL_MS, stopped);
  }
}

function drawModels(items: readonly ModelView[]): string {
  const table = drawTable(
    ['label', 'served', 'foretells'],
    items.map(({ label, state, active, foretells }) => [
      label,
      state === 'model' ? `version ${active}` : state,
      foretells,
    ]),
  );
  const lacks = items.flatMap(({ label, missing }) =>
    missing.length === 0 ? [] : [wrap(`A model of ${label} needs more: ${missing.join(', ')}.`)],
  );
  return [table, ...lacks].join('\n');
}

function drawRun(view: ModelAnswer): string {
  const { lastRun, missing, history } = view;
  if (lastRun === null) return drawServed(view);
  if (missing.length > 0)
    return [wrap(`Not trained. It needs more: ${missing.join(', ')}.`), drawServed(view)].join('\n');
  const card = history.find(({ version }) => version === lastRun.version);
  return [drawServed(view), ...(card === undefined ? [] : ['', drawCard(card)])].join('\n');
}

function drawServed({ label, state, active, foretells }: ModelView): string {
  if (state === 'model') return wrap(`Version ${active} of ${label} is served: ${foretells}.`);
  return wrap(
    state === 'heuristic'
      ? `${label} is scored by the table of points, and says so with every score: ${foretells}.`
      : `Nothing scores ${label} yet: ${foretells}.`,
  );
}

function drawModel(view: ModelAnswer): string {
  const { card, missing, history, drift } = view;
  const lacks = missing.length === 0 ? [] : [wrap(`A model needs more: ${missing.join(', ')}.`)];
  const own = card === null ? [] : ['', drawCard(card)];
  const looked = drift === null ? [] : ['', drawDrift(drift)];
  const before = history.filter(({ version }) => version !== card?.version);
  const others = before.length === 0 ? [] : ['', 'Also trained:', drawHistory(before)];
  return [drawServed(view), ...lacks, ...own, ...looked, ...others].join('\n');
}

const VERDICTS: Readonly<Record<CardView['verdict'], string>> = {
  promoted: 'it was better than what there was',
  too_little_to_test: 'its last days hold too little to judge it by',
  no_better_than_the_rate: 'it is no better than the rate alone',
  no_better_than_served: 'it is no better than what is served',
};

function drawCard(card: CardView): string {
  const { version, kind, trainedAt, verdict, positives, negatives, rows, window, compared, measures } = card;
  const trained = `Version ${version} (${kind}), trained ${trainedAt}: ${VERDICTS[verdict]}.`;
  const moved = card.recalibrated === null ? [] : [wrap(sayRecalibrated(card.recalibrated))];
  const whose = card.visitors === undefined ? '' : ` of ${count(card.visitors)} visitors`;
  const about =
    measures === null
      ? `${count(positives + negatives)} outcomes`
      : `${count(positives)} yes and ${count(negatives)} no`;
  const learned = `Learned from ${count(rows.train)} moments about ${about}${whose}, tested on ${count(rows.test)} later ones (${window.test.from.slice(0, 10)} to ${window.test.to.slice(0, 10)}).`;
  const table = drawReport(
    ['on the same test', 'loss', 'AUC'],
    compared.map(({ name, loss, auc }) => [name, loss.toFixed(4), auc === null ? '-' : auc.toFixed(3)]),
  );
  const calibrated =
    measures === null
      ? []
      : [`Calibration error ${measures.ece.toFixed(4)}, Brier ${measures.brier.toFixed(4)}.`];
  const fitted = sayCalibration(card.calibration);
  const strongest = card.importance.slice(0, 5).map(({ feature }) => feature);
  return [
    wrap(trained),
    ...moved,
    wrap(learned),
    table,
    ...calibrated,
    ...fitted,
    wrap(`Moved most by ${strongest.join(', ')}.`),
  ].join('\n');
}

/** What is served was fitted to more than what was measured. */
function sayCalibration(calibration: CardView['calibration']): readonly string[] {
  if (calibration === null || !calibration.pieces.includes('test')) return [];
  const { rows, window } = calibration;
  return [
    wrap(
      `Once tested, its probabilities were fitted anew to ${count(rows)} moments (${window.from.slice(0, 10)} to ${window.to.slice(0, 10)}), the tested ones among them.`,
    ),
  ];
}

function sayRecalibrated({ from, at, since, labels, observed, expected }: Recalibrated): string {
  return `Recalibrated ${at} from version ${from}: of ${count(labels)} labels since ${since.slice(0, 10)} ${count(observed)} were yes, where it expected ${expected.toFixed(1)}. What follows is of the training.`;
}

type Recalibrated = NonNullable<CardView['recalibrated']>;

/** Features that are told of. */
const MOST_PSI = 5;

function drawDrift(drift: DriftView): string {
  const { at, version, alarm, what, reasons, labels } = drift;
  const asked = what === 'nothing' ? '' : ` It asks to ${what}.`;
  const looked = `Looked at ${at}, version ${version}, ${count(labels)} labels: ${alarm ? 'ALARM' : 'no alarm'}.${asked}`;
  const { observedOverExpected: ratio, rollingLogLoss: loss, expectedLogLoss: expected } = drift;
  const losses =
    ratio === null || loss === null || expected === null
      ? []
      : [
          `Observed over expected ${ratio.toFixed(2)}; log loss ${loss.toFixed(4)}, expected ${expected.toFixed(4)}.`,
        ];
  const features = drift.psi.slice(0, MOST_PSI).map(({ feature, psi }) => `${feature} ${psi.toFixed(3)}`);
  const moved = features.length === 0 ? [] : [wrap(`PSI: ${features.join(', ')}.`)];
  return [
    wrap(looked),
    ...reasons.map((reason) => wrap(reason)),
    ...losses.map((text) => wrap(text)),
    ...moved,
  ].join('\n');
}

function drawHistory(cards: readonly CardView[]): string {
  return drawTable(
    ['version', 'kind', 'trained', 'AUC', 'verdict'],
    cards.map(({ version, kind, trainedAt, measures, verdict, recalibrated }) => [
      String(version),
      kind,
      trainedAt.slice(0, 16),
      measures === null ? '-' : measures.auc.auc.toFixed(3),
      recalibrated === null ? VERDICTS[verdict] : `version ${recalibrated.from}, recalibrated`,
    ]),
  );
}
