import { accept, type Outcome } from '../../../../core/errors.ts';
import type { DryRunView, ReportView } from '../../campaign-answers.ts';
import type { UpliftPart, UpliftView } from '../../uplift-answers.ts';
import { readCampaigns } from '../campaign-files.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import { drawReport } from '../report-table.ts';
import { done, optionText, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

export const campaignsReportVerb: Verb = {
  name: 'campaigns report',
  summary: 'What a campaign has done: arms, lift and verdict',
  usage: 'KEY [--version N] [--site S]',
  options: {
    version: { value: 'N', what: 'an earlier version, from before its goal or arms were changed' },
    site: SITE_OPTION,
  },
  positionals: [1, 1],
  details: 'What each number means: docs/campaigns.md.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, { reportCampaign }) => {
      const campaign = args.positionals[0] ?? '';
      const version = optionText(args, 'version');
      const read = await reportCampaign(
        version === undefined ? { site, campaign } : { site, campaign, version },
      );
      return read.ok ? done(read.value, drawResult(read.value)) : refused(read);
    }),
};

export const campaignsUpliftVerb: Verb = {
  name: 'campaigns uplift',
  summary: 'Looks now at whom a campaign changes; else done weekly',
  usage: 'KEY [--site S]',
  options: { site: SITE_OPTION },
  positionals: [1, 1],
  details: 'For campaigns with {"uplift": {"share": …}}: docs/campaigns.md.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, { learnUplift }) => {
      const learned = await learnUplift({ site, campaign: args.positionals[0] ?? '' });
      return learned.ok ? done(learned.value, drawUplift(learned.value)) : refused(learned);
    }),
};

export const campaignsDryRunVerb: Verb = {
  name: 'campaigns dry-run',
  summary: 'Whom a campaign would have reached, and how often',
  usage: 'KEY|FILE [--days N] [--site S]',
  options: { days: { value: 'N', what: 'how many days back (14)' }, site: SITE_OPTION },
  positionals: [1, 1],
  details: 'KEY is one of the site; FILE holds a draft that need not be put.',
  run: async (args, terminal) => {
    const named = args.positionals[0] ?? '';
    const draft = await readDraft(named);
    if (!draft.ok) return refused(draft);
    return onSite(args, terminal, async (site, { rehearseCampaign }) => {
      const run = await rehearseCampaign({ site, ...draft.value, days: optionText(args, 'days') ?? '14' });
      return run.ok ? done(run.value, drawDryRun(run.value)) : refused(run);
    });
  },
};

type Draft = { readonly campaign: string } | { readonly draft: unknown };

/** A key has no dot and no slash in it. */
async function readDraft(named: string): Promise<Outcome<Draft>> {
  if (!/[./\\]/.test(named)) return accept({ campaign: named });
  const read = await readCampaigns(named);
  return read.ok ? accept({ draft: read.value[0] }) : read;
}

const UNITS = { person: 'Persons', visitor_day: 'Visitor-days, without consent' };

function drawResult({ campaign, version, since, goal, currency, units, uplift }: ReportView): string {
  const seen = units.filter(({ arms }) => arms.some(({ visitors }) => visitors > 0));
  const title = `${campaign}, version ${version} since ${since.slice(0, 16)} UTC: ${goal.kind} within ${goal.within}`;
  if (seen.length === 0) return `${wrap(title)}\nNobody has been exposed yet.`;
  const whom = uplift === null ? [] : [drawPart(uplift)];
  return [wrap(title), ...seen.map((unit) => drawUnit(unit, currency)), ...whom].join('\n\n');
}

function drawPart(uplift: UpliftPart): string {
  const whom = uplift.by === 'chance' ? 'by chance' : 'to whom it changes most';
  const given = `Given to ${percent(uplift.share)} of those outside the control arm, ${whom}.`;
  return [wrap(given), ...('verdict' in uplift ? [drawUplift(uplift)] : [])].join('\n');
}

function drawUplift({ by, rankedSince, at, treated, untreated, verdict, incumbent }: UpliftView): string {
  const looked = `Looked at ${at.slice(0, 16)} UTC: ${treated} treated, ${untreated} not.`;
  const goes = by === 'uplift' ? `Goes by what was learned at ${rankedSince?.slice(0, 16)} UTC.` : '';
  const since =
    incumbent === null
      ? ''
      : `Of visitors since then its Qini is ${[incumbent.value, incumbent.low, incumbent.high].map((value) => value.toPrecision(2)).join(', ')}.`;
  return [`${looked} ${goes}`, `${verdict.word}: ${verdict.reason} ${since}`]
    .map((line) => wrap(line.trim(), '  '))
    .join('\n');
}

function drawUnit({ unit, arms, experiment }: ReportView['units'][number], currency: string | null): string {
  const hasValue = arms.some(({ valuePerVisitor }) => valuePerVisitor !== null);
  const wasClosed = arms.some(({ dismissed }) => dismissed > 0);
  const table = drawReport(
    [
      'arm',
      'visitors',
      'shown',
      'clicked',
      ...(wasClosed ? ['closed'] : []),
      'converted',
      'rate',
      ...(hasValue ? [`${currency ?? 'value'} each`] : []),
    ],
    arms.map(({ arm, visitors, exposures, clicked, dismissed, converted, rate, valuePerVisitor }) => [
      arm,
      ...[visitors, exposures, clicked, ...(wasClosed ? [dismissed] : []), converted].map(String),
      rate === null ? '-' : percent(rate),
      ...(hasValue ? [valuePerVisitor === null ? '-' : valuePerVisitor.toFixed(2)] : []),
    ]),
  );
  const verdicts = experiment?.treatments.map(({ arm, sequential, verdict }) => {
    const lift = sequential.relative.value;
    const size =
      lift === null
        ? ''
        : ` (lift ${percent(lift.estimate)}, ${percent(lift.interval.low)} to ${percent(lift.interval.high)})`;
    return wrap(`${arm.key}: ${verdict.word}${size}. ${verdict.reason}`, '  ');
  });
  const said = verdicts ?? [wrap('There is no control arm, so that nothing says what it caused.')];
  return [UNITS[unit], table, ...said].join('\n');
}

function drawDryRun({
  campaign,
  from,
  to,
  visitors,
  reached,
  treatments,
  control,
  passedOver,
  times,
  reasons,
}: DryRunView): string {
  const often = Object.entries(times).map(
    ([count, many]) => `${many} ${count === '1' ? 'once' : `${count} times`}`,
  );
  const why = Object.entries(reasons).map(([reason, many]) => `${reason} ${many}`);
  return [
    wrap(
      `${campaign}, ${from.slice(0, 10)} to ${to.slice(0, 10)}: ${reached} of ${visitors} visitors reached, ${treatments} times in all`,
    ),
    ...(often.length === 0 ? [] : [wrap(`how often: ${often.join(', ')}`, '  ')]),
    ...(control === 0 ? [] : [`in the control arm: ${control}`]),
    ...(passedOver === 0 ? [] : [`passed over, for it is not for everybody: ${passedOver}`]),
    ...(why.length === 0 ? [] : [wrap(`not shown though it was its moment: ${why.join(', ')}`, '  ')]),
  ].join('\n');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
