/** Brings in the identity file, which is large and which most visits never need. */
import { guard } from './listen.ts';
import { page } from './platform.ts';

/** `(siteId, identifier) => inner hash`, 64 hex digits. */
export type InnerHash = (siteId: string, identifier: string) => string;

/** The element that loads the file; the file leaves its function there, so that the page gains no global. */
export type IdentityScript = HTMLScriptElement & { innerHash?: InnerHash };

/** Loads the file and hands over its function; when it cannot be loaded, nothing happens. */
export function loadInnerHash(origin: string, use: (hash: InnerHash) => void): void {
  const script: IdentityScript = page.createElement('script');
  script.src = `${origin}/t/identity.js`;
  script.onload = guard(() => script.innerHash && use(script.innerHash));
  page.head.append(script);
}
