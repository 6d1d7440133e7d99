import type { RetentionView } from '../../retention-run.ts';
import { withInstallation } from '../installation.ts';
import { count, duration } from '../replay/progress-bar.ts';
import { drawTable } from '../table.ts';
import { done, optionText, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

export const retainVerb: Verb = {
  name: 'retain',
  summary: 'Removes and counts what is held longer than it may be',
  usage: '[--dry-run] [--site S] [--clock-is-right]',
  options: {
    'dry-run': { what: 'counts what would go, and changes nothing' },
    site: { value: 'S', what: 'short name of the site; all of them unless said' },
    'clock-is-right': { what: 'goes by the clock of this machine, also after it leapt' },
  },
  positionals: [0, 0],
  details: 'It is done once a day by itself. Terms are settings of a site: docs/privacy.md.',
  run: (args, terminal) =>
    withInstallation(terminal, false, async ({ operations }) => {
      const site = optionText(args, 'site');
      const kept = await operations.retain({
        ...(site !== undefined && { site }),
        dryRun: args.options['dry-run'] === true,
        trustsClock: args.options['clock-is-right'] === true,
      });
      if (!kept.ok) return refused(kept);
      return done(kept.value, kept.value.sites.map(drawSite).join('\n\n'));
    }),
};

function drawSite({ site, dryRun, asOf, clockAheadMs, classes }: RetentionView): string {
  const title = `${site}, as of ${asOf.replace(/\.\d+Z$/, 'Z')}`;
  const table = drawTable(
    ['class', 'kept', dryRun ? 'would go' : 'went'],
    classes.map(({ name, days, count: gone }) => [
      name,
      days === null ? 'until consent ends' : `${count(days)} days`,
      count(gone),
    ]),
  );
  if (clockAheadMs === 0) return `${title}\n${table}`;
  const warning = `The clock of this machine is ${duration(clockAheadMs / 1_000)} ahead of that. If it is right, say --clock-is-right; else set it: what goes does not come back.`;
  return `${title}\n${table}\n${wrap(warning)}`;
}
