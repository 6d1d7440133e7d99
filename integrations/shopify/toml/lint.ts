/** The app's configuration, held to what this server answers: for what Shopify's own command line lets pass. */
import { parse, TomlError } from 'smol-toml';
import { ASKED_SCOPES, OPTIONAL_SCOPES } from '../operations/scopes.ts';
import { type AppToml, appShape } from './shape.ts';
import { lintWebhooks } from './webhook-rules.ts';

export type Finding = {
  /** Path of the key; of a text that is no TOML, the line. */
  readonly at: string;
  readonly fault: string;
  readonly cure: string;
};

/** @example lintAppToml(readFileSync('shopify.app.toml', 'utf8')) // [] */
export function lintAppToml(text: string): readonly Finding[] {
  const parsed = readToml(text);
  if ('at' in parsed) return [parsed];
  const read = appShape.safeParse(parsed.value);
  if (!read.success)
    return read.error.issues.map((issue) => ({
      at: pathOf([...issue.path, ...('keys' in issue ? issue.keys.slice(0, 1) : [])]),
      fault: issue.message,
      cure: 'see the comments of the file, and docs/shopify.md',
    }));
  return [
    ...lintScopes(read.data),
    ...lintAddresses(read.data),
    ...lintWebhooks(read.data.webhooks.subscriptions),
  ];
}

/** @example describeFinding(finding) // 'webhooks.subscriptions: shop/redact is not heard: subscribe to it' */
export function describeFinding({ at, fault, cure }: Finding): string {
  return `${at}: ${fault}: ${cure}`;
}

function readToml(text: string): Finding | { readonly value: unknown } {
  try {
    return { value: parse(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [fault = ''] = error.message.split('\n');
    return { at: `line ${error.line}`, fault, cure: 'mend it: nothing of the file is read' };
  }
}

function lintScopes({ access_scopes: { scopes, optional_scopes: optional } }: AppToml): readonly Finding[] {
  return [
    ...compare('access_scopes.scopes', scopes.split(','), ASKED_SCOPES),
    ...compare('access_scopes.optional_scopes', optional, OPTIONAL_SCOPES),
  ];
}

function compare(at: string, given: readonly string[], wanted: readonly string[]): readonly Finding[] {
  const twice = given.filter((scope, index) => given.indexOf(scope) !== index);
  return [
    ...wanted
      .filter((scope) => !given.includes(scope))
      .map((scope) => ({
        at,
        fault: `${scope} is missing`,
        cure: 'what it is for does not work without it',
      })),
    ...given
      .filter((scope) => !wanted.includes(scope))
      .map((scope) => ({
        at,
        fault: `"${scope}" is not needed`,
        cure: 'ask for nothing that nothing takes',
      })),
    ...twice.map((scope) => ({ at, fault: `${scope} stands there twice`, cure: 'name it once' })),
  ];
}

function lintAddresses({ application_url: app, auth }: AppToml): readonly Finding[] {
  const wrong = auth.redirect_urls.findIndex((url) => new URL(url).origin !== new URL(app).origin);
  return wrong < 0
    ? []
    : [
        {
          at: `auth.redirect_urls[${wrong}]`,
          fault: 'is another server',
          cure: 'write the address of application_url',
        },
      ];
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`,
    '',
  );
}
