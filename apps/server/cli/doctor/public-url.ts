/** Whether visitors reach this server where it says they do, and whether its proxy is believed. */
import { createTrustedProxies } from '../../../../core/identity/address.ts';
import type { Settings } from '../../settings.ts';
import { type Finding, fail, fine, warn } from './finding.ts';

const PATIENCE_MS = 3_000;
const CHECK = 'public address';

/** A site whose tracker file is asked for: its write key is public, so nothing secret leaves. */
export type KnownSite = { readonly siteId: string; readonly writeKey: string };

export type Fetch = (url: string, options: { signal: AbortSignal; redirect: 'manual' }) => Promise<Response>;

/**
 * Asks PUBLIC_URL whether it is alive, and then for the tracker of one of our sites: only a server with this data
 * folder answers with that site's id.
 */
export async function checkPublicUrl(
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  site: KnownSite | null,
  fetchIt: Fetch,
): Promise<Finding> {
  if (publicUrl === null) {
    return warn(
      CHECK,
      'PUBLIC_URL is not set',
      'set it to what visitors use, for example https://inkling.example.com',
    );
  }
  try {
    const health = await ask(`${publicUrl}/healthz`, fetchIt);
    if (health.status !== 200) {
      return fail(
        CHECK,
        `${publicUrl}/healthz answers ${health.status}`,
        'check what the proxy forwards, and where to',
      );
    }
    return site === null
      ? fine(CHECK, `${publicUrl} answers`)
      : await checkIdentity(publicUrl, site, fetchIt);
  } catch (error) {
    return fail(
      CHECK,
      `${publicUrl} ${explain(error)}`,
      'check DNS, firewall, certificate and proxy (docs/install.md)',
    );
  }
}

async function checkIdentity(publicUrl: string, site: KnownSite, fetchIt: Fetch): Promise<Finding> {
  const tracker = await ask(`${publicUrl}/t/${site.writeKey}.js`, fetchIt);
  const text = await tracker.text();
  if (tracker.status === 200 && text.includes(site.siteId)) return fine(CHECK, `${publicUrl} is this server`);
  return fail(
    CHECK,
    `another server answers at ${publicUrl}`,
    'let the proxy forward every path to this server',
  );
}

function ask(url: string, fetchIt: Fetch): Promise<Response> {
  return fetchIt(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual' });
}

function explain(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `does not answer in ${PATIENCE_MS / 1_000} s`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : null;
  return cause !== null && 'code' in cause ? `does not answer (${String(cause.code)})` : 'does not answer';
}

/** Behind a proxy that is not believed, every visitor has the proxy's address. */
export function checkProxies({ publicUrl, host, trustedProxies }: Settings): Finding {
  const isLocal = host === 'localhost' || createTrustedProxies('loopback').trusts(host);
  if (publicUrl === null || isLoopbackUrl(publicUrl)) return fine('proxies', listTrusted(trustedProxies));
  // We listen to this machine alone, so the proxy is on it; it must be among the trusted.
  if (isLocal) {
    const isTrusted = createTrustedProxies(trustedProxies).trusts('127.0.0.1');
    return isTrusted ? fine('proxies', listTrusted(trustedProxies)) : distrusted('loopback');
  }
  // We speak no TLS ourselves, so behind https there is always a proxy.
  const isProxied = publicUrl.startsWith('https:');
  return isProxied && trustedProxies === ''
    ? distrusted('private, or the address of the proxy')
    : fine('proxies', listTrusted(trustedProxies));
}

function listTrusted(trustedProxies: string): string {
  return trustedProxies === ''
    ? 'none trusted, none needed by PUBLIC_URL and HOST'
    : `trusted: ${trustedProxies}`;
}

function distrusted(missing: string): Finding {
  const found = 'a proxy forwards to us and is not trusted: every visitor would have its address';
  return fail('proxies', found, `set TRUSTED_PROXIES to ${missing}`);
}

function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' || createTrustedProxies('loopback').trusts(hostname.replace(/^\[|\]$/g, ''))
  );
}
