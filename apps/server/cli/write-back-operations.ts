/** What goes back to Segment, for the command line. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { WriteBacks } from '../../../integrations/segment/write-back/write-backs.ts';
import { presentWriteBack, type WriteBackView } from '../write-back-view.ts';
import { reading } from './reading.ts';

const requestSchema = z.strictObject({ site: z.string().min(1) });

export type WriteBackCalls = {
  readonly readWriteBack: { request: z.input<typeof requestSchema>; answer: WriteBackView };
};

export const WRITE_BACK_OPERATIONS = ['readWriteBack'] as const satisfies readonly (keyof WriteBackCalls)[];

export type WriteBackOperationPorts = {
  readonly engine: Pick<Engine, 'sites'>;
  readonly writeBacks: Pick<WriteBacks, 'read'>;
};

export function createWriteBackOperations({ engine, writeBacks }: WriteBackOperationPorts) {
  return {
    readWriteBack: reading(requestSchema, async ({ site: name }): Promise<Outcome<WriteBackView>> => {
      const site = engine.sites.get(name);
      if (site === undefined)
        return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
      return accept(presentWriteBack(await writeBacks.read(site.siteId)));
    }),
  };
}
