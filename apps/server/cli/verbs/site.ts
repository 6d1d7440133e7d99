import type { Outcome } from '../../../../core/errors.ts';
import { KEY_KINDS, type KeyKind } from '../../../../core/sites/site-keys.ts';
import { findSite, withInstallation } from '../installation.ts';
import { Misuse } from '../misuse.ts';
import type { SiteLine } from '../operations.ts';
import { type Arguments, done, optionText, type Report, refused, type Verb } from '../verb.ts';

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
      return done(listed.value, [...sites.map(drawSite), `operator key  ${operatorKey}`].join('\n\n'));
    }),
};

/** One under the other: two keys in a row are wider than a terminal. */
function drawSite({ site, name, currency, policy, siteId, writeKey, secretKey, oldKeys }: SiteLine): string {
  return [
    `${site}  ${name}, ${currency}, ${policy}`,
    `  site id     ${siteId}`,
    `  write key   ${writeKey}`,
    `  secret key  ${secretKey}`,
    ...oldKeys.map(drawOldKey),
  ].join('\n');
}

function drawOldKey({ kind, key, until }: SiteLine['oldKeys'][number]): string {
  return `  an old ${kind} key opens until ${until}:\n    ${key}`;
}

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
  summary: 'New write and secret keys; the old ones go on for a while',
  usage: '[SITE] [--only K] [--overlap D | --now]',
  options: {
    only: { value: 'K', what: 'write or secret; both unless said' },
    overlap: {
      value: 'D',
      what: 'how long the old key lasts: 12h, 3d (7d of a write key, 24h of a secret key)',
    },
    now: { what: 'ends every old key at once: for one that leaked' },
  },
  positionals: [0, 1],
  details: [
    'Under the old write key the tracker file hands out the new one, so pages move by themselves;',
    'change them before its end all the same. `site list` shows what is left of old keys, the metric',
    'inkling_old_key_requests_total who still uses them. The key that visitor ids are made with is',
    'never rotated: with another one nobody would be known again.',
  ].join('\n'),
  run: (args, terminal) => {
    const request = readRotation(args);
    return withInstallation(terminal, false, async ({ operations }) => {
      const site = await findSite(operations, args.positionals[0]);
      if (!site.ok) return refused(site);
      const rotated = await operations.rotateKeys({ site: site.value.site, ...request });
      return presentKeys('New keys of', rotated, rotated.ok ? describeOld(rotated.value) : '');
    });
  },
};

export const siteRemoveVerb: Verb = {
  name: 'site remove',
  summary: 'Removes a site with everything that it has, for good',
  usage: 'SITE --yes',
  options: { yes: { what: 'without it nothing is done' } },
  positionals: [1, 1],
  details: [
    'Events, profiles, consent, contacts, segments, campaigns, models, settings and keys go at once;',
    'nothing brings them back but a backup, and `inkling restore` takes them from there again. Pages',
    'that still carry its write key are refused.',
  ].join('\n'),
  run: (args, terminal) => {
    const [site = ''] = args.positionals;
    if (args.options.yes !== true)
      throw new Misuse(`"${site}" would be gone for good`, `write: inkling site remove ${site} --yes`);
    return withInstallation(terminal, false, async ({ operations }) => {
      const removed = await operations.removeSite({ site });
      if (!removed.ok) return refused(removed);
      const { siteId, rows } = removed.value;
      return done(removed.value, `Removed site ${site} (${siteId}): ${rows} rows`);
    });
  },
};

function readRotation(args: Arguments): { only?: KeyKind; overlap?: string } {
  const only = optionText(args, 'only');
  const overlap = optionText(args, 'overlap');
  const isNow = args.options.now === true;
  if (isNow && overlap !== undefined)
    throw new Misuse('--now leaves no overlap', 'say one of --now and --overlap');
  const kind = KEY_KINDS.find((one) => one === only);
  if (only !== undefined && kind === undefined)
    throw new Misuse(`--only ${only} is no kind of key`, 'write --only write, or --only secret');
  const length = isNow ? '0s' : overlap;
  return { ...(kind && { only: kind }), ...(length !== undefined && { overlap: length }) };
}

function describeOld({ oldKeys }: SiteLine): string {
  if (oldKeys.length === 0) return '\n  No old key opens a door.';
  return oldKeys.map((old) => `\n${drawOldKey(old)}`).join('');
}

function presentKeys(what: string, outcome: Outcome<SiteLine>, note = ''): Report {
  if (!outcome.ok) return refused(outcome);
  const { site, siteId, writeKey, secretKey } = outcome.value;
  const lines = [
    `${what} site ${site} (${siteId})`,
    `  write key   ${writeKey}  (pages)`,
    `  secret key  ${secretKey}  (servers)`,
  ];
  return done(outcome.value, lines.join('\n') + note);
}
