/** What the libraries of Segment and of RudderStack ask for before they send: where to send, and that nothing else is on. */

/**
 * Answer to `GET /v1/projects/{writeKey}/settings`, which analytics.js asks of its `cdnURL`: send to us, as Segment's own
 * library does; no other destination, no middleware, no measuring of the library itself.
 *
 * @param origin Of this server, as its visitors call it.
 */
export function analyticsJsSettings(writeKey: string, origin: string): Record<string, unknown> {
  const { protocol, host } = new URL(origin);
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost: `${host}/v1`,
        protocol: protocol.slice(0, -1),
        addBundledMetadata: false,
        unbundledIntegrations: [],
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: { track: { __default: { enabled: true, integrations: {} } } },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  };
}

/** Answer to `GET /sourceConfig`, which RudderStack's libraries ask of their `configUrl`: a source without destinations. */
export function rudderSource(site: { readonly site: string; readonly siteId: string }, writeKey: string) {
  const isOff = { enabled: false };
  return {
    source: {
      id: site.siteId,
      name: site.site,
      writeKey,
      enabled: true,
      workspaceId: site.siteId,
      config: { statsCollection: { errors: isOff, metrics: isOff } },
      destinations: [],
    },
  };
}
