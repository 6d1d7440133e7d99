/** Who a mail comes from: `INKLING_MAIL_FROM`, and what a site puts in its place. */
import { InklingError } from '../../core/errors.ts';
import { isMailAddress } from '../../core/identity/mail-address.ts';

export type Sender = { readonly name: string; readonly address: string };

/** `Name <address>`, the name perhaps in quotes, or the address alone. */
const NAMED = /^(?:"([^"<>\r\n]*)"\s*|([^"<>\r\n]*))<([^<>\s]+)>$/;

/**
 * @throws InklingError `malformed_setting`.
 * @example readSender('Heron Shop <post@heron.example>') // { name: 'Heron Shop', address: 'post@heron.example' }
 */
export function readSender(text: string): Sender {
  const named = NAMED.exec(text.trim());
  const address = named?.[3] ?? text.trim();
  if (!isMailAddress(address))
    throw new InklingError(
      'malformed_setting',
      'INKLING_MAIL_FROM',
      'it is no sender',
      'write "Name <address@example.com>", or the address alone',
    );
  return { name: (named?.[1] ?? named?.[2] ?? '').trim(), address };
}

/** @example domainOf('post@heron.example') // 'heron.example' */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
