/**
 * Which addresses nothing is sent to: whoever may name a URL could otherwise reach, through this server, what only
 * this server can reach (server-side request forgery).
 */
import { BlockList, isIP } from 'node:net';
import { InklingError } from '../../core/errors.ts';

/** Not globally reachable, by the IANA special-purpose registry (RFC 6890 and its successors), and Azure's wire server. */
const RESERVED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Everything outside of it is loopback, local, mapped, NAT64, multicast or unassigned. */
const GLOBAL_V6 = '2000::/3';
/** Inside of it: Teredo and other protocols, documentation, 6to4. */
const RESERVED_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const NAMED: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/;

export type Networks = {
  /** Whether the operator named this host, or a network with this address. */
  isListed(host: string, address: string): boolean;
  /** Whether anybody may be sent to this address. */
  isPublic(address: string): boolean;
};

/**
 * @param list Hosts, addresses and CIDR blocks that the operator allows, `loopback`, `private`; separated by commas.
 * @throws InklingError `malformed_setting`.
 * @example createNetworks('hooks.lan, 10.1.0.0/16').isListed('other.lan', '10.1.2.3') // true
 */
export function createNetworks(list: string): Networks {
  const hosts = new Set<string>();
  const allowed = new BlockList();
  for (const part of list.split(',').map((text) => text.trim().toLowerCase())) {
    if (part === '') continue;
    const blocks = NAMED.get(part) ?? [part];
    if (blocks.every((block) => addBlock(allowed, block))) continue;
    if (!HOST_NAME.test(part) || /^[\d.]+$/.test(part)) throw malformed(part);
    hosts.add(part);
  }
  const reserved = toBlockList([...RESERVED_V4, ...RESERVED_V6]);
  const global = toBlockList([GLOBAL_V6]);
  return {
    isListed: (host, address) => hosts.has(host) || contains(allowed, address),
    isPublic: (address) =>
      isIP(address) === 4
        ? !contains(reserved, address)
        : contains(global, address) && !contains(reserved, address),
  };
}

function toBlockList(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) addBlock(list, block);
  return list;
}

function contains(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

function addBlock(list: BlockList, block: string): boolean {
  const [address = '', bits] = block.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const size = bits === undefined ? most : /^\d+$/.test(bits) ? Number(bits) : Number.NaN;
  if (version === 0 || !(size <= most)) return false;
  list.addSubnet(address, size, version === 4 ? 'ipv4' : 'ipv6');
  return true;
}

function malformed(part: string): InklingError {
  return new InklingError(
    'malformed_setting',
    'INKLING_WEBHOOK_PRIVATE_HOSTS',
    `"${part}" is not a host, address or block`,
    'write host names, addresses, CIDR blocks, "loopback" or "private", separated by commas',
  );
}
