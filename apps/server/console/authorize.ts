/** Opens the routes of a site to whoever is signed in to the console, as its secret key does. */
import { accept, refuse } from '../../../core/errors.ts';
import type { Authorize } from '../authorize.ts';
import type { Route } from '../route.ts';
import { CONSOLE_PATH, refuseElsewhere, tokenOf } from './guard.ts';
import type { Sessions } from './sessions.ts';

/** Of a signed-out page: it goes back to signing in. */
export const SIGNED_OUT = refuse('signed_out', '', 'sign in with the secret key of the site');

/** @example createConsoleAuthorize(sessions)(request, query, 'secret') */
export function createConsoleAuthorize(sessions: Pick<Sessions, 'find'>): Authorize {
  return async (request) => {
    const elsewhere = refuseElsewhere(request);
    if (elsewhere !== null) return elsewhere;
    const found = await sessions.find(tokenOf(request));
    if (found === null) return SIGNED_OUT;
    return accept({ kind: 'secret', site: found.site, isOld: found.isOldKey });
  };
}

/** The same routes below the console; those of the installation and of pages are not among them. */
export function consoleRoutes(routes: readonly Route[]): readonly Route[] {
  return routes
    .filter(({ key, takesKeyInBody }) => key.includes('secret') && takesKeyInBody !== true)
    .map((route) => ({ ...route, path: `${CONSOLE_PATH}/api${route.path}` }));
}
