import { onSite, SITE_OPTION } from '../installation.ts';
import { count } from '../replay/progress-bar.ts';
import { done, optionText, refused, type Verb } from '../verb.ts';

export const sampleMakeVerb: Verb = {
  name: 'sample make',
  summary: 'Makes a made-up shop to look at, beside a site',
  usage: '[--site S] [--visitors N]',
  options: { site: SITE_OPTION, visitors: { value: 'N', what: 'how many are made up; 2,000 unless said' } },
  positionals: [0, 0],
  details:
    'In a place of its own, without keys: open /console/sample, signed in to the site. docs/console.md.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const visitors = optionText(args, 'visitors');
      const made = await operations.makeSample({ site, ...(visitors && { visitors: Number(visitors) }) });
      return made.ok
        ? done(made.value, `Sample data of ${site} is there: open /console/sample.`)
        : refused(made);
    }),
};

export const sampleRemoveVerb: Verb = {
  name: 'sample remove',
  summary: 'Removes all sample data of a site',
  usage: '[--site S]',
  options: { site: SITE_OPTION },
  positionals: [0, 0],
  details: 'What is real stays as it is.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const removed = await operations.removeSample({ site });
      return removed.ok
        ? done(removed.value, `Removed: ${count(removed.value.rows)} rows.`)
        : refused(removed);
    }),
};
