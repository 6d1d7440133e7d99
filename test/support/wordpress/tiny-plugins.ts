import { packPlugin } from './plugin-zip.ts';

/** Plugins of the lab's own tests: one that clears up after itself, and some that leave one thing each. */

const CREATE_TABLE = `
	global $wpdb;
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	dbDelta( "CREATE TABLE {$wpdb->prefix}tiny (id bigint(20) unsigned NOT NULL AUTO_INCREMENT, name varchar(40) NOT NULL, PRIMARY KEY  (id)) {$wpdb->get_charset_collate()};" );`;

/** What a plugin may leave behind, each with the code that makes it and that which takes it away. */
export const THINGS = {
  table: [CREATE_TABLE, `global $wpdb; $wpdb->query( "DROP TABLE IF EXISTS {$wpdb->prefix}tiny" );`],
  option: [`update_option( 'tiny_option', 'x', false );`, `delete_option( 'tiny_option' );`],
  transient: [`set_transient( 'tiny', 'x' );`, `delete_transient( 'tiny' );`],
  'site option': [`update_site_option( 'tiny_site', 'x' );`, `delete_site_option( 'tiny_site' );`],
  'user meta': [
    `update_user_meta( 1, 'tiny_meta', 'x' );`,
    `delete_metadata( 'user', 0, 'tiny_meta', '', true );`,
  ],
  'post meta': [`update_post_meta( 1, 'tiny_meta', 'x' );`, `delete_post_meta_by_key( 'tiny_meta' );`],
  file: [
    `wp_mkdir_p( wp_upload_dir()['basedir'] . '/tiny' ); file_put_contents( wp_upload_dir()['basedir'] . '/tiny/a.txt', 'x' );`,
    `unlink( wp_upload_dir()['basedir'] . '/tiny/a.txt' ); rmdir( wp_upload_dir()['basedir'] . '/tiny' );`,
  ],
  'file at the top': [
    `file_put_contents( ABSPATH . 'tiny.php', '<?php' );`,
    `unlink( ABSPATH . 'tiny.php' );`,
  ],
  'cron event': [
    `wp_schedule_event( time() + 600, 'hourly', 'tiny_event', array( 'x' ) );`,
    `wp_clear_scheduled_hook( 'tiny_event', array( 'x' ) );`,
  ],
  capability: [
    `get_role( 'editor' )->add_cap( 'tiny_capability' );`,
    `get_role( 'editor' )->remove_cap( 'tiny_capability' );`,
  ],
  'rule of addresses': [
    `add_rewrite_rule( '^tiny/?$', 'index.php?tiny=1', 'top' ); flush_rewrite_rules( false );`,
    `flush_rewrite_rules( false );`,
  ],
  post: [
    `wp_insert_post( array( 'post_title' => 'tiny', 'post_type' => 'tiny' ) );`,
    `foreach ( get_posts( array( 'post_type' => 'tiny', 'post_status' => 'any' ) ) as $post ) wp_delete_post( $post->ID, true );`,
  ],
} as const satisfies Readonly<Record<string, readonly [make: string, takeAway: string]>>;

/**
 * A plugin that makes one of everything when it is activated, and takes all away when it is removed, if it does.
 *
 * @example await admin.uploadPlugin(packTiny({ isForgetful: true }));
 */
export function packTiny({ isForgetful = false } = {}): Uint8Array {
  const makes = Object.values(THINGS).map(([make]) => make);
  const takesAway = isForgetful ? [] : Object.values(THINGS).map(([, takeAway]) => takeAway);
  return packPlugin('tiny', {
    'tiny.php': `<?php
/*
Plugin Name: Tiny
Version: 1.0.0
*/
register_activation_hook( __FILE__, function () {
${makes.join('\n')}
} );
add_action( 'rest_api_init', function () {
	register_rest_route( 'tiny/v1', '/hit', array(
		'methods' => 'POST',
		'permission_callback' => '__return_true',
		'callback' => function ( $request ) {
			wp_remote_post( 'https://example.com/hits', array( 'blocking' => false ) );
			return array( 'got' => $request->get_json_params() );
		},
	) );
} );
add_action( 'tiny_event', function ( $text ) {
	update_option( 'tiny_option', "cron ran with $text", false );
} );
`,
    'uninstall.php': `<?php
defined( 'WP_UNINSTALL_PLUGIN' ) || exit;
${takesAway.join('\n')}
`,
  });
}
