/** Where exports come from: the route of a running server, or the engine in this process. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, REFUSALS, type RefusalCode, refuse } from '../../../core/errors.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import type { Store } from '../../../core/ports.ts';
import { exportVisitor } from '../../../core/privacy/export/read-export.ts';
import { type ExportFormat, namesOf, writeExport } from '../export/answer.ts';

export type ExportWish = {
  readonly naming: {
    readonly visitor?: string;
    readonly device?: string;
    readonly userId?: string;
    readonly email?: string;
  };
  readonly format: ExportFormat;
  /** BCP 47. */
  readonly language: string;
};

/** The document in pieces, to be written as they come. */
export type ExportSource = { open(wish: ExportWish): Promise<Outcome<AsyncIterable<string>>> };

const refusalSchema = z.object({ error: z.object({ code: z.string(), at: z.string(), hint: z.string() }) });
const foundSchema = z.object({ visitor: z.string() });

function nobody() {
  return refuse('not_found', 'visitor', 'nothing is held of such a visitor on this site');
}

/** Identifiers go in a body, never in an address: addresses are written down everywhere. */
export function createDoorSource(url: string, secretKey: string): ExportSource {
  const headers = { authorization: `Bearer ${secretKey}` };
  async function find({ visitor, ...named }: ExportWish['naming']): Promise<Outcome<string>> {
    if (visitor !== undefined) return accept(visitor);
    const body = JSON.stringify(named);
    const answer = await fetch(`${url}/v1/visitors/lookup`, { method: 'POST', headers, body });
    return answer.ok ? accept(foundSchema.parse(await answer.json()).visitor) : readRefusal(answer);
  }
  return {
    open: async ({ naming, format, language }) => {
      const found = await find(naming);
      if (!found.ok) return found;
      const query = new URLSearchParams({ format, lang: language });
      const visitor = encodeURIComponent(found.value);
      const answer = await fetch(`${url}/v1/visitors/${visitor}/export?${query}`, { headers });
      if (!answer.ok || answer.body === null) return readRefusal(answer);
      return accept(answer.body.pipeThrough(new TextDecoderStream()));
    },
  };
}

async function readRefusal(answer: Response): Promise<Outcome<never>> {
  const refusal = refusalSchema.safeParse(await answer.json());
  if (!refusal.success || !Object.hasOwn(REFUSALS, refusal.data.error.code))
    return refuse('internal', '', `the server answered ${answer.status} in words of its own`);
  const { code, at, hint } = refusal.data.error;
  return refuse(code as RefusalCode, at, hint);
}

/** The same without a server. */
export function createEngineSource(engine: Engine, store: Store, name: string): ExportSource {
  return {
    open: async ({ naming, format, language }) => {
      const site = engine.sites.get(name);
      if (site === undefined)
        return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
      const visitor = namedVisitor(naming, site);
      await engine.segments.start();
      const found = visitor && (await exportVisitor({ engine, store }, site, visitor));
      if (found === null) return nobody();
      await engine.audit.write(site.siteId, {
        act: 'visitor exported',
        by: 'command line',
        detail: { format },
      });
      return accept(writeExport(found, format, { language, nameOf: namesOf(engine, site.siteId) }));
    },
  };
}
