/** Settings of the runner: which port. */
import { InklingError } from '../../core/errors.ts';

const USUAL_PORT = 4710;

/** @throws InklingError `malformed_setting`. @example portOf({ PORT: '8080' }) // 8080 */
export function portOf({ PORT = '' }: Readonly<Record<string, string | undefined>>): number {
  if (PORT === '') return USUAL_PORT;
  const port = Number(PORT);
  if (!/^\d{1,5}$/.test(PORT) || port > 65_535)
    throw new InklingError('malformed_setting', 'PORT', 'it is no port', 'write a number from 0 to 65535');
  return port;
}
