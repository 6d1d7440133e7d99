import { accept, type Outcome } from '../../../../core/errors.ts';
import { forgetNextKey } from '../../master-key.ts';
import { readSettings, type Settings } from '../../settings.ts';
import { dialServer } from '../dial.ts';
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
