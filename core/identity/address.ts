/**
 * Client addresses: read from the request, cut to a prefix before anything else sees them, never stored.
 */
import { BlockList, isIP } from 'node:net';
import { InklingError } from '../errors.ts';

/** Proxies whose `X-Forwarded-For` is believed. */
export type TrustedProxies = { trusts(address: string): boolean };

/**
 * @param list Addresses, CIDR blocks or `loopback`, `private`, separated by commas.
 * @throws InklingError `malformed_setting` naming the part that is no address.
 * @example createTrustedProxies('loopback, 10.0.0.0/8').trusts('10.1.2.3') // true
 */
export function createTrustedProxies(list: string): TrustedProxies {
  const block = new BlockList();
  for (const part of list.split(',').map((text) => text.trim())) if (part !== '') addProxies(block, part);
  return {
    trusts: (address) => {
      const plain = unmapAddress(address);
      const version = isIP(plain);
      return version !== 0 && block.check(plain, version === 4 ? 'ipv4' : 'ipv6');
    },
  };
}

const NAMED: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);

function addProxies(block: BlockList, part: string): void {
  for (const range of NAMED.get(part) ?? [part]) {
    const [address = '', bits] = range.split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const size = bits === undefined ? most : Number(bits);
    if (version === 0 || !Number.isInteger(size) || size < 0 || size > most) {
      throw new InklingError(
        'malformed_setting',
        'TRUSTED_PROXIES',
        `"${part}" is not an address or block`,
        'write addresses, CIDR blocks, "loopback" or "private", separated by commas',
      );
    }
    block.addSubnet(address, size, version === 4 ? 'ipv4' : 'ipv6');
  }
}

/**
 * The visitor's address: the socket's, or, behind trusted proxies, the last address in `X-Forwarded-For` that is
 * not a trusted proxy (entries further left are the client's own claim and are not believed).
 */
export function clientAddress(
  socketAddress: string,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string {
  let address = unmapAddress(socketAddress);
  if (forwardedFor === undefined || !proxies.trusts(address)) return address;
  const hops = forwardedFor.split(',');
  for (let hop = hops.length - 1; hop >= 0; hop -= 1) {
    const next = stripPort(unmapAddress((hops[hop] ?? '').trim()));
    if (isIP(next) === 0) return address;
    address = next;
    if (!proxies.trusts(address)) return address;
  }
  return address;
}

/** Cuts an address to its network: /24 for IPv4, /48 for IPv6; anything else becomes `unknown`. */
export function addressPrefix(address: string): string {
  const plain = unmapAddress(address);
  const version = isIP(plain);
  if (version === 4) return plain.slice(0, plain.lastIndexOf('.'));
  if (version === 6) return expandIpv6(plain).slice(0, 3).join(':');
  return 'unknown';
}

/** `::ffff:192.0.2.1` is the IPv4 address 192.0.2.1. */
function unmapAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

function stripPort(text: string): string {
  if (text.startsWith('[')) return unmapAddress(text.slice(1, text.indexOf(']')));
  const colon = text.indexOf(':');
  return colon >= 0 && colon === text.lastIndexOf(':') ? text.slice(0, colon) : text;
}

function expandIpv6(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array.from({ length: Math.max(gap, 0) }, () => '0'), ...right].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ''),
  );
}
