/** Settings of the shop for trying things out: which ports. */
import { InklingError } from '../../core/errors.ts';

const USUAL = { PORT: 4700, SHOP_PORT: 4720 } as const;

export type DevSettings = {
  /** Where our server is reached. */
  readonly port: number;
  /** Where the shop and its admin are reached. */
  readonly shopPort: number;
};

/** @throws InklingError `malformed_setting`. @example devSettingsOf({ PORT: '8080' }).port // 8080 */
export function devSettingsOf(env: Readonly<Record<string, string | undefined>>): DevSettings {
  return { port: portOf(env, 'PORT'), shopPort: portOf(env, 'SHOP_PORT') };
}

function portOf(env: Readonly<Record<string, string | undefined>>, name: keyof typeof USUAL): number {
  const given = env[name] ?? '';
  if (given === '') return USUAL[name];
  const port = Number(given);
  if (!/^\d{1,5}$/.test(given) || port > 65_535)
    throw new InklingError('malformed_setting', name, 'it is no port', 'write a number from 0 to 65535');
  return port;
}
