import { accept, type Outcome, refuse } from '../../../../core/errors.ts';
import { forgetNextKey } from '../../master-key.ts';
import { readSettings, type Settings } from '../../settings.ts';
import { dialServer } from '../dial.ts';
import type { Forgotten } from '../lost-master-key.ts';
import type { Rotation } from '../master-key.ts';
import { done, type Report, refused, type Terminal, type Verb } from '../verb.ts';

export const masterKeyVerb: Verb = {
  name: 'master-key rotate',
  summary: 'Seals everything under a new master key',
  usage: '',
  options: {},
  positionals: [0, 0],
  details: [
    'Each site has a data key that the master key wraps: those are wrapped anew, and nothing else is',
    'touched. A server goes on meanwhile. A crash at any moment leaves a key that opens the store;',
    'run it again then. With MASTER_KEY in the environment the new key is printed: set it before',
    'the next start. The old key opens nothing afterwards, but for copies that were made before.',
  ].join('\n'),
  run: async (_args, terminal) => {
    const settings = readSettings(terminal.env);
    const rotated = await rotate(settings, terminal);
    return rotated.ok ? present(rotated.value, settings) : refused(rotated);
  },
};

async function rotate(settings: Settings, { clock }: Terminal): Promise<Outcome<Rotation>> {
  const server = await dialServer(settings.dataDir);
  if (server !== null) return server.rotateMaster({});
  const { rotateMasterKey } = await import('../master-key.ts');
  return accept(await rotateMasterKey({ settings, clock }));
}

function present({ dataKeys, path, masterKey }: Rotation, { dataDir }: Settings): Report {
  const head =
    dataKeys === 0
      ? 'Finished a rotation that was cut short.'
      : `Wrapped ${dataKeys} data key${dataKeys === 1 ? '' : 's'} anew.`;
  if (masterKey === null) return done({ dataKeys, path }, `${head}\nThe new master key is in ${path}.`);
  const text = `${head}\nSet it before the next start; it is kept nowhere else:\n\n  MASTER_KEY=${masterKey}`;
  const afterwards = (): void => forgetNextKey(dataDir);
  return { ...done({ dataKeys, masterKey }, text), afterwards };
}

const CONFIRMED = 'contacts-are-lost';

export const forgetVaultVerb: Verb = {
  name: 'master-key forget',
  summary: 'Goes on without a lost master key, and without contacts',
  usage: `[--${CONFIRMED}]`,
  options: { [CONFIRMED]: { what: 'does it; without this it only says what it would cost' } },
  positionals: [0, 0],
  details: [
    'Only for a folder that no key at hand opens, while no server runs. First look for the key in your',
    'backups, and copy the folder in case it turns up. Events, profiles, segments and reports stay.',
    'Gone for good: contacts, and who anybody was: visitors who come back are new ones, and nobody is',
    'found by user id or e-mail address in what is there. See docs/keys.md.',
  ].join('\n'),
  run: async (args, { env, clock }) => {
    const settings = readSettings(env);
    const running = await dialServer(settings.dataDir);
    if (running !== null) return refused(refuse('in_use', 'master-key', STILL_THERE));
    const { openLoss } = await import('../lost-master-key.ts');
    return openLoss({ settings, clock }, async ({ weigh, forget }) => {
      if (args.options[CONFIRMED] === true) return presentForgotten(await forget());
      const weighed = await weigh();
      return weighed.ok ? warnOf(weighed.value.sites) : refused(weighed);
    });
  },
};

const STILL_THERE =
  'a server has this folder open, and its key in memory: `inkling master-key rotate` writes a new one';

function warnOf(sites: number): Report {
  const text = [
    `This would be gone for good, of ${sites} site${sites === 1 ? '' : 's'}:`,
    '  - every contact, the settings of mail, and links in mails that were sent',
    '  - secret keys and the operator key: new ones are made; write keys stay',
    '  - secrets of webhooks: new ones are made, which receivers have to be told',
    '  - who anybody was: returning visitors are new ones, and nobody is found or erased by',
    '    user id, device or address in what is there already; that goes by its retention',
    '  - whose mailbox unsubscribed: the list stays and matches nobody; import it anew first',
    `Copy the folder, then say it with --${CONFIRMED}.`,
  ].join('\n');
  return { exit: 1, json: { sites, isDone: false }, text, isFault: true };
}

function presentForgotten(outcome: Outcome<Forgotten>): Report {
  if (!outcome.ok) return refused(outcome);
  const { sites, contacts, webhooks } = outcome.value;
  const text = [
    `Forgot ${contacts} contact${contacts === 1 ? '' : 's'} of ${sites} site${sites === 1 ? '' : 's'}.`,
    'The new secret keys are in `inkling site list`; change your servers.',
    ...(webhooks === 0 ? [] : [`Rotate the secret of ${webhooks} webhook(s), and tell their receivers.`]),
    'Set mail up again only after the list of who unsubscribed is back.',
  ].join('\n');
  return done({ ...outcome.value, isDone: true }, text);
}
