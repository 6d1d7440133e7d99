/**
 * Drives the destination as Segment does, over HTTP: triggers are evaluated, mappings resolved, payloads validated and the
 * answers of a batch given back event by event. For trying the destination out before it stands in Segment's catalogue.
 */
import express, { type Express, type Request, type Response } from 'express';
import * as z from 'zod';
import { createDestination } from '../../integrations/segment/load.ts';

type Destination = ReturnType<typeof createDestination>;
type Event = Parameters<Destination['onEvent']>[0];
type Settings = Parameters<Destination['onEvent']>[1];
/** @param action Of the address, where it names one. */
type Drive = (destination: Destination, body: unknown, action: string) => Promise<unknown>;

/** A thousand events of 32 kB, which is more than Segment ever sends. */
const MOST_BODY = '40mb';
/** A trigger that every call meets. */
const ALWAYS = 'type != ""';

const object = z.record(z.string(), z.unknown());
const settingsSchema = z.strictObject({ settings: object });
const drivenSchema = settingsSchema.extend({
  /** As Segment keeps it; else the preset of that name. */
  subscription: z
    .strictObject({
      subscribe: z.string().min(1),
      partnerAction: z.string().min(1),
      mapping: object.optional(),
    })
    .optional(),
  preset: z.string().optional(),
});
const eventSchema = drivenSchema.extend({ event: object });
const batchSchema = drivenSchema.extend({ events: z.array(object).min(1) });
const actionSchema = settingsSchema.extend({
  payload: z.union([object, z.array(object).min(1)]),
  mapping: object.optional(),
});
const deletionSchema = settingsSchema.extend({
  payload: z.strictObject({ userId: z.string().nullish(), anonymousId: z.string().nullish() }),
});
const creationSchema = settingsSchema.extend({
  audienceName: z.string(),
  audienceSettings: object.optional(),
});
const audienceSchema = settingsSchema.extend({
  externalId: z.string(),
  audienceSettings: object.optional(),
});

const DRIVES: Readonly<Record<string, Drive>> = {
  '/authenticate': authenticate,
  '/event': driveEvent,
  '/batch': driveBatch,
  '/delete': forget,
  '/createAudience': (destination, body) => destination.createAudience(creationSchema.parse(body) as never),
  '/getAudience': (destination, body) => destination.getAudience(audienceSchema.parse(body) as never),
  '/:action': driveAction,
};

/** @example createRunner().listen(4710, '127.0.0.1') */
export function createRunner(destination: Destination = createDestination()): Express {
  const app = express();
  app.disable('x-powered-by');
  // Whatever it is called: curl calls JSON a form unless it is told to.
  app.use(express.json({ limit: MOST_BODY, type: () => true }));
  app.get('/manifest', (_, response) => void response.json({ results: manifestOf(destination) }));
  for (const [path, drive] of Object.entries(DRIVES)) {
    app.post(path, async (request: Request, response: Response) => {
      const results = await drive(destination, request.body, String(request.params.action));
      response.json({ results: results ?? null });
    });
  }
  app.use(() => {
    throw new RunnerError(
      404,
      'there is nothing here: docs/segment.md has the routes, GET /manifest the actions',
    );
  });
  app.use(fail);
  return app;
}

/** What a person needs to write a subscription, without the functions. */
function manifestOf({ definition }: Destination): unknown {
  const { name, slug, description, authentication, presets, actions } = definition;
  return { name, slug, description, settings: authentication?.fields, presets, actions };
}

async function authenticate(destination: Destination, body: unknown): Promise<unknown> {
  const { settings } = settingsSchema.parse(body);
  await destination.testAuthentication(settings as never).catch((error: Error) => {
    throw new RunnerError(401, error.message);
  });
  return { ok: true };
}

/** Under one subscription; where none is named, under all presets, as after a quick set-up. */
async function driveEvent(destination: Destination, body: unknown): Promise<unknown> {
  const { event, settings, ...asked } = eventSchema.parse(body);
  const subscription = subscriptionOf(destination, asked);
  const under = subscription === null ? { subscriptions: destination.definition.presets } : { subscription };
  return destination.onEvent(asEvent(event), { ...settings, ...under } as unknown as Settings);
}

async function driveBatch(destination: Destination, body: unknown): Promise<unknown> {
  const { events, settings, ...asked } = batchSchema.parse(body);
  const subscription = subscriptionOf(destination, asked);
  if (subscription === null)
    throw new RunnerError(400, 'name a subscription or a preset: Segment batches by one');
  return destination.onBatch(events.map(asEvent), { ...settings, subscription } as unknown as Settings);
}

/** Without a trigger, as Segment's own local server does it: every event is taken. */
async function driveAction(destination: Destination, body: unknown, partnerAction: string): Promise<unknown> {
  if (!Object.hasOwn(destination.definition.actions, partnerAction))
    throw new RunnerError(404, 'there is no such action: GET /manifest has all');
  const { payload, mapping, settings } = actionSchema.parse(body);
  const preset = destination.definition.presets?.find((one) => one.partnerAction === partnerAction);
  const subscription = { subscribe: ALWAYS, partnerAction, mapping: mapping ?? preset?.mapping ?? {} };
  const under = { ...settings, subscription } as Settings;
  return Array.isArray(payload)
    ? destination.onBatch(payload.map(asEvent), under)
    : destination.onEvent(asEvent(payload), under);
}

async function forget(destination: Destination, body: unknown): Promise<unknown> {
  const { settings, payload } = deletionSchema.parse(body);
  // As Segment sends it: nothing but who it is about.
  const event = { type: 'delete', context: null, integrations: null, ...payload };
  return destination.onDelete?.(asEvent(event), settings as Settings);
}

type Asked = Pick<z.infer<typeof drivenSchema>, 'subscription' | 'preset'>;

/** Null: none is named. */
function subscriptionOf({ definition }: Destination, { subscription, preset }: Asked): object | null {
  if (subscription !== undefined) return subscription;
  if (preset === undefined) return null;
  const found = definition.presets?.find(({ name }) => name === preset);
  if (found === undefined) throw new RunnerError(404, 'there is no such preset: GET /manifest has all');
  return found;
}

function asEvent(event: Record<string, unknown>): Event {
  return event as unknown as Event;
}

class RunnerError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RunnerError';
    this.status = status;
  }
}

/** Errors of Segment's core carry their status, or the response that made them. */
type Failure = {
  readonly message?: string;
  readonly code?: string;
  readonly status?: number;
  /** What the server said, where it refused the whole request. */
  readonly response?: { readonly status?: number; readonly data?: unknown };
};

function fail(error: Failure, _request: Request, response: Response, _next: unknown): void {
  const isMalformed = error instanceof z.ZodError;
  const status = isMalformed ? 400 : (error.status ?? error.response?.status ?? 500);
  const message = isMalformed ? z.prettifyError(error) : error.message;
  const { code, response: { data: answer } = {} } = error;
  response.status(status).json({ error: { status, code, message, answer, retried: isRetried(status) } });
}

/** Whether Segment would try again. */
function isRetried(status: number): boolean {
  return [408, 423, 429].includes(status) || (status >= 500 && status !== 501);
}
