import type { Outcome } from '../../../../core/errors.ts';
import { findSite, withInstallation } from '../installation.ts';
import type { SiteLine } from '../operations.ts';
import { drawTable } from '../table.ts';
import { done, optionText, type Report, refused, type Verb } from '../verb.ts';

export const siteListVerb: Verb = {
  name: 'site list',
  summary: 'The sites with their keys, and the operator key',
  usage: '',
  options: {},
  positionals: [0, 0],
  run: (_args, terminal) =>
    withInstallation(terminal, false, async ({ operations }) => {
      const listed = await operations.listSites({});
      if (!listed.ok) return refused(listed);
      const { operatorKey, sites } = listed.value;
      const rows = sites.map(({ site, name, currency, policy, writeKey, secretKey }) => [
        ...[site, name, currency, policy],
        ...[writeKey, secretKey],
      ]);
      const table = drawTable(['site', 'name', 'currency', 'policy', 'write key', 'secret key'], rows);
      return done(listed.value, `${table}\n\noperator key  ${operatorKey}`);
    }),
};

export const siteCreateVerb: Verb = {
  name: 'site create',
  summary: 'Makes a site and prints its keys',
  usage: 'NAME [--site S] [--timezone Z] [--currency C] [--policy P]',
  options: {
    site: { value: 'S', what: 'short name for the command line; made from NAME unless said' },
    timezone: { value: 'Z', what: 'IANA time zone (UTC)' },
    currency: { value: 'C', what: 'ISO 4217 code of the reporting currency (EUR)' },
    policy: { value: 'P', what: 'before consent: auto, statistics, session or consented-only (auto)' },
  },
  positionals: [1, 1],
  run: (args, terminal) =>
    withInstallation(terminal, true, async ({ operations }) => {
      const asked = ['site', 'timezone', 'currency', 'policy'].map((name) => [name, optionText(args, name)]);
      const settings = Object.fromEntries(asked.filter(([, value]) => value !== undefined));
      const request = { name: args.positionals[0] ?? '', ...settings };
      return presentKeys('Made', await operations.createSite(request));
    }),
};

export const siteRotateVerb: Verb = {
  name: 'site rotate-keys',
  summary: 'New write and secret keys; the old ones last 24 hours',
  usage: '[SITE]',
  options: {},
  positionals: [0, 1],
  run: (args, terminal) =>
    withInstallation(terminal, false, async ({ operations }) => {
      const site = await findSite(operations, args.positionals[0]);
      if (!site.ok) return refused(site);
      const rotated = await operations.rotateKeys({ site: site.value.site });
      const until = rotated.ok
        ? `\n  The old keys open their doors until ${rotated.value.oldKeysUntil}.`
        : '';
      return presentKeys('New keys of', rotated, until);
    }),
};

function presentKeys(what: string, outcome: Outcome<SiteLine>, note = ''): Report {
  if (!outcome.ok) return refused(outcome);
  const { site, siteId, writeKey, secretKey } = outcome.value;
  const lines = [
    `${what} site ${site} (${siteId})`,
    `  write key   ${writeKey}  (public, in pages)`,
    `  secret key  ${secretKey}  (servers only)`,
  ];
  return done(outcome.value, lines.join('\n') + note);
}
