/** Opens the routes of a site to whoever is signed in to the console, as its secret key does. */
import { accept, refuse } from '../../../core/errors.ts';
import type { Authorize } from '../authorize.ts';
import type { Route } from '../route.ts';
import type { Samples } from '../sample/samples.ts';
import { CONSOLE_PATH, isOfSample, refuseElsewhere, SAMPLE_PATH, tokenOf } from './guard.ts';
import type { Sessions } from './sessions.ts';

/** Of a signed-out page: it goes back to signing in. */
export const SIGNED_OUT = refuse('signed_out', '', 'sign in with the secret key of the site');

export const NO_SAMPLE = refuse('not_found', '', 'there is no sample data: make some on the first page');

/** @example createConsoleAuthorize(sessions, samples)(request, query, 'secret') */
export function createConsoleAuthorize(
  sessions: Pick<Sessions, 'find'>,
  samples: Pick<Samples, 'of' | 'look'>,
): Authorize {
  return async (request) => {
    const elsewhere = refuseElsewhere(request);
    if (elsewhere !== null) return elsewhere;
    const found = await sessions.find(tokenOf(request));
    if (found === null) return SIGNED_OUT;
    const isOld = found.isOldKey;
    if (!isOfSample(request.url ?? '')) return accept({ kind: 'secret', site: found.site, isOld });
    const sample = samples.of(found.site.siteId);
    if (sample === null) return NO_SAMPLE;
    samples.look(sample);
    return accept({ kind: 'secret', site: sample, isOld });
  };
}

/** What may be asked to change in a sample: nothing of it leaves the house, nothing comes in, and nothing outlasts it. */
const OF_SAMPLE = /^\/v1\/(?:segments|stages|campaigns|experiments|models|sample|visitors\/lookup)(?:\/|$)/;

/** The same routes below the console; those of the installation and of pages are not among them. */
export function consoleRoutes(routes: readonly Route[]): readonly Route[] {
  const own = routes.filter(({ key, takesKeyInBody }) => key.includes('secret') && takesKeyInBody !== true);
  const sample = own.filter(({ method, path }) => method === 'GET' || OF_SAMPLE.test(path));
  const below = (base: string) => (route: Route) => ({ ...route, path: `${base}/api${route.path}` });
  return [...own.map(below(CONSOLE_PATH)), ...sample.map(below(SAMPLE_PATH))];
}
