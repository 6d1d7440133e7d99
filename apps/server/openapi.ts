/** The OpenAPI 3.1 document, made from the route table: what is not a route cannot be described, and the reverse. */
import * as z from 'zod';
import { MOST_ITEMS, WIRE_VERSION } from '../../core/collect/envelope.ts';
import { REFUSALS } from '../../core/errors.ts';
import { COLLECT_PATH } from './collect-door.ts';
import type { Route } from './route.ts';

const JSON_TYPE = 'application/json';

/** @example describeRoutes(routes, '1.0.0').openapi // '3.1.0' */
export function describeRoutes(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const methods = paths[route.path] ?? {};
    paths[route.path] = methods;
    methods[route.method.toLowerCase()] = describeRoute(route);
  }
  paths[COLLECT_PATH] = { post: describeCollect() };
  return {
    openapi: '3.1.0',
    info: { title: 'Inkling', version, description: 'Intent without identity.' },
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'Site secret key, or the operator key' },
        writeKey: { type: 'apiKey', in: 'query', name: 'k', description: 'Public write key of the site' },
      },
      schemas: { Error: errorSchema() },
    },
  };
}

function describeRoute(route: Route): Record<string, unknown> {
  const path = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter(String(name), 'path', ''));
  const query = Object.entries(route.query ?? {}).map(([name, text]) => parameter(name, 'query', text));
  const body = requestBody(route);
  return {
    summary: route.summary,
    parameters: [...path, ...query],
    ...(body === null ? {} : { requestBody: body }),
    security: securityOf(route),
    responses: describeAnswers(route.produces, route.alsoProduces),
  };
}

/** The tracker's door is no route of the table: it also stands before express. Its fields: core/collect/WIRE.md. */
function describeCollect(): Record<string, unknown> {
  const schema = {
    type: 'object',
    required: ['ver', 's', 'e'],
    properties: {
      ver: { const: WIRE_VERSION },
      s: { type: 'number', description: 'clock of the browser, epoch milliseconds' },
      e: { type: 'array', maxItems: MOST_ITEMS, description: 'items, each taken or refused by itself' },
    },
  };
  return {
    summary: 'Posts of the tracker; text/plain needs no preflight',
    parameters: [],
    requestBody: { required: true, content: { 'text/plain': { schema }, [JSON_TYPE]: { schema } } },
    security: [{ writeKey: [] }],
    responses: describeAnswers(),
  };
}

function describeAnswers(produces?: string, also?: string): Record<string, unknown> {
  const text = { schema: { type: 'string' } };
  const usual =
    produces === undefined ? { [JSON_TYPE]: { schema: { type: 'object' } } } : { [produces]: text };
  const content = also === undefined ? usual : { ...usual, [also]: text };
  return {
    '200': { description: 'Done', content },
    default: {
      description: 'Refused: place, fault, cure',
      content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/Error' } } },
    },
  };
}

function parameter(name: string, place: 'path' | 'query', description: string): Record<string, unknown> {
  return {
    name,
    in: place,
    required: place === 'path',
    schema: { type: 'string' },
    ...(description === '' ? {} : { description }),
  };
}

function requestBody(route: Route): Record<string, unknown> | null {
  if (route.body === undefined && route.takesBody !== true) return null;
  const schema =
    route.body === undefined
      ? route.takesBytes === true
        ? { anyOf: [{ type: 'object' }, { type: 'array', minItems: 1, items: { type: 'object' } }] }
        : { type: 'object' }
      : z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' });
  return { required: true, content: { [JSON_TYPE]: { schema } } };
}

function securityOf({ key }: Route): readonly Record<string, readonly never[]>[] {
  if (key === 'none') return [];
  if (key === 'write') return [{ writeKey: [] }];
  return key === 'write or secret' ? [{ writeKey: [] }, { key: [] }] : [{ key: [] }];
}

function errorSchema(): Record<string, unknown> {
  return {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message', 'at', 'hint'],
        properties: {
          code: { enum: Object.keys(REFUSALS) },
          message: { type: 'string' },
          at: { type: 'string' },
          hint: { type: 'string' },
        },
      },
    },
  };
}
