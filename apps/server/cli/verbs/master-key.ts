import { readSettings } from '../../settings.ts';
import { done, type Verb } from '../verb.ts';

export const masterKeyVerb: Verb = {
  name: 'master-key rotate',
  summary: 'Seals everything under a new master key; stop the server',
  usage: '',
  options: {},
  positionals: [0, 0],
  details: [
    'Each site has a data key that the master key wraps: those are wrapped anew, and nothing else',
    'is touched. A crash at any moment leaves a key that opens the store; run it again then. With',
    'MASTER_KEY in the environment the new key is printed: set it before the next start.',
  ].join('\n'),
  run: async (_args, terminal) => {
    const settings = readSettings(terminal.env);
    const { forgetNextKey, rotateMasterKey } = await import('../master-key.ts');
    const { dataKeys, path, masterKey } = await rotateMasterKey(settings);
    const head = `Wrapped ${dataKeys} data key${dataKeys === 1 ? '' : 's'} anew.`;
    if (masterKey === null) return done({ dataKeys, path }, `${head}\nThe new master key is in ${path}.`);
    const text = `${head}\nSet it before the next start; it is kept nowhere else:\n\n  MASTER_KEY=${masterKey}`;
    const afterwards = (): void => forgetNextKey(settings.dataDir);
    return { ...done({ dataKeys, masterKey }, text), afterwards };
  },
};
