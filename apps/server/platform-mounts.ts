/** Gives each platform its own address and the ports it works with. */
import type { Request, Response } from 'express';
import type { Engine } from '../../core/engine.ts';
import { InklingError, refuse } from '../../core/errors.ts';
import type { Clock, Platform, PlatformPorts, Store } from '../../core/ports.ts';
import type { Forgetter } from '../../core/privacy/erasures.ts';
import { sendRefusal } from './answer.ts';

type Wiring = { readonly store: Store; readonly clock: Clock; readonly engine: Engine };
type Mount = (request: Request, response: Response, next: (error?: unknown) => void) => void;

export function mountPlatforms(
  platforms: readonly Platform[],
  wiring: Wiring,
): readonly (readonly [string, Mount])[] {
  const ports = createPorts(wiring);
  return platforms.map((platform) => [`/platforms/${platform.name}`, mount(platform, ports)] as const);
}

/** Each platform as an erasure asks it. */
export function nameForgetters(platforms: readonly Platform[], wiring: Wiring): readonly Forgetter[] {
  const ports = createPorts(wiring);
  return platforms.map(({ name, forget }) => ({
    name,
    forget: (request, signal) => forget(request, signal, ports),
  }));
}

function createPorts({ store, clock, engine }: Wiring): PlatformPorts {
  return {
    store,
    clock,
    ingest: async (name, body) => {
      const site = engine.sites.get(name);
      if (site === undefined)
        throw new InklingError('unknown_site', name, 'there is no such site', 'create it first');
      const answer = await engine.ingest(site, body);
      if (!answer.ok) throw new InklingError(answer.code, `platform of ${name}`, answer.at, answer.hint);
      return answer.value;
    },
  };
}

function mount(platform: Platform, ports: PlatformPorts): Mount {
  return (request, response, next) => {
    platform.handle(request, response, ports).then((isHandled) => {
      if (!isHandled) sendRefusal(response, refuse('not_found', '', `${platform.name} has no such address`));
    }, next);
  };
}
