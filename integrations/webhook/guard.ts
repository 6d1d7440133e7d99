/** Judges where a delivery may go: the URL when it is put, and the very address of each connection. */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { createNetworks } from './networks.ts';

export type Address = { readonly address: string; readonly family: number };
export type Resolve = (host: string) => Promise<readonly Address[]>;

export type Guard = {
  /** What is wrong with the URL itself, an address in it included; null where nothing is. */
  judgeUrl(url: URL): string | null;
  /** Asks the name service too. @throws what the name service throws. */
  judgeHost(url: URL): Promise<string | null>;
  /** For the connection: answers the addresses that were judged and no others, so that no later answer matters. */
  lookupFor(url: URL): LookupFunction;
};

/** Carried out of a connection that was not made. */
export class ForbiddenAddress extends Error {
  readonly code = 'private_address';
}

export const resolveByDns: Resolve = (host) => lookup(host, { all: true });

/** @example createGuard('', resolveByDns).judgeUrl(new URL('https://10.0.0.1/')) // 'it lies in a private …' */
export function createGuard(privateHosts: string, resolve: Resolve): Guard {
  const networks = createNetworks(privateHosts);

  function judgeAddress(url: URL, address: string): string | null {
    if (networks.isListed(hostOf(url), address)) return null;
    if (url.protocol === 'http:')
      return 'http: is for hosts of INKLING_WEBHOOK_PRIVATE_HOSTS only, use https:';
    return networks.isPublic(address)
      ? null
      : 'it lies in a private or reserved network; the operator may list it in INKLING_WEBHOOK_PRIVATE_HOSTS';
  }

  function judgeUrl(url: URL): string | null {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'write an https: address';
    if (url.username !== '' || url.password !== '') return 'write no user name or password into the address';
    const host = hostOf(url);
    return isIP(host) === 0 ? null : judgeAddress(url, host);
  }

  /** One address out of bounds is enough: a name that points into a private network beside a public one is no accident. */
  async function judgeHost(url: URL): Promise<string | null> {
    const wrong = judgeUrl(url);
    const host = hostOf(url);
    if (wrong !== null || isIP(host) !== 0) return wrong;
    return judgeAll(url, await resolve(host));
  }

  const judgeAll = (url: URL, addresses: readonly Address[]): string | null =>
    addresses.map(({ address }) => judgeAddress(url, address)).find((fault) => fault !== null) ?? null;

  return {
    judgeUrl,
    judgeHost,
    lookupFor: (url) => (_host, options, callback) => {
      resolve(hostOf(url)).then(
        (addresses) => {
          const fault = judgeAll(url, addresses);
          const [first] = addresses;
          if (fault !== null || first === undefined)
            return callback(new ForbiddenAddress(fault ?? 'the name has no address'), '');
          if (options.all === true) callback(null, [...addresses]);
          else callback(null, first.address, first.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      );
    },
  };
}

/** Without the brackets of IPv6 and the root's dot. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
