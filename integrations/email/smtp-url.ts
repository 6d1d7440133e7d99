/** Where mail is handed over: `INKLING_SMTP_URL`. Its text holds a password, so no message of a fault repeats it. */
import { isIP } from 'node:net';
import { InklingError } from '../../core/errors.ts';

export type SmtpTarget = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); otherwise by STARTTLS. */
  readonly isTlsFirst: boolean;
  /** `none` on this machine itself, where nobody listens in between. */
  readonly tls: 'required' | 'optional' | 'none';
  readonly login: { readonly user: string; readonly password: string } | null;
};

const SETTING = 'INKLING_SMTP_URL';
const SCHEMES: Readonly<Record<string, { readonly port: number; readonly isTlsFirst: boolean }>> = {
  'smtp:': { port: 587, isTlsFirst: false },
  'smtps:': { port: 465, isTlsFirst: true },
};

/**
 * @param needsTls Whether a server that offers no encryption is refused.
 * @throws InklingError `malformed_setting`.
 * @example readSmtpUrl('smtp://user:secret@mail.example.com', true).port // 587
 */
export function readSmtpUrl(text: string, needsTls: boolean): SmtpTarget {
  const url = URL.canParse(text) ? new URL(text) : null;
  const scheme = url === null ? undefined : SCHEMES[url.protocol];
  if (url === null || scheme === undefined || url.hostname === '')
    throw malformed('it is no address of a mail server');
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '')
    throw malformed('something stands behind the host');
  const user = decode(url.username);
  const password = decode(url.password);
  if ((user === '') !== (password === '')) throw malformed('a user name needs a password');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: url.port === '' ? scheme.port : Number(url.port),
    isTlsFirst: scheme.isTlsFirst,
    tls: tlsOf(host, needsTls),
    login: user === '' ? null : { user, password },
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function tlsOf(host: string, needsTls: boolean): SmtpTarget['tls'] {
  if (isLoopback(host)) return 'none';
  return needsTls ? 'required' : 'optional';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw malformed('user name or password have broken percent-encoding');
    throw error;
  }
}

function malformed(fault: string): InklingError {
  const cure =
    'write smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465 with both percent-encoded, or "sink" to try it';
  return new InklingError('malformed_setting', SETTING, fault, cure);
}
