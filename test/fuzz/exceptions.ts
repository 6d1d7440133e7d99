/** Functions that are called like parsers and see no text from outside, or only by way of one that is in the table. */

/** By the reason. */
export const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'asks the store or another port': [
    'core/segments/site-facts.ts readFacts',
    'core/segments/read-world.ts readWorld',
    'integrations/shopify/admin-api/requests.ts readRequests',
    'integrations/shopify/admin-api/setup.ts readSetup',
    'integrations/shopify/installation/session.ts readMerchant',
    'core/profiles/outline.ts readOutline',
    'core/profiles/opening.ts readSlot',
    'core/sites/site-rows.ts readSiteRow',
    'integrations/mongodb/migration-side.ts readMigration',
    'core/profiles/refolding.ts readSharing',
    'core/profiles/visitor-log.ts readVisitorLog',
    'core/profiles/visitor-log.ts readKept',
    'core/profiles/visitor-log.ts readSettled',
    'core/profiles/due-rows.ts readDueRows',
    'core/profiles/account-log.ts readAccountLog',
    'core/profiles/kinship.ts readKinships',
    'core/privacy/retention.ts readOld',
    'core/privacy/export/contacts.ts readContacts',
    'core/privacy/horizon.ts readHorizon',
    'core/privacy/going.ts readGoing',
    'core/privacy/trusted-time.ts readLastRun',
    'core/privacy/trusted-time.ts readLastCounts',
    'core/privacy/key-ages.ts readKeyAges',
    'core/privacy/export/kept.ts readLimits',
    'core/privacy/export/kept.ts readMails',
    'core/privacy/export/kept.ts readSuppressions',
    'core/measurement/period.ts readPeriod',
    'core/measurement/sizes.ts readSizes',
    'core/measurement/traffic.ts readTraffic',
    'apps/server/first-run.ts readFirstRun',
    'core/statistics/follower.ts readPlace',
    'core/decisions/person.ts readPresent',
    'core/decisions/products.ts readEvents',
    'core/scoring/lifetime/model.ts readModel',
    'core/scoring/lifetime/model.ts readAttempt',
    'apps/server/routes/models.ts readModel',
  ],
  'reads what a validated entry, profile or definition holds': [
    'integrations/shopify/admin-api/site.ts readSite',
    'core/identity/link.ts readLinks',
    'core/segments/notices.ts readNotice',
    'core/segments/compile-catalog.ts readCircumstances',
    'core/catalogue/relations/candidates.ts readCandidate',
    'core/scoring/matrix.ts readRow',
    'core/scoring/features/table.ts readFeatures',
    'core/scoring/boosting/options.ts readMonotone',
    'core/decisions/words.ts readWords',
    'core/local/features.ts readFeature',
    'core/local/session.ts readSession',
  ],
  'rows that the store writes and reads in one transaction, never shown to anybody else': [
    'core/stores/schema.ts readSchema',
    'core/stores/contributions.ts decodeContributions',
    'integrations/mongodb/entry-documents.ts decodeDocument',
    'integrations/mongodb/totals.ts decodeContribution',
    'core/stores/migration/note.ts readNote',
    'core/stores/codec.ts decodeMembers',
  ],
  'lines of a file, each of which goes to a parser of the table': ['core/stores/erasure-file.ts readLines'],
  'a file of the command line, whose content goes to a parser of the table': [
    'apps/server/cli/definitions.ts readDefinitions',
    'apps/server/cli/definitions.ts readInitSet',
    'apps/server/cli/definitions.ts readJsonFile',
    'apps/server/cli/campaign-files.ts readCampaigns',
  ],
  'bytes of a key of fixed length; any other length is none': [
    'apps/server/master-key.ts readKeyFile',
    'apps/server/master-key.ts readNextKey',
  ],
  'a stream: fuzzed over HTTP with every body of doors.ts': [
    'apps/server/body.ts readBody',
    'core/collect/json.ts readAnyJson',
  ],
  'files of our own package': [
    'integrations/wordpress/po.ts readPo',
    'apps/server/version.ts readVersion',
    'apps/shopify-dev/fake/flow-triggers.ts readFlowTriggers',
  ],
  'takes our own answer apart': ['apps/server/campaign-answers.ts readAnswered'],
};

/** What runs in a page reads its own page, or what its own server answers; its suites run it in a browser. */
export const IN_BROWSERS =
  /^(core\/tracker\/browser|apps\/shop\/browser|apps\/console|integrations\/shopify\/storefront)\//;

/** Files that call `JSON.parse` and export no parser of the table, each with the reason. */
export const JSON_EXCEPTIONS: Readonly<Record<string, string>> = {
  'apps/shopify-dev/fake/resolve-app.ts': 'the fake shop: what is no JSON is a user error, as at Shopify',
  'apps/shopify-dev/fake/resolve-metafields.ts':
    'the fake shop: what is no JSON is a user error, as at Shopify',
  'apps/shopify-dev/fake/schema.ts': 'a file of this repository',
  'apps/shopify-dev/fake/session-token.ts': 'signed by itself, and the signature is looked at before',
  'apps/shopify-dev/storefront/exchange.ts':
    'the fake shop, on this machine alone: a body that it cannot read ends the request',
  'apps/shopify-dev/storefront/shown.ts': 'what the fake shop itself keeps of the pixel',
  'apps/shopify-dev/storefront/theme.ts': 'what the fake shop itself keeps of metafields',
  'core/stores/migration/note.ts': 'rows that the store writes and reads',
  'core/segments/words-values.ts': 'one quoted text of a line in words, by way of readWords',
  'core/sites/site-rows.ts': 'sealed: a changed byte is refused before it is read',
  'core/privacy/telling.ts': 'sealed: a changed byte is refused before it is read',
  'integrations/segment/sealed-settings.ts': 'sealed: a changed byte is refused before it is read',
  'integrations/webhook/endpoints.ts': 'sealed: a changed byte is refused before it is read',
  'integrations/email/mail-settings.ts': 'sealed: a changed byte is refused before it is read',
  'integrations/shopify/installation/token-book.ts': 'sealed: a changed byte is refused before it is read',
  'integrations/shopify/installation/connecting.ts':
    'the answer of Shopify over its own API; what is no JSON is no setting of ours',
  'integrations/email/links.ts':
    'sealed: a changed byte is refused before it is read; tokens are fuzzed over HTTP',
  'core/decisions/templates/template.ts': 'a copy of a template of our own',
  'core/stores/contributions.ts': 'rows that the store writes and reads in one transaction',
  'apps/server/cli/dial.ts': 'the answer of our own server over its own socket',
  'apps/server/cli/replay/sink.ts': 'the answer of our own server',
  'apps/server/cli/prove/canary.ts': 'the answer of our own server',
  'apps/server/version.ts': 'a file of our own package',
  'integrations/wordpress/po.ts': 'translations of this repository',
  'integrations/wordpress/pot.ts': 'a file of this repository',
  'apps/kept-build.ts': 'what this program kept for its own next start; what is cut short is built anew',
  'apps/server/cli/verbs/export.ts': 'a text that was written a line above',
  'apps/server/cli/definitions.ts': 'a file of the command line, whose content goes to a parser of the table',
  'apps/server/cli/replay/ndjson.ts': 'in the table by its factory: a file of lines in JSON',
  'apps/server/cli/replay/map-row.ts': 'in the table by its factory: a row under a map of columns',
  'apps/server/cli/replay/state.ts':
    'how far a replay came; what is no such file means starting over (replay.test.ts)',
};
