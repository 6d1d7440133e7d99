/** What happens right now: visitors of the last minutes, and events as they come in. */
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import type { LiveAnswer } from '../../../core/live/live.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';
import type { Streams } from '../stream.ts';

export type LiveRoutePorts = {
  readonly engine: Pick<Engine, 'live' | 'now'>;
  readonly streams: Pick<Streams, 'hasRoom' | 'openTail'>;
};

export type LiveView = Omit<LiveAnswer, 'at'> & { readonly at: string };

/** @example liveRoutes({ engine, streams }).map(({ path }) => path) // ['/v1/live', '/v1/events/tail'] */
export function liveRoutes({ engine, streams }: LiveRoutePorts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/live',
      key: 'secret',
      summary:
        'Visitors of the last 5 and 30 minutes: how many, how far they are, at which stage, on which pages',
      handle: async ({ caller }) =>
        ok(presentLive(await engine.live.look(siteOf(caller).siteId, engine.now()))),
    },
    {
      method: 'GET',
      path: '/v1/events/tail',
      key: 'secret',
      summary:
        'Events as they come in, as server-sent events, without whose they are; nothing is kept for it',
      produces: 'text/event-stream',
      query: { follow: 'false: ends at once' },
      handle: async ({ caller, query, raw }) => {
        const { siteId } = siteOf(caller);
        if (!streams.hasRoom(siteId)) return refuse('rate_limited', '', 'close a stream of this site first');
        const follows = query.get('follow') !== 'false' && raw.method !== 'HEAD';
        return {
          ...ok({}),
          stream: (response, mayGoOn) => streams.openTail({ site: siteId, follows, mayGoOn }, response),
        };
      },
    },
  ];
}

function presentLive({ at, ...answer }: LiveAnswer): LiveView {
  return { ...answer, at: new Date(at).toISOString() };
}
