import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { nameOf, prepareWalk, type Walk } from './walk.ts';

let walk: Walk;
beforeAll(async () => {
  walk = await prepareWalk();
});
afterAll(() => walk.served.stop());

type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedRoute>>>>;
  readonly components: { readonly schemas: { readonly Error: unknown } };
};
type DescribedRoute = {
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly security: readonly unknown[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: unknown } } };
};

const schemaOf = (json: unknown) => z.fromJSONSchema(json as Parameters<typeof z.fromJSONSchema>[0]);

describe('the OpenAPI document', () => {
  let document: Described;
  beforeAll(async () => {
    document = (await request(walk.served.url).get('/openapi.json')).body;
  });

  it('lists exactly the routes, and the door of the tracker', () => {
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.toSorted()).toEqual([...walk.served.routes.map(nameOf), 'POST /v1/collect'].toSorted());
  });

  it('names every parameter of every path, and asks for the key that the route asks for', () => {
    for (const route of walk.served.routes) {
      const { parameters, security, summary } =
        document.paths[route.path]?.[route.method.toLowerCase()] ?? {};
      const inPath = parameters
        ?.filter((parameter) => parameter.in === 'path')
        .map(({ name }) => `{${name}}`);
      expect([route.path, inPath]).toEqual([route.path, route.path.match(/\{\w+\}/g) ?? []]);
      expect([route.path, security?.length === 0]).toEqual([route.path, route.key === 'none']);
      expect(summary).not.toBe('');
    }
  });

  it('has a schema for every body that takes what the route takes', () => {
    for (const route of walk.served.routes) {
      const described = document.paths[route.path]?.[route.method.toLowerCase()];
      const sample = walk.samples[nameOf(route)];
      expect([nameOf(route), described?.requestBody !== undefined]).toEqual([
        nameOf(route),
        sample?.body !== undefined,
      ]);
      if (described?.requestBody === undefined) continue;
      const schema = schemaOf(described.requestBody.content['application/json'].schema);
      expect([nameOf(route), schema.safeParse(sample?.body).error]).toEqual([nameOf(route), undefined]);
      expect([nameOf(route), schema.safeParse([]).success]).toEqual([nameOf(route), false]);
    }
  });

  it('describes refusals as they come', async () => {
    const { body } = await request(walk.served.url).get('/v1/nothing');
    expect(schemaOf(document.components.schemas.Error).safeParse(body).success).toBe(true);
    expect(schemaOf(document.components.schemas.Error).safeParse({ error: { code: 'odd' } }).success).toBe(
      false,
    );
  });
});
