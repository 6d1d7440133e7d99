/** From a request to what it shows of its sender. */
import type { IncomingMessage } from 'node:http';
import { addressPrefix, clientAddress, type TrustedProxies } from '../../core/identity/address.ts';
import type { Circumstances } from '../../core/identity/circumstances.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1']);
const LONGEST_HEADER = 512;
const COUNTRY = /^[A-Z]{2}$/;

export function readCircumstances(request: IncomingMessage, proxies: TrustedProxies): Circumstances {
  const { headers, socket } = request;
  const peer = socket.remoteAddress ?? '';
  const address = clientAddress(peer, single(headers['x-forwarded-for']), proxies);
  return {
    address: LOOPBACK.has(address) ? '' : address,
    addressPrefix: addressPrefix(address),
    userAgent: (headers['user-agent'] ?? '').slice(0, LONGEST_HEADER),
    acceptLanguage: (headers['accept-language'] ?? '').slice(0, LONGEST_HEADER),
    gpc: headers['sec-gpc'] === '1',
    dnt: headers.dnt === '1',
    purpose: single(headers['sec-purpose']) ?? '',
    origin: (headers.origin ?? '').slice(0, LONGEST_HEADER),
    country: readCountry(request, peer, proxies),
  };
}

/**
 * Takes a request for that of whoever its sender speaks for: the address that the sender wrote into `X-Forwarded-For`. Only
 * for a sender that has shown who it is.
 */
export function stepBehindSender({ headers, socket }: IncomingMessage, proxies: TrustedProxies): void {
  const hops = (single(headers['x-forwarded-for']) ?? '').split(',').map((hop) => hop.trim());
  const isSender = (hop: string): boolean => !proxies.trusts(hop);
  // Without a proxy of ours in between the sender stands at the other end of the socket.
  const before = proxies.trusts(socket.remoteAddress ?? '')
    ? hops.slice(0, hops.findLastIndex(isSender))
    : hops;
  headers['x-forwarded-for'] = before.join(', ');
}

/** Proxies that know the country say it in one of these headers; nobody else is believed. */
function readCountry({ headers }: IncomingMessage, peer: string, proxies: TrustedProxies): string {
  const country = single(headers['cf-ipcountry']) ?? single(headers['x-country-code']);
  if (country === undefined || !COUNTRY.test(country) || !proxies.trusts(peer)) return '';
  return country;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header;
}
