/** What the configuration of a fresh checkout has in place of an app's own: valid, and nobody's. */
const PLACEHOLDERS = [
  ['0123456789abcdef0123456789abcdef', 'client_id is nobody’s yet: npx shopify app config link'],
  [
    'https://inkling.example.com',
    'the addresses are nobody’s yet: put yours in application_url and redirect_urls',
  ],
] as const;

/**
 * What is to be done before this configuration can be deployed.
 * @param toml The text of `shopify.app.toml`.
 * @example listPlaceholders('client_id = "4f3c…"') // []
 */
export function listPlaceholders(toml: string): readonly string[] {
  return PLACEHOLDERS.flatMap(([placeholder, cure]) => (toml.includes(placeholder) ? [cure] : []));
}
