import { drawExplanation } from '../explanation-tree.ts';
import { findSite, withInstallation } from '../installation.ts';
import { done, optionText, refused, type Verb } from '../verb.ts';

export const explainVerb: Verb = {
  name: 'explain',
  summary: 'Why a visitor is in a segment, or is not, and until when',
  usage: 'VISITOR SEGMENT [--at T] [--site S]',
  options: {
    at: { value: 'T', what: 'the instant that is asked for, ISO 8601 or epoch milliseconds (now)' },
    site: { value: 'S', what: 'short name of the site; the only one unless said' },
  },
  positionals: [2, 2],
  details: 'VISITOR is an id of 32 hex digits, as `segments members` prints it.',
  run: (args, terminal) =>
    withInstallation(terminal, false, async ({ operations }) => {
      const site = await findSite(operations, optionText(args, 'site'));
      if (!site.ok) return refused(site);
      const [visitor = '', segment = ''] = args.positionals;
      const at = optionText(args, 'at');
      const request = { site: site.value.site, visitor: visitor as never, segment };
      const explained = await operations.explain(at === undefined ? request : { ...request, at });
      if (!explained.ok) return refused(explained);
      return done(explained.value, drawExplanation(segment, explained.value));
    }),
};
