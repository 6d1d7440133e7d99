/** What a site holds, to be compared before and after. Of a network: every site's, by the names of their tables. */
export type SiteDump = {
  /** Columns with their types, by table. */
  readonly tables: ByName<readonly string[]>;
  /** By table, posts by their type as well. */
  readonly rowCounts: ByName<number>;
  /** By the table they stand in. */
  readonly options: ByName<ByName<string>>;
  readonly siteOptions: ByName<string>;
  /** Of users, posts, terms and comments, by table. */
  readonly metaKeys: ByName<readonly string[]>;
  /** Hook, rhythm and arguments, by the table they stand in. */
  readonly cronEvents: ByName<readonly string[]>;
  /** Which role may do what, by the table it stands in. */
  readonly capabilities: ByName<readonly string[]>;
  /** Size and hash, by path. */
  readonly files: ByName<string>;
};

type ByName<Value> = Readonly<Record<string, Value>>;

/** What WordPress itself writes at a time of its own: a name, and the reason why it says nothing about a plugin. */
type Exception = readonly [name: RegExp, reason: string];

const OPTION_EXCEPTIONS: readonly Exception[] = [
  [/^_site_transient_(timeout_)?update_(core|plugins|themes)$/, 'the last search for updates'],
  [/^_site_transient_(timeout_)?theme_roots$/, 'where themes were found'],
  [/^_site_transient_(timeout_)?wp_plugin_dependencies_plugin_data$/, 'what plugins say they need'],
  [/^_site_transient_(timeout_)?wp_theme_files_patterns-\w+$/, 'patterns of the theme that is on'],
  [
    /^_site_transient_(timeout_)?(browser|php_check)_\w+$/,
    "advice about the administrator's browser and PHP",
  ],
  [/^_transient_(timeout_)?plugins_delete_result_\d+$/, 'what the list of plugins says after a removal'],
  [/^_transient_(timeout_)?wp_(core_block_css_files|styles_for_blocks)$/, 'styles of blocks'],
  [/^_transient_(timeout_)?(dash_v2|feed|feed_mod)_\w+$/, 'news on the dashboard'],
  [/^_transient_(timeout_)?dirsize_cache$/, 'sizes of folders, for the page of health'],
  [/^_transient_(timeout_)?health-check-site-status-result$/, 'the page of health'],
  [/^_transient_doing_cron$/, 'when cron ran last'],
  [/^_site_transient_(timeout_)?community-events-\w+$/, 'news on the dashboard'],
  [/^recently_activated$/, 'the list of plugins keeps what was switched off for a week'],
  [/^recovery_keys$/, 'what the recovery mode writes when it clears up'],
  [/^can_compress_scripts$/, "asked of the administrator's browser"],
  [/^finished_updating_comment_type$/, 'an update of old comments is through'],
  [/^auto_core_update_notified$/, 'which new version the administrator had a mail about'],
];

/** Of a network's other sites. */
const SUBSITE_EXCEPTIONS: readonly Exception[] = [
  ...OPTION_EXCEPTIONS,
  [/^rewrite_rules$/, 'gone until somebody visits that site, and nobody does'],
];

const META_EXCEPTIONS: readonly Exception[] = [
  [/^session_tokens$/, 'who is signed in'],
  [/^community-events-location$/, "where the administrator's browser is"],
  [
    /^wp_(\d+_)?(dashboard_quick_press_last_post_id|user-settings(-time)?)$/,
    'what the admin keeps of its pages',
  ],
];

const CRON_EXCEPTIONS: readonly Exception[] = [
  [
    /^wp_(version_check|update_plugins|update_themes|update_user_counts|https_detection) /,
    'planned on a first visit',
  ],
  [
    /^(wp_scheduled_delete|delete_expired_transients|wp_scheduled_auto_draft_delete) /,
    'planned on a first visit',
  ],
  [/^(recovery_mode_clean_expired_keys|wp_site_health_scheduled_check) /, 'planned on a first visit'],
  [
    /^wp_(privacy_delete_old_export_files|delete_temp_updater_backups|update_network_counts) /,
    'planned on a first visit',
  ],
  [
    /^(update_network_counts|publish_future_post|do_pings|importer_scheduled_cleanup) /,
    'planned when it is needed',
  ],
  [/^wp_update_comment_type_batch /, 'an update of old comments, planned by the first update of a table'],
  [/^upgrader_scheduled_cleanup /, 'takes away the zip of an upload that was never finished'],
];

const FILE_EXCEPTIONS: readonly Exception[] = [
  [/^wp-content\/upgrade\/(index\.php)?$/, 'where plugins are unpacked; it stays when empty'],
  [
    /^wp-content\/upgrade-temp-backup\/((plugins|themes)\/)?$/,
    'where what is replaced waits; it stays when empty',
  ],
  [/^wp-content\/uploads\/\d{4}\/(\d{2}\/)?$/, 'the folder of the month; it stays when empty'],
];

/** Sessions come and go; what options are there is compared by name. */
const ROW_EXCEPTIONS: readonly Exception[] = [
  [/^wp_(\d+_)?options$/, 'compared by name, transients of WordPress aside'],
  [/^wp_(usermeta|sitemeta)$/, 'compared by name, sessions aside'],
];

/**
 * Reads what the lab's `dump.php` answered, and leaves out what WordPress itself changes at any time.
 *
 * @example const before = readDump(await site.get('/__lab/dump'));
 */
export async function readDump(answer: Response): Promise<SiteDump> {
  const text = await answer.text();
  if (!answer.ok || !text.startsWith('{')) throw new Error(`nothing was dumped: ${answer.status} ${text}`);
  const raw = JSON.parse(text) as Raw;
  return {
    tables: mapValues(raw.tables, (columns) => Object.values(columns)),
    rowCounts: without(raw.rowCounts, ROW_EXCEPTIONS),
    options: mapValues(raw.options, (options, table) =>
      without(options, table === 'wp_options' ? OPTION_EXCEPTIONS : SUBSITE_EXCEPTIONS),
    ),
    siteOptions: without(raw.siteOptions, OPTION_EXCEPTIONS),
    metaKeys: mapValues(raw.metaKeys, (keys) => listWithout(keys, META_EXCEPTIONS)),
    cronEvents: mapValues(raw.cronEvents, (events) => listWithout(events, CRON_EXCEPTIONS)),
    capabilities: mapValues(raw.capabilities, (lines) => Object.values(lines)),
    files: without(raw.files, FILE_EXCEPTIONS),
  };
}

/** PHP's lists come as objects, so that an empty object is one, too. */
type Raw = {
  readonly tables: ByName<ByName<string>>;
  readonly rowCounts: ByName<number>;
  readonly options: ByName<ByName<string>>;
  readonly siteOptions: ByName<string>;
  readonly metaKeys: ByName<ByName<string>>;
  readonly cronEvents: ByName<ByName<string>>;
  readonly capabilities: ByName<ByName<string>>;
  readonly files: ByName<string>;
};

function isNamed(name: string, exceptions: readonly Exception[]): boolean {
  return exceptions.some(([pattern]) => pattern.test(name));
}

function without<Value>(entries: ByName<Value>, exceptions: readonly Exception[]): ByName<Value> {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !isNamed(name, exceptions)));
}

function listWithout(list: ByName<string>, exceptions: readonly Exception[]): readonly string[] {
  return Object.values(list).filter((entry) => !isNamed(entry, exceptions));
}

function mapValues<From, To>(entries: ByName<From>, change: (value: From, name: string) => To): ByName<To> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, change(value, name)]));
}
