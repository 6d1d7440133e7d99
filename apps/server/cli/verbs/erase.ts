import { findSite, withInstallation } from '../installation.ts';
import { Misuse } from '../misuse.ts';
import { count } from '../replay/progress-bar.ts';
import { type Arguments, done, optionText, refused, type Verb } from '../verb.ts';

const HOW = {
  done: 'has forgotten them too',
  waiting: 'is told to forget them too',
  'given up': 'did not answer',
} as const;

export const eraseVerb: Verb = {
  name: 'erase',
  summary: 'Removes all that is held of a visitor, and counts it',
  usage: 'VISITOR | --user ID | --email E [--site S]',
  options: {
    user: { value: 'ID', what: 'the id the shop knows the person by' },
    email: { value: 'E', what: 'an address of the person' },
    site: { value: 'S', what: 'short name of the site; the only one unless said' },
  },
  positionals: [0, 1],
  details: 'A second run counts 0. What is typed here is hashed and written nowhere.',
  run: async (args, terminal) => {
    const naming = readNaming(args);
    return withInstallation(terminal, false, async ({ operations }) => {
      const site = await findSite(operations, optionText(args, 'site'));
      if (!site.ok) return refused(site);
      const erased = await operations.erase({ site: site.value.site, ...naming });
      if (!erased.ok) return refused(erased);
      const { id, removed, told } = erased.value;
      const total = Object.values(removed).reduce((sum, n) => sum + n, 0);
      const lines = Object.entries(removed)
        .filter(([, n]) => n > 0)
        .map(([kind, n]) => `  ${count(n).padStart(8)}  ${kind}`);
      const head = total === 0 ? 'Nothing is held of such a visitor.' : `Removed ${count(total)} rows:`;
      const platforms = Object.entries(told).map(([name, how]) => `  ${name} ${HOW[how]}`);
      const text = [head, ...lines, ...platforms, `Receipt: ${id}`].join('\n');
      return done({ site: site.value.site, ...erased.value, total }, text);
    });
  },
};

/** Exactly one way of saying who. */
function readNaming(args: Arguments): { visitor?: string; userId?: string; email?: string } {
  const visitor = args.positionals[0];
  const userId = optionText(args, 'user');
  const email = optionText(args, 'email');
  const given = [visitor, userId, email].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw new Misuse('erase takes one visitor', 'name a VISITOR, --user ID or --email E');
  return {
    ...(visitor === undefined ? {} : { visitor }),
    ...(userId === undefined ? {} : { userId }),
    ...(email === undefined ? {} : { email }),
  };
}
